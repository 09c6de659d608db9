"""Letters as they really come: what is read from them, and by whom they were written."""

import time
from email.message import EmailMessage

import pytest

from onecity.contact.incoming import LONGEST, Unreadable, key_of, read_letter
from onecity.contact.quoting import own_words
from onecity.contact.without_markup import without_markup

OWN = frozenset({"city@huating.example"})


def letter(text="The lamp in Willow Lane is dark.", **headers):
    """A plain letter; headers by their names with underscores."""
    message = EmailMessage()
    given = {"From": "Li Na <li.na@mail.example>", "Subject": "Lamp", "Message-ID": "<1@mail.example>"}
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message


def read(message):
    return read_letter(message if isinstance(message, bytes) else message.as_bytes(), OWN)


def test_a_plain_letter():
    found = read(letter())
    assert (found.sender, found.name) == ("li.na@mail.example", "Li Na")
    assert found.words == "Lamp\n\nThe lamp in Willow Lane is dark."
    assert (found.robot, found.wants_answer, found.number) == ("", True, "")


def test_html_alone_is_made_plain():
    message = letter()
    message.set_content("<p>The <b>lamp</b><br>is dark &amp; cold</p><script>alert(1)</script>", subtype="html")
    assert read(message).words == "Lamp\n\nThe lamp\nis dark & cold"


def test_plain_text_is_preferred_to_html():
    message = letter("Plain words.")
    message.add_alternative("<p>Marked words.</p>", subtype="html")
    assert read(message).words == "Lamp\n\nPlain words."


def test_chinese_in_the_encodings_in_use():
    raw = b"From: =?gb18030?B?wO7EyA==?= <li@mail.example>\r\nSubject: =?utf-8?B?6Lev54Gv?=\r\n"
    body = "路灯坏了".encode("gb18030")
    found = read(raw + b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body)
    assert (found.name, found.words) == ("李娜", "路灯\n\n路灯坏了")


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", ""])
def test_a_wrong_charset_loses_nothing(charset):
    kind = f"Content-Type: text/plain; charset={charset}\r\n".encode() if charset else b""
    assert "路灯坏了" in read(b"From: a@b.example\r\n" + kind + b"\r\n" + "路灯坏了".encode("gb18030")).words


def test_a_photo_and_a_document_are_files():
    message = letter()
    message.add_attachment(b"\xff\xd8photo", maintype="image", subtype="jpeg", filename="lamp.jpg")
    message.add_attachment(b"words", maintype="text", subtype="plain", filename="notes.txt")
    assert read(message).files == (b"\xff\xd8photo", b"words")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("It is dark.\n\nOn Mon, 3 Mar 2026 at 10:00, City <c@x.example> wrote:\n> We have it.", "It is dark."),
        ("It is dark.\n\nOn Mon, 3 Mar 2026 at 10:00, City of Huating\n<c@x.example> wrote:\n> old", "It is dark."),
        ("还是不亮\n\n在 2026年3月1日 10:00，市民热线 <c@x.example> 写道：\n旧信", "还是不亮"),
        ("还是不亮\n------------------ 原始邮件 ------------------\n发件人: x", "还是不亮"),
        ("It is dark.\n-----Original Message-----\nFrom: x", "It is dark."),
        ("It is dark.\n\nFrom: City\nSent: Monday\nTo: me\n\nold", "It is dark."),
        ("It is dark.\n-- \nLi Na, Willow Lane", "It is dark."),
        ("> old\nNo, it is not.\n> older", "No, it is not."),
        ("On Monday the lamp went dark.", "On Monday the lamp went dark."),
        ("From: here to the bridge it is dark.", "From: here to the bridge it is dark."),
    ],
)
def test_only_what_she_wrote_herself(text, own):
    assert own_words(text) == own


def test_a_letter_that_is_only_passed_on_is_kept_whole():
    assert "passed on" in own_words("-----Original Message-----\nFrom: a\n\nThis was passed on.")


def test_the_letter_quoted_in_html_is_left_out():
    message = letter()
    message.set_content('<div>Still dark</div><blockquote type="cite"><p>We have it.</p></blockquote>', subtype="html")
    assert read(message).words == "Lamp\n\nStill dark"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=y"}, {"Precedence": "bulk"},
        {"List_Id": "<news.example>"}, {"X_Autoreply": "yes"}, {"X_Loop": "x"}, {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@mail.example"}, {"From": "postmaster@mail.example"}, {"From": "City <City@Huating.example>"},
    ],
)  # fmt: skip
def test_what_a_machine_wrote(headers):
    assert read(letter(**headers)).robot


def test_a_bounce():
    raw = (
        letter()
        .as_bytes()
        .replace(b'Content-Type: text/plain; charset="utf-8"', b"Content-Type: multipart/report; boundary=x")
    )
    assert read(raw).robot == "bounce"


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "no"}, {"Return_Path": "<li.na@mail.example>"}, {"Precedence": "normal"}]
)
def test_what_somebody_wrote(headers):
    assert read(letter(**headers)).robot == ""


@pytest.mark.parametrize(
    "headers", [{"From": "noreply@shop.example"}, {"X_Auto_Response_Suppress": "All"}, {"From": None}]
)
def test_what_is_taken_in_but_not_answered(headers):
    found = read(letter(**headers))
    assert (found.robot, found.wants_answer) == ("", False)


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@b@c", "x" * 300 + "@b.example", "=?utf-8?q?=00?=", "<script>@x.example"]
)
def test_an_address_that_nobody_could_write_to_is_none(sender):
    raw = f"From: {sender}\r\nSubject: Lamp\r\n\r\nIt is dark.".encode()
    assert read(raw).sender == ""


def test_the_number_in_the_subject():
    from onecity.common.ids import new_number

    number = new_number("HT")
    assert read(letter(Subject=f"Re: An answer to your report {number.lower()}")).number == number
    assert read(letter(Subject="HT-0000-0000-1")).number == ""


def test_a_very_long_letter_is_cut():
    words = read(letter("dark " * 5000)).words
    assert len(words) <= LONGEST + 5
    assert words.endswith("[…]")


def test_the_same_letter_by_another_way_is_the_same():
    raw = letter().as_bytes()
    other = b"Received: from elsewhere\r\n" + raw.replace(b"\n", b"\r\n")
    assert key_of(raw) == key_of(other)
    assert key_of(raw) != key_of(letter("Something else, by a careless program.").as_bytes())


def nested(depth):
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\r\n" + head + b"Content-Type: text/plain\r\n\r\nx\r\n"


HOSTILE = {
    "nothing": b"",
    "no headers": b"\r\n\r\nwords",
    "binary": bytes(range(256)) * 50,
    "broken base64": b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    "broken encoded word": b"From: =?utf-8?B?////?= <a@b.example>\r\nSubject: =?x?q?=ZZ?= =?utf-8?B?/?=\r\n\r\nx",
    "endless subject": b"From: a@b.example\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nx",
    "many headers": b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\nx",
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 20_000,
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\n--x",
    "many quotes": b"From: a@b.example\r\n\r\n" + b"> x\n" * 100_000,
    "on and on": b"From: a@b.example\r\n\r\n" + b"On " * 100_000,
    "markup bomb": b"Content-Type: text/html\r\n\r\n" + b"<div><!--" * 100_000,
    "entities": b'Content-Type: text/html\r\n\r\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    + b"&b;" * 50_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_letters_are_read_or_refused_soon(raw):
    began = time.perf_counter()
    try:
        found = read(raw)
        assert "\x00" not in found.words
        assert len(found.words) <= LONGEST + 5
    except Unreadable:
        pass
    assert len(key_of(raw)) == 64
    assert time.perf_counter() - began < 2


def test_a_letter_nested_past_reading_is_refused_or_read():
    with pytest.raises(Unreadable):
        read(nested(3000))


def test_markup_never_comes_through():
    assert "<" not in without_markup("<p onclick=x>a</p><img src=x onerror=y><a href=javascript:z>b</a>")
