"""The code on a certificate: unguessable, and short enough to be typed from paper."""

import secrets

from onecity.common.ids import ALPHABET

LENGTH = 26  # base-32 digits for 128 bits
GROUP = 5
_MISREAD = str.maketrans("ILO", "110", " -\t\n\r")


def new_code() -> str:
    """128 random bits in Crockford's base 32.

    >>> len(new_code())
    26
    """
    bits = secrets.randbits(128)
    return "".join(ALPHABET[bits >> place & 31] for place in range(125, -1, -5))


def read_code(text: str) -> str | None:
    """The code however it was typed (groups, case, O for 0), or None when it cannot be one.

    >>> read_code("0o1il-00000-00000-00000-00000-0")
    '00111000000000000000000000'
    """
    digits = text[:100].upper().translate(_MISREAD)
    return digits if len(digits) == LENGTH and set(digits) <= set(ALPHABET) else None


def show_code(code: str) -> str:
    """In groups of five, as it is printed.

    >>> show_code("00111000000000000000000000")
    '00111-00000-00000-00000-00000-0'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
