"""Templates: what they may ask for, and how they are filled."""

import pytest

from rules.errors import Refusal
from rules.note_templates import Place, check_template, fill


def test_known_places_are_filled_and_unknown_facts_become_a_line() -> None:
    body = "{claim} at {payer}, {open} open {odd}"
    assert fill(body, {Place.CLAIM: "C-1", Place.OPEN: "$5.00"}) == "C-1 at ____, $5.00 open {odd}"


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [("", "x", "needs a name"), ("x", "", "needs a name"), ("x", "For {patient}", "cannot be filled")],
)
def test_a_template_without_name_or_text_or_with_a_patient_is_refused(name: str, body: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        check_template(name, body)


def test_a_good_template_passes() -> None:
    check_template("Status", "Called {payer} on {today}")
