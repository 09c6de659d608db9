"""The code on a certificate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecity.certificates.codes import new_code, read_code, show_code


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(1000)}) == 1000


def test_a_code_is_read_however_it_was_typed():
    code = new_code()
    for typed in (
        code,
        show_code(code),
        code.lower(),
        f" {show_code(code)}\n",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "x", "0" * 25, "0" * 27, "U" * 26, "０" * 26, "0" * 1_000_000, "'; --", "\x00" * 26]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


@given(st.text())
def test_no_text_makes_it_stumble(typed):
    assert read_code(typed) in (None, (read_code(typed) or ""))
