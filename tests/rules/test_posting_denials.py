"""What is denied makes no entry: it waits with its reason and one task."""

from decimal import Decimal

import pytest

from rules.posting import judge_claim
from rules.posting_verdicts import Next
from rules.remittances import PaidClaim, Posting, Standing
from rules.tasks import TaskKind
from tests.rules.posting import BOOK, L1, L3, US, claim, entry, expected, line, owes

C2 = claim("1 200 0", line("L1 200 0", "CO16 200", remarks="M51 N56"))
STATUS_4 = claim("4 200 0", line("L1 200 0", "CO45 85", "PR31 115"))
PATIENTS_GROUP = claim("1 200 0", line("L1 200 0", "PR27 200"))
WHOLE_CHARGE = claim("1 200 0", line("L1 200 0", "CO45 200"))
NOTED = [
    ("a denial under status 1", C2, ["CO-16"], "coding"),
    ("status 4", STATUS_4, ["CO-45", "PR-31"], "eligibility"),
    ("the patient's group with a denial reason", PATIENTS_GROUP, ["PR-27"], "eligibility"),
    ("a rate that takes the whole charge", WHOLE_CHARGE, ["CO-45"], "contractual"),
]


@pytest.mark.parametrize(
    ("paid", "codes", "category"), [row[1:] for row in NOTED], ids=[row[0] for row in NOTED]
)
def test_a_denial_makes_no_entry_and_one_task(paid: PaidClaim, codes: list[str], category: str) -> None:
    verdict = judge_claim(paid, owes(L1=200), BOOK)
    assert (verdict.posting, verdict.legs, verdict.next) == (Posting.NOTED, (), Next.DENIED)
    (ask,) = verdict.asks
    assert (ask.kind, ask.money) == (TaskKind.WORK_DENIAL, Decimal(200))
    assert (ask.detail["codes"], ask.detail["category"]) == (codes, category)


def test_a_denial_keeps_every_remark() -> None:
    verdict = judge_claim(C2, owes(L1=200), BOOK)
    assert verdict.reason == "Denied: CO-16 (M51, N56)."
    assert verdict.asks[0].detail["remarks"] == ["M51", "N56"]


def test_of_five_lines_the_denied_one_waits_and_the_others_post() -> None:
    names = ["L1", "L2", "L3"]
    paid = [line(f"{name} 100 60", "CO45 40") for name in names[:2]]
    verdict = judge_claim(
        claim("1 300 120", *paid, line("L3 100 0", "CO16 100")), owes(L1=100, L2=100, L3=100), BOOK
    )
    assert entry(verdict) == expected(cash=120, contractual=80, L1=-100, L2=-100)
    assert (verdict.next, verdict.owed) == (Next.DENIED, Decimal(100))
    assert verdict.asks[0].detail["lines"] == [str(L3)]


@pytest.mark.parametrize("status", ["25", "23"])
def test_a_forecast_and_a_claim_passed_on_never_post(status: str) -> None:
    verdict = judge_claim(claim(f"{status} 200 0", taken=("OA101 200",)), owes(L1=200), BOOK)
    assert (verdict.posting, verdict.legs, verdict.asks) == (Posting.NOTED, (), ())


def test_a_bundled_line_without_its_partner_is_denied() -> None:
    alone = claim("1 206 0", line("L2 206 0", "CO97 206"))
    verdict = judge_claim(alone, owes(L2=206), BOOK)
    assert (verdict.legs, verdict.next) == ((), Next.DENIED)


def test_of_two_bundled_lines_only_the_one_with_a_partner_moves() -> None:
    three = claim(
        "1 400 100",
        line("L1 100 100", "OA94 -50", "CO45 50"),
        line("L2 50 0", "CO97 50"),
        line("L3 250 0", "CO97 250"),
    )
    verdict = judge_claim(three, owes(L1=100, L2=50, L3=250), BOOK)
    assert entry(verdict) == expected(cash=100, contractual=50, L1=-100, L2=-50)
    assert [denial.line_id for denial in verdict.denials] == [L3]


def test_a_duplicate_of_a_paid_claim_needs_nobody() -> None:
    again = claim("1 200 0", line("L1 200 0", "CO18 200"))
    verdict = judge_claim(again, Standing(US, {L1: Decimal(0)}, was_paid=True), BOOK)
    assert (verdict.posting, verdict.legs, verdict.asks, verdict.next) == (
        Posting.NOTED,
        (),
        (),
        Next.NOTHING,
    )


def test_a_payment_above_the_charge_whose_partner_is_not_there_stays_and_the_others_move() -> None:
    paid = claim(
        "1 300 150",
        line("L1 100 150", "OA94 -50"),
        line("L2 100 0", "CO97 50", "CO45 50"),
        line("L3 100 0", "OA94 -7", "CO45 107"),
    )
    verdict = judge_claim(paid, owes(L1=100, L2=100, L3=100), BOOK)
    assert entry(verdict) == expected(cash=150, contractual=157, L1=-100, L2=-100, L3=-107)
