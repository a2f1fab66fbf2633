"""From an 835 to the ledger: posted once, suspended where it does not balance, resumed where it stopped."""

from decimal import Decimal

from activities.transactions import Office
from models.remittances import Posting
from rules.claims import Stage, Turn
from rules.tasks import TaskKind
from tests.factories_money import one_claim
from tests.factories_remittances import A1, accounts, claim_named, era, live_tasks, post_file, states


async def test_a_paid_claim_posts_and_leaves_only_the_patients_share(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1))
    assert await accounts(office) == {
        "cash": Decimal(90),
        "contractual": Decimal(85),
        "patient": Decimal(25),
    }
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.turn, claim.open_amount) == (Stage.PATIENT, Turn.PATIENT, 0)
    assert (claim.payer_claim_number, claim.filing_proof) == ("ICN1", "remittance T1")
    assert claim.reason == "Paid $90.00; the patient owes $25.00."
    assert await live_tasks(office) == []
    assert await states(office) == [(Posting.POSTED, [Posting.POSTED])]


async def test_a_claim_that_we_do_not_know_waits_in_unapplied_with_a_task(office: Office) -> None:
    await one_claim(office, number="B1")
    await post_file(office, era("90", A1))
    assert (await accounts(office))["unapplied"] == Decimal(-90)
    assert [task.kind for task in await live_tasks(office)] == [TaskKind.UNMATCHED_PAYMENT]
