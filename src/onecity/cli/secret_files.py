"""A demonstration's secrets: made once, kept in files that only their owner reads."""

import os
import secrets
from pathlib import Path

NAMES = ("ONECITY_SECRET_KEY", "ONECITY_IDENTIFIER_KEY", "ONECITY_SIGNING_KEY")


def read_or_make(data: Path, name: str) -> str:
    """The secret kept under ``name``. Of two processes that make it at the same time, both get the first one's."""
    file = data / "secrets" / name.removeprefix("ONECITY_").lower()
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        _place(file, secrets.token_urlsafe(48))
    return file.read_text().strip()


def _place(file: Path, value: str) -> None:
    """Written whole under another name, then linked: no reader sees half a secret."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(value + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
