"""One caller and the menu: says, waits for keys, records. It ends when it is cancelled (the caller hung up)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from onecity.telephone import menu
from onecity.telephone.answerer import sound, spool, tones
from onecity.telephone.answerer.media import Media
from onecity.telephone.answerer.office import Office, sealed_number
from onecity.telephone.menu import At

KEY_SECONDS = 6.0  # until a question is asked again
NEXT_KEY_SECONDS = 4.0  # between the keys of a number
DEAF_SECONDS = 10.0  # without a packet: nobody is there any more
SYNC_SECONDS = 1.0


class Voice(Protocol):
    """Gives the sound of a sentence."""

    def say(self, code: str, language: str, codec: str) -> bytes: ...


class Transfer(Protocol):
    """Puts the caller through; True when she has left us for an operator."""

    async def __call__(self) -> bool: ...


class Conversation:
    """``key`` is our own name of the call, ``number`` the caller's as far as it is known."""

    def __init__(
        self, media: Media, office: Office, voice: Voice, folder: Path, languages: Sequence[str],
        transfer: Transfer | None, *, key: str, number: str,
    ) -> None:  # fmt: skip
        self._media, self._office, self._voice, self._folder = media, office, voice, folder
        self._languages, self._transfer, self._key, self._number = tuple(languages), transfer, key, number

    async def run(self) -> None:
        """From the welcome to the goodbye."""
        await self._office.begin(self._key, self._number)
        at = menu.start(self._languages)
        try:
            while at.place != "bye":
                await self._say(at)
                at = await self._next(at)
            await self._say(at)
        finally:
            self._media.heard = None
            await asyncio.shield(self._office.end(self._key))

    async def _next(self, at: At) -> At:
        match at.place:
            case "record":
                return menu.after_record(at, kept=await self._record(at))
            case "number":
                keys = await self._keys(menu.KEYS_OF_NUMBER)
                return menu.after_status(at, await self._office.state_of(keys, self._number))
            case "call-back":
                return menu.after_call_back(at, promised=await self._office.call_back(self._key, self._number))
            case "operator":
                return await self._operator(at)
            case _:
                return await self._choose(at)

    async def _choose(self, at: At) -> At:
        chosen = menu.after_keys(at, await self._keys(1), self._languages)
        if at.place == "language" and chosen.place != "language":
            await self._office.note(self._key, language=chosen.language)
        return chosen

    async def _operator(self, at: At) -> At:
        spoken = self._transfer is not None and await self._put_through(at, self._transfer)
        promised = not spoken and await self._office.call_back(self._key, self._number)
        return menu.after_operator(at, spoken=spoken, promised=promised)

    async def _put_through(self, at: At, transfer: Transfer) -> bool:
        """Says so, stands in the operators' queue meanwhile."""
        await self._say(replace(at, said=("operator",)))
        await self._office.note(self._key, state="waiting", wants="operator")
        if await transfer():
            return True
        await self._office.note(self._key, state="menu")
        return False

    async def _say(self, at: At) -> None:
        """Every language in turn while none is chosen. A key ends the saying of everything but the goodbye."""
        languages = self._languages if "language" in at.said else (at.language,)
        for language in languages:
            for code in at.said:
                said = self._voice.say(code, language, self._media.sound.codec)
                await self._media.play(said, until_key=at.place != "bye")

    async def _keys(self, count: int) -> str:
        """What is pressed: at most so many keys, ended by # or by a pause."""
        pressed = ""
        while len(pressed) < count:
            key = await self._one_key(NEXT_KEY_SECONDS if pressed else KEY_SECONDS)
            if not key or key == "#":
                break
            pressed += key
        return pressed

    async def _one_key(self, seconds: float) -> str:
        try:
            return await asyncio.wait_for(self._media.keys.get(), seconds)
        except TimeoutError:
            return ""

    async def _record(self, at: At) -> bool:
        """From the beep until a key, the longest time, or silence on the line. Whether anything was kept."""
        if not spool.has_room(self._folder):
            return False
        self._media.forget_keys()
        await self._media.play(sound.encode(tones.beep(), self._media.sound.codec), until_key=False)
        facts = spool.Facts(
            call=self._key, codec=self._media.sound.codec, language=at.language, caller=sealed_number(self._number)
        )
        recording = spool.Recording(self._folder, facts)
        self._media.heard = recording.add
        try:
            await self._until_enough(recording)
        finally:
            self._media.heard = None
            kept = recording.close()
        return kept

    async def _until_enough(self, recording: spool.Recording) -> None:
        seconds = 0.0
        while not recording.full and seconds < spool.SECONDS and self._media.quiet_for() < DEAF_SECONDS:
            if await self._one_key(SYNC_SECONDS):
                return
            seconds += SYNC_SECONDS
            await asyncio.to_thread(recording.sync)
