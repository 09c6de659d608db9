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


class Read(msgspec.Struct):
    """A batch, mapped: what it says, which message each measurement came from, and what cannot be used."""

    stream: str
    sequence: int
    measurements: list[Measurement]
    sources: list[Message]
    bad: list[Parked]


def read(mappers: Mappers, stream: str, batch: Sequence[Message]) -> Read:
    """Map a batch; ``batch`` is not empty."""
    arrived = format_time(datetime.now(UTC))
    found = Read(stream, batch[-1].sequence, [], [], [])
    for message in batch:
        try:
            mapped = mappers.map(message.topic, message.payload, arrived)
        except Unmappable as reason:
            found.bad.append(_parked(stream, message, str(reason)))
            continue
        found.measurements += mapped.measurements
        found.sources += [message] * len(mapped.measurements)
        if mapped.complaints:
            found.bad.append(_parked(stream, message, "; ".join(mapped.complaints)))
    return found


async def keep(store: Store, found: Read) -> list[Parked]:
    """Store what a batch says, once and durably; the messages that were parked, wholly or in part."""
    if found.bad:
        await park(store.pool, found.bad)
    outcomes = await store.record("", found.measurements, Position(found.stream, found.sequence))
    refused = [
        _parked(found.stream, message, f"{outcome.title}: {outcome.detail}")
        for message, outcome in zip(found.sources, outcomes, strict=True)
        if isinstance(outcome, Problem)
    ]
    if refused:
        await park(store.pool, refused)
    return found.bad + refused


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
