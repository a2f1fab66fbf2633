"""Whose claim a payment means: by our number, the payer's, or member, days and charge; never by a guess."""

from decimal import Decimal

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim
from models.remittances import Posting
from rules.claims import Stage
from tests.factories_money import SEEN_ON, one_claim
from tests.factories_remittances import (
    A1,
    A1_REVERSED,
    accounts,
    claim_named,
    era,
    post_file,
    states,
)

POSTED = Posting.POSTED
PATIENT = "NM1*QC*1*DOE*JANE****MI*MEMBER1"


async def test_a_claim_is_found_by_the_payers_number_and_by_member_days_and_charge(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        claim.payer_claim_number = "ICN1"
    renamed = ("CLP*a-1*1*200*90*25*12*ICN1*11*1", *A1[1:])
    await post_file(office, era("90", renamed))
    assert (await claim_named(office, "A1")).stage is Stage.PATIENT
    reversed_elsewhere = ("CLP*0*22*-200*-90*-25*12*X*11*1", PATIENT,
                          *A1_REVERSED[1:], f"DTM*472*{SEEN_ON:%Y%m%d}")  # fmt: skip
    await post_file(office, era("0", reversed_elsewhere, trace="T2", plb="FB:T2*-90"), "reversal")
    assert (await claim_named(office, "A1")).open_amount == Decimal(200)


async def test_nine_patients_under_one_number_are_nine_claims(office: Office) -> None:
    await one_claim(office)
    same = [
        ("CLP*A1*1*50*10*0*12*ICN*11*1", f"NM1*QC*1*ROE*P{at}****MI*OTHER{at}", "CAS*CO*45*40")
        for at in range(8)
    ]
    await post_file(office, era("100", *same, same[0], same[0]))
    (payment,) = await states(office)
    assert payment == (POSTED, [Posting.UNMATCHED] * 10)
    assert (await accounts(office))["unapplied"] == Decimal(-100)


async def test_a_claim_is_found_by_the_number_of_an_earlier_remittance_of_it(office: Office) -> None:
    billed = await one_claim(office)
    await post_file(office, era("90", A1))
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        claim.payer_claim_number = "ICN-OF-TODAY"
    renamed = (A1_REVERSED[0].replace("*A1*", "*0*"), *A1_REVERSED[1:])
    await post_file(office, era("0", renamed, trace="T2", plb="FB:T2*-90"), "reversal")
    assert (await claim_named(office, "A1")).open_amount == Decimal(200)


async def test_a_claim_without_any_number_of_the_payer_is_found_by_its_member(office: Office) -> None:
    await one_claim(office)
    unnumbered = ("CLP*0*1*200*90*25*12**11*1", PATIENT, *A1[1:], f"DTM*472*{SEEN_ON:%Y%m%d}")
    await post_file(office, era("90", unnumbered))
    assert (await claim_named(office, "A1")).stage is Stage.PATIENT
