"""Everything that a person reads can be read in Chinese."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import messages


def test_every_sentence_has_a_chinese_translation():
    missing = sorted(messages.sentences() - messages.translated("zh_Hans"))
    assert missing == []


def test_the_search_for_sentences_finds_them():
    found = messages.sentences()
    assert "There is no such case." in found
    assert "Choose a task" in found
