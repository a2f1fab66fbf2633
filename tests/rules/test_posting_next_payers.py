"""The patient's share goes on to the next payer where there is one."""

from decimal import Decimal

from rules.posting import judge_claim
from rules.posting_verdicts import Next
from rules.tasks import TaskKind
from tests.rules.posting import A1, A1_REVERSED, BOOK, claim, entry, expected, line, owes, with_next_payer


def test_the_patients_share_goes_to_the_next_payer_where_there_is_one() -> None:
    verdict = judge_claim(A1, with_next_payer(owes(L1=200)), BOOK)
    assert entry(verdict) == expected(cash=90, contractual=85, L1=-200, next_L1=25)
    assert (verdict.next, verdict.owed) == (Next.NEXT_PAYER, Decimal(25))
    assert [ask.kind for ask in verdict.asks] == [TaskKind.SEND_INFORMATION]


def test_a_claim_the_payer_forwarded_waits_for_the_next_one_without_a_task() -> None:
    forwarded = claim("19 200 90", line("L1 200 90", "CO45 85", "PR3 25"))
    verdict = judge_claim(forwarded, with_next_payer(owes(L1=200)), BOOK)
    assert (verdict.next, verdict.asks) == (Next.FORWARDED, ())


def test_a_share_that_had_gone_to_the_patient_is_taken_back_from_the_patient() -> None:
    verdict = judge_claim(A1_REVERSED, with_next_payer(owes(L1=0), patient=Decimal(25)), BOOK)
    assert entry(verdict) == expected(cash=-90, contractual=-85, patient=-25, L1=200)
