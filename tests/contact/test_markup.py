"""Articles on a page."""

from onecity.contact.markup import as_html


def test_lists_and_paragraphs_are_drawn():
    assert as_html("One.\n\n- two\n- three") == "<p>One.</p>\n<ul>\n<li>two</li>\n<li>three</li>\n</ul>\n"


def test_markup_of_its_own_is_only_shown():
    shown = as_html("<script>alert(1)</script> [x](javascript:alert(1)) ![y](http://elsewhere/y.png)")
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert "<img" not in shown
