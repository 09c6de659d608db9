"""What a certificate says."""

from datetime import date

import pytest

from onecity.catalogue.definition import Field
from onecity.certificates import wording
from onecity.certificates.wording import Said, digest_of
from onecity.city.definition import CertificateKind
from onecity.common.text import Text

PURPOSE = Field(
    code="purpose", title=Text(en="Purpose", zh="用途"), schema={}, choices={"school": Text(en="School", zh="入学")}
)
BORN = Field(code="born", title=Text(en="Born", zh="出生"), schema={"type": "string", "format": "date"})
NAME = Field(code="name", title=Text(en="Name", zh="姓名"), schema={"type": "string"})
FIELDS = {"purpose": PURPOSE, "born": BORN, "name": NAME}


@pytest.mark.parametrize(
    ("field", "answer", "en", "zh"),
    [
        (PURPOSE, "school", "School", "入学"),
        (BORN, "1990-03-05", "5 March 1990", "1990年3月5日"),
        (BORN, "soon", "soon", "soon"),
        (NAME, "林晓梅", "林晓梅", "林晓梅"),
        (NAME, True, "yes", "是"),
        (NAME, False, "no", "否"),
        (NAME, 12, "12", "12"),
    ],
)
def test_an_answer_is_printed_in_words(field, answer, en, zh):
    assert wording.shown(field, answer) == {"en": en, "zh": zh}


def test_words_are_filled_in_and_nothing_else():
    text = Text(en="{name} was born on {born}. {nothing}{Name} {name!r} {0}", zh="{name}，{born}出生。")
    words = wording.shown_answers(FIELDS, {"name": "{born}", "born": "1990-03-05"})
    assert wording.fill(text, words) == {
        "en": "{born} was born on 5 March 1990. {Name} {name!r} {0}",
        "zh": "{born}，1990年3月5日出生。",
    }


def test_only_the_facts_that_the_kind_shows_are_printed_in_its_order():
    kind = CertificateKind(code="k", title=Text(), text=Text(), show=("born", "name", "purpose", "unknown"))
    facts = wording.facts_of(kind, FIELDS, {"name": "A", "born": "1990-03-05", "purpose": "", "secret": "x"})
    assert [(str(fact.label["en"]), fact.value["en"]) for fact in facts] == [("Born", "5 March 1990"), ("Name", "A")]


def test_the_digest_depends_on_the_key_the_code_and_every_word():
    said = {
        "title": Text(en="A"), "text": Text(en="B"), "facts": (), "holder": "C", "agency": Text(en="D"),
        "city": Text(en="E"), "city_code": "e", "service": Text(en="F"), "case_number": "1",
        "issued_on": date(2026, 1, 1),
    }  # fmt: skip
    digests = {
        digest_of(b"k", "code", Said(**said)),
        digest_of(b"k2", "code", Said(**said)),
        digest_of(b"k", "code2", Said(**said)),
        digest_of(b"k", "code", Said(**said, valid_until=date(2027, 1, 1))),
        *(digest_of(b"k", "code", Said(**said | {name: Text(en="x") if isinstance(value, Text) else "x"}))
          for name, value in said.items() if isinstance(value, str)),
    }  # fmt: skip
    assert len(digests) == 4 + sum(isinstance(value, str) for value in said.values())
