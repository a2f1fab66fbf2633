"""By when a claim must be in: a first claim and a replacement each have a limit of their own."""

from datetime import date

import pytest

from activities.filing import filing_deadline
from edi.claims import ProfessionalClaim
from models.payers import Payer
from tests.factories_imports import claim

MEDICARE = Payer(payer_id="MCARE", name="Medicare", plan_kind="medicare", program="Medicare FFS")


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        (claim(), "medicare-professional-initial"),
        (claim(frequency="7", payer_claim_number="ICN1"), "medicare-returned-or-adjusted"),
        (claim(frequency="8", payer_claim_number="ICN1"), "medicare-returned-or-adjusted"),
    ],
)
def test_a_replacement_is_filed_under_the_limit_of_corrected_claims(
    form: ProfessionalClaim, rule: str
) -> None:
    assert filing_deadline(form, MEDICARE, "TX", date(2026, 11, 23)).rule_id == rule
