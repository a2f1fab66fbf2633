"""Edits on who bills, who rendered and who referred."""

import re
from collections.abc import Iterable
from datetime import date

from rules.claim_facts import ClaimFacts
from rules.edits import Place, edit, once, within

TAXONOMY = re.compile(r"[0-9A-Z]{10}")
PO_BOX = re.compile(r"\b(p\.?\s*o\.?\s*box|post\s+office\s+box|lock\s*box)\b", re.IGNORECASE)
NM109, N3, N4 = "005010X222A1, 2010AA NM109", "005010X222A1, 2010AA N3", "005010X222A1, 2010AA N4"
ENROLLED = "As the payer's enrollment record has it."


def npi_is_valid(npi: str) -> bool:
    """Ten digits whose last one checks the others. Source: CMS NPI check digit (Luhn over 80840 + NPI)."""
    if not re.fullmatch(r"[12]\d{9}", npi):
        return False
    digits = [int(each) for each in reversed("80840" + npi)]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


@edit("PV-01", "billing", "The billing NPI is missing.", ENROLLED, NM109)
def no_billing_npi(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.billing.npi)


@edit(
    "PV-02", "npi", "An NPI fails its check digit.", "Look the number up and mend it.", "CMS NPI check digit"
)
def wrong_npi(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(each.npi and not npi_is_valid(each.npi) for each in claim.providers))


@edit("PV-03", "tax_id", "The tax id is missing.", ENROLLED, "005010X222A1, 2010AA REF*EI")
def no_tax_id(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.billing.tax_id)


@edit("PV-04", "tax_id", "The tax id has not nine digits.", ENROLLED, "005010X222A1, 2010AA REF*EI")
def misshapen_tax_id(claim: ClaimFacts, today: date) -> Iterable[Place]:
    digits = claim.billing.tax_id.replace("-", "")
    return once(digits and not re.fullmatch(r"\d{9}", digits))


@edit("PV-05", "billing_address", "The billing address is incomplete.", ENROLLED, N3)
def no_billing_address(claim: ClaimFacts, today: date) -> Iterable[Place]:
    address = claim.billing.address
    return once(not (address and address.line and address.city and re.fullmatch(r"[A-Z]{2}", address.state)))


@edit(
    "PV-06",
    "billing_address",
    "The billing address is a post box.",
    "Street here; the box goes to pay-to.",
    N3,
)
def post_box(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.billing.address and PO_BOX.search(claim.billing.address.line))


@edit("PV-07", "billing_address", "The billing ZIP code has not nine digits.", "Look up the last four.", N4)
def short_zip(claim: ClaimFacts, today: date) -> Iterable[Place]:
    address = claim.billing.address
    return once(address and not re.fullmatch(r"\d{5}-?\d{4}", address.zip))


@edit("PV-08", "taxonomy", "A taxonomy code has the wrong form.", ENROLLED, "NUCC code set, form only")
def misshapen_taxonomy(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(each.taxonomy and not TAXONOMY.fullmatch(each.taxonomy) for each in claim.providers))


@edit(
    "PV-09",
    "referring",
    "The referring provider is missing.",
    "Name who referred or ordered, with the NPI.",
    "the payer's card; 42 CFR 424.507 for Medicare",
)
def no_referring_provider(claim: ClaimFacts, today: date) -> Iterable[Place]:
    ordered = any(within(line.procedure, claim.payer.referring_ranges) for line in claim.lines)
    return once((claim.payer.needs_referring or ordered) and not claim.referring)


@edit("PV-10", "npi", "A provider is named without an NPI.", "Add the NPI.", "45 CFR 162.410")
def no_npi(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(not each.npi for each in claim.providers[1:]))
