"""Refusals in words: what people read when a file or a claim comes back."""

import pytest

from rules.rejections import segment_in_words, status_in_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (("A7", "562", "85"), "(A7): an NPI is missing or wrong (562), about the billing provider"),
        (("A3", "164"), "returned as unprocessable (A3): the member id is missing or wrong (164)"),
        (("Z9", "9999", "XX"), "answered (Z9): look the status up (9999), about the party XX"),
    ],
)
def test_a_status_is_told_by_what_and_why_and_about_whom(code: tuple[str, ...], words: str) -> None:
    assert status_in_words(*code).endswith(words)


def test_an_error_is_told_by_its_place() -> None:
    assert segment_in_words("NM1", 17, "8", 9, "1") == "Segment 17, NM109, is required and missing"
    assert segment_in_words("REF", 4, "5") == "Segment 4, REF, is repeated too often"
    assert segment_in_words("REF", 4, "ZZ") == "Segment 4, REF, is in error (ZZ)"
    assert segment_in_words("NM1", 17, "8", 3, "ZZ") == "Segment 17, NM103, is in error (ZZ)"
