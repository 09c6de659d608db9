"""Anybody may check a certificate."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.mark.parametrize("code", ["AAAABBBBCCCCDDDDEEEEFFFFGG", "x", "1' or '1'='1", "ÄÖÜ"])
def test_an_unknown_code_is_not_valid(client, huating, words, code):
    assert "Not valid" in words(client.post("/verify/", {"code": code}, follow=True))


def test_nothing_entered_is_said(client, huating, words):
    answer = client.post("/verify/", {"code": ""})
    assert answer.status_code == 422
    assert "Enter the code, or choose the file." in words(answer)


def test_a_file_that_is_no_certificate_is_not_valid(client, huating, words):
    answer = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 nonsense")})
    assert "Not valid" in words(answer)


def test_an_answer_is_kept_by_nobody(client, huating):
    answer = client.get("/verify/AAAABBBBCCCCDDDDEEEEFFFFGG/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
