"""A reversal takes back exactly what was posted, in whichever order it comes."""

from decimal import Decimal

from rules.posting import judge_claim
from rules.posting_verdicts import Next
from rules.remittances import Posting, Standing
from rules.tasks import TaskKind
from tests.rules.posting import A1, A1_REVERSED, BOOK, L1, US, owes


def test_a_reversal_that_mirrors_what_was_posted_asks_nobody() -> None:
    first = judge_claim(A1, owes(L1=200), BOOK)
    posted = {(leg.account, leg.line_id): leg.amount for leg in first.legs}
    standing = Standing(US, {L1: Decimal(0)}, patient=Decimal(25), was_paid=True, postings=(posted,))
    verdict = judge_claim(A1_REVERSED, standing, BOOK)
    assert verdict.asks == ()


def test_a_reversal_of_other_amounts_posts_and_is_reviewed() -> None:
    verdict = judge_claim(A1_REVERSED, owes(L1=0), BOOK)
    assert verdict.posting is Posting.POSTED
    assert [ask.kind for ask in verdict.asks] == [TaskKind.REVIEW_REVERSAL]


def test_a_correction_that_came_first_is_settled_by_the_reversal_after_it() -> None:
    standing = Standing(US, {L1: Decimal(-200)}, patient=Decimal(50))
    verdict = judge_claim(A1_REVERSED, standing, BOOK)
    assert (verdict.next, verdict.owed, verdict.patient) == (Next.PATIENT, 0, Decimal(25))
    assert verdict.reason == "Took back $90.00; the patient owes $25.00."
