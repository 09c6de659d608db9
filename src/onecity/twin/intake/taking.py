"""Taking messages in: a batch is mapped, stored in one transaction with its place in the stream, or parked."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from onecity.twin.errors import Problem
from onecity.twin.intake.mapping import Mappers
from onecity.twin.intake.parked import Parked, forget, park, parked
from onecity.twin.intake.values import Unmappable
from onecity.twin.store import Measurement, Position, Store
from onecity.twin.times import format_time

REPLAY = 500  # parked messages sent through at once


class Message(msgspec.Struct):
    """One message of a device, and its place in the stream it came by."""

    topic: str
    payload: bytes
    sequence: int


async def take(store: Store, mappers: Mappers, stream: str, batch: Sequence[Message]) -> list[Parked]:
    """Store what a batch says, once and durably; the messages that were parked, wholly or in part."""
    arrived = format_time(datetime.now(UTC))
    measurements: list[Measurement] = []
    sources: list[Message] = []
    bad: list[Parked] = []
    for message in batch:
        try:
            mapped = mappers.map(message.topic, message.payload, arrived)
        except Unmappable as reason:
            bad.append(_parked(stream, message, str(reason)))
            continue
        measurements += mapped.measurements
        sources += [message] * len(mapped.measurements)
        if mapped.complaints:
            bad.append(_parked(stream, message, "; ".join(mapped.complaints)))
    if bad:
        await park(store.pool, bad)
    refused = await _store(store, stream, batch, measurements, sources)
    return bad + refused


async def _store(
    store: Store, stream: str, batch: Sequence[Message], measurements: list[Measurement], sources: list[Message]
) -> list[Parked]:
    """One transaction; what the store refuses is parked."""
    outcomes = await store.record("", measurements, Position(stream, batch[-1].sequence))
    refused = [
        _parked(stream, message, f"{outcome.title}: {outcome.detail}")
        for message, outcome in zip(sources, outcomes, strict=True)
        if isinstance(outcome, Problem)
    ]
    if refused:
        await park(store.pool, refused)
    return refused


def _parked(stream: str, message: Message, reason: str) -> Parked:
    return Parked(stream, message.sequence, message.topic, message.payload, reason[:500])


async def replay(store: Store, mappers: Mappers) -> tuple[int, int]:
    """Send parked messages through again; how many went through, and how many did not."""
    arrived, done = format_time(datetime.now(UTC)), []
    waiting = await parked(store.pool, REPLAY)
    for one in waiting:
        try:
            mapped = mappers.map(one.topic, one.payload, arrived)
        except Unmappable:
            continue
        outcomes = await store.record("", mapped.measurements)
        if not mapped.complaints and not any(isinstance(outcome, Problem) for outcome in outcomes):
            done.append(one)
    await forget(store.pool, done)
    return len(done), len(waiting) - len(done)
