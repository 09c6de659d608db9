"""What a call needs of the city: asked in threads beside the sound, and done without when the database is away."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections

from onecity.common.errors import Refusal
from onecity.common.sealed import seal
from onecity.contact.domain import calls, voicemails
from onecity.contact.queries.calls import request_by_keys
from onecity.contact.reporter import phone_mark
from onecity.telephone.answerer import sound, spool

LINE = "sip"
PATIENCE = 4.0  # seconds that a caller waits for the database
log = logging.getLogger(__name__)


class Office:
    """One for the process. What fails gives None, is logged once without a caller's data, and the call goes on."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(4, "office")
        self._one_at_a_time = asyncio.Lock()

    async def begin(self, key: str, number: str) -> Any:
        return await self._ask(calls.begin_call, line=LINE, key=key, number=number)

    async def note(self, key: str, **facts: object) -> Any:
        return await self._ask(lambda: calls.note_call(calls.call_of(LINE, key), **facts))

    async def end(self, key: str) -> None:
        await self._ask(lambda: calls.end_call(calls.call_of(LINE, key)))

    async def call_back(self, key: str, number: str) -> bool:
        """Whether it is promised, which is only said when it is stored."""
        found = await self._ask(lambda: calls.ask_call_back(calls.begin_call(line=LINE, key=key, number=number)))
        return found is not None

    async def state_of(self, keys: str, number: str) -> str:
        found = await self._ask(request_by_keys, keys, phone_mark(number))
        return found.state if found else ""

    async def take_in(self, folder: Path) -> None:
        """Bring finished recordings from the disk into the database; what does not succeed stays where it is."""
        async with self._one_at_a_time:
            await self._ask(_take_in, folder, patience=60.0)

    async def _ask(self, act: Callable[..., Any], *args: Any, patience: float = PATIENCE, **named: Any) -> Any:
        running = asyncio.get_running_loop().run_in_executor(self._threads, _with_connection, act, args, named)
        try:
            return await asyncio.wait_for(running, patience)
        except (DatabaseError, InterfaceError, TimeoutError, OSError, Refusal) as error:
            log.warning("The telephone goes on without what it asked for: %s", type(error).__name__)
            return None

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)


def _with_connection(act: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    close_old_connections()
    try:
        return act(*args, **named)
    finally:
        close_old_connections()


def sealed_number(number: str) -> str:
    return seal(number).hex() if number else ""


def _take_in(folder: Path) -> None:
    """Stored first, then deleted: a process killed in between stores it again under the same name, which is once.

    The worker hears it and makes a request of it: hearing needs a core, and calls in this process need theirs.
    """
    for found in spool.left(folder):
        voicemails.keep(
            line=LINE, key=found.path.stem, audio=sound.wav(found.sound, found.facts.codec),
            facts={
                "call": found.facts.call, "language": found.facts.language, "caller": found.facts.caller,
                "seconds": len(found.sound) // sound.RATE,
            },
        )  # fmt: skip
        found.path.unlink(missing_ok=True)
