import pytest
from django.utils.translation import override

from onecity.notices.models import AgencyAlert, Notice
from onecity.notices.words import TO_AGENCY, TO_RESIDENT, alert_in_words, render

FACTS = {
    "number": "HT-1234-5678-9", "title": {"en": "A card", "zh": "卡"}, "promised_on": "2026-12-03",
    "answer_by": "2026-12-03", "due_on": "2026-12-03", "stars": 1,
}  # fmt: skip


@pytest.mark.parametrize("kind", TO_RESIDENT)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_is_whole_sentences_in_both_languages(kind, language):
    title, body = render(Notice(kind=kind, facts=FACTS), language)
    assert title
    assert body.endswith((".", "。"))
    assert "%(" not in title + body


@pytest.mark.parametrize("kind", TO_AGENCY)
def test_every_alert_is_a_sentence(kind):
    with override("en"):
        assert alert_in_words(AgencyAlert(kind=kind, facts=FACTS)).endswith(".")


def test_missing_facts_leave_no_gap_marks():
    title, body = render(Notice(kind="case-received", facts={}), "en")
    assert "%(" not in title + body


def test_a_kind_of_a_later_release_is_still_a_notice():
    assert render(Notice(kind="surprise", facts={}), "en")[0] == "News from the city"


def test_dates_are_written_out():
    notice = Notice(kind="case-received", facts=FACTS)
    assert "Thursday 3 December 2026" in render(notice, "en")[1]
    assert "2026年12月3日" in render(notice, "zh-hans")[1]
