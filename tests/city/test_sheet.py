"""YAML as people and worse write it."""

import pytest

from onecity.city.sheet import LARGEST, Unreadable, plain, read_sheet


def read(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_sheet(path, "x.yaml")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("No", "No"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("2026-01-01", "2026-01-01"),
        ("12:30", "12:30"),
        ("007", "007"),
        ("7", 7),
        ("-7", -7),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("'7'", "7"),
        ('"true"', "true"),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("9" * 30, "9" * 30),
    ],
)
def test_values_are_those_of_yaml_1_2(tmp_path, written, value):
    sheet, _ = read(tmp_path, f"a: {written}\n")
    assert plain(sheet) == {"a": value}


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("", 1, "holds no `key: value` lines", "write it like"),
        ("- a", 1, "holds no `key: value` lines", "write it like"),
        ("a: 1\nb: [1,2\n", 3, "is not YAML", "close the { or ["),
        ("a:\n\t- b", 2, "is not YAML", ""),
        ("a: b: c", 1, "is not YAML", "put a text that holds a colon between quotation marks"),
        ("a: 'it's'", 1, "is not YAML", "let what belongs together"),
        ("a: 'never closed", 1, "is not YAML", "close the quotation mark"),
        ("a: *b", 1, "uses an alias (*name)", "write it out"),
        ("a: @b", 1, "is not YAML", "put a text that begins with @"),
        ("a: 1\n---\nb: 2", 2, "is not one YAML document but several", "one file holds one document"),
        ("a: \x01", 1, "is not YAML", ""),
        ("? [a]\n: b", 1, "has a key that is no word", "write `key: value`"),
        ("a: !!python/object/apply:os.system [id]", 1, "uses the tag", "write the value without a tag"),
        ("a: !secret x", 1, "uses the tag !secret", "write the value without a tag"),
        ("a: &x [1]\nb: *x", 2, "uses an alias (*name)", "write it out"),
        ("b: {a: " + "[" * 40 + "]" * 40 + "}", 1, "is nested too deeply", "write it flat"),
        (b"a: 1\nb: \xff\xfe", 2, "is not written in UTF-8", "save the file"),
        (b"\x00\x01\x02", 1, "is not YAML", ""),
        ("a: " + "x" * LARGEST, 1, "is larger than 500 kB", "split it"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path, text, line, what, remedy):
    with pytest.raises(Unreadable) as fault:
        read(tmp_path, text)
    problem = fault.value.problem
    assert (problem.file, problem.line) == ("x.yaml", line)
    assert problem.what.startswith(what)
    assert problem.remedy.startswith(remedy)


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(tmp_path):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(Unreadable):
        read(tmp_path, bomb)


def test_thousands_of_open_brackets(tmp_path):
    with pytest.raises(Unreadable):
        read(tmp_path, "a: " + "[" * 100_000)
    with pytest.raises(Unreadable):
        read(tmp_path, "- " * 100_000)


def test_duplicate_keys_are_all_told(tmp_path):
    _, problems = read(tmp_path, "a: {x: 1, x: 2}\nb: 1\na: 3\n")
    assert [(problem.line, problem.what) for problem in problems] == [
        (1, "`x` stands here and in line 1"),
        (3, "`a` stands here and in line 1"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path):
    sheet, problems = read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: x\r\n")
    assert (plain(sheet), problems) == ({"a": 1, "b": {"c": "x"}}, [])


def test_places(tmp_path):
    sheet, _ = read(tmp_path, "a: 1\nb:\n  c:\n    - x\n    - y\n  d: z\n")
    assert sheet.where("b", "c", 1).line == 5
    assert sheet.where("b", "d").line == 6
    assert sheet.where("b", "nothing", "there").line == 2


def test_a_folder_instead_of_a_file(tmp_path):
    (tmp_path / "x.yaml").mkdir()
    with pytest.raises(Unreadable):
        read_sheet(tmp_path / "x.yaml", "x.yaml")
