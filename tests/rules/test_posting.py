"""The posting rules P0 to P10: each remittance claim with exactly the entry it must make."""

from datetime import date
from decimal import Decimal

import pytest

from rules.posting import judge_claim
from rules.posting_book import INCLUDES_EARLIER_PAYER, Habit, PostingRules
from rules.posting_verdicts import Next
from rules.remittances import PaidClaim, Posting, Standing
from rules.tasks import TaskKind
from tests.rules.posting import A1, A1_REVERSED, BOOK, RULES, TODAY, Entry, claim, entry, expected, line, owes

A1_CORRECTED = claim("1 200 65", line("L1 200 65", "CO45 110", "PR3 25"))
B6 = claim(
    "1 496.55 100",
    line("L1 290.55 100", "OA94 -206", "CO45 396.55"),
    line("L2 206 0", "CO97 206"),
)
B7 = claim("1 161 100", line("L1 80.5 80", "CO45 .5"), line("L1 80.5 20", "CO119 60.5"))
C5_FIRST = claim("1 200 90", line("L1 200 90", "CO45 85", "PR3 25"))
C5_SECOND = claim("1 80 60", line("L2 80 60", "CO45 20"))
B8 = claim("2 500 65", line("L1 500 65", "OA23 425", "PR2 10"))
B8_REPEATING = claim("2 500 65", line("L1 500 65", "CO45 435"))
C1 = claim("1 200 0", line("L1 200 0", "CO45 85", "PR1 115"))
C6 = claim("1 200 0", line("L1 200 0", "CO24 190", "PR3 10"))
OFF_BY_A_CENT = claim(
    "1 200 90", line("L1 200 90", "CO45 84.99", "PR3 25"), problem="Segment 20: off by 0.01."
)
C8 = claim("1 100 60", line("L1 100 60", "CO45 40"))
WITHOUT_LINES = claim("1 200 90", taken=("CO45 85", "PR3 25"))
CLAIM_LEVEL = claim("1 200 90", line("L1 200 100", "CO45 100"), taken=("PR3 10",))
POSTED = [
    (
        "P0 a paid line",
        A1,
        owes(L1=200),
        expected(cash=90, contractual=85, patient=25, L1=-200),
        Next.PATIENT,
    ),
    (
        "P1 a reversal",
        A1_REVERSED,
        owes(L1=0),
        expected(cash=-90, contractual=-85, patient=-25, L1=200),
        Next.REVERSED,
    ),
    (
        "P1 its correction",
        A1_CORRECTED,
        owes(L1=200),
        expected(cash=65, contractual=110, patient=25, L1=-200),
        Next.PATIENT,
    ),
    (
        "P1 the correction before its reversal",
        A1_CORRECTED,
        owes(L1=0),
        expected(cash=65, contractual=110, patient=25, L1=-200),
        Next.OVERPAID,
    ),
    (
        "P5 bundled lines",
        B6,
        owes(L1="290.55", L2=206),
        expected(cash=100, contractual="396.55", L1="-290.55", L2=-206),
        Next.PAID,
    ),
    (
        "P6 a line paid in two parts",
        B7,
        owes(L1=161),
        expected(cash=100, contractual=".5", L1="-100.5"),
        Next.DENIED,
    ),
    (
        "P6 the first half of a split claim",
        C5_FIRST,
        owes(L1=200, L2=80),
        expected(cash=90, contractual=85, patient=25, L1=-200),
        Next.PENDING,
    ),
    (
        "P6 the second half",
        C5_SECOND,
        owes(L2=80),
        expected(cash=60, contractual=20, L2=-80),
        Next.PAID,
    ),
    ("P7 a second payer", B8, owes(L1=75), expected(cash=65, patient=10, L1=-75), Next.PATIENT),
    (
        "P8 all to the deductible",
        C1,
        owes(L1=200),
        expected(contractual=85, patient=115, L1=-200),
        Next.PATIENT,
    ),
    ("P10 capitation", C6, owes(L1=200), expected(contractual=190, patient=10, L1=-200), Next.PATIENT),
    ("P10 the sound claim beside", C8, owes(L1=100), expected(cash=60, contractual=40, L1=-100), Next.PAID),
    (
        "a claim without lines",
        WITHOUT_LINES,
        owes(L1=200),
        expected(cash=90, contractual=85, patient=25, claim=-200),
        Next.PATIENT,
    ),
    (
        "amounts on the claim and on its line",
        CLAIM_LEVEL,
        owes(L1=200),
        expected(cash=90, contractual=100, patient=10, L1=-200),
        Next.PATIENT,
    ),
]


@pytest.mark.parametrize(
    ("paid", "standing", "legs", "following"), [row[1:] for row in POSTED], ids=[row[0] for row in POSTED]
)
def test_it_posts_exactly_this(paid: PaidClaim, standing: Standing, legs: Entry, following: Next) -> None:
    verdict = judge_claim(paid, standing, BOOK)
    assert verdict.posting is Posting.POSTED
    assert entry(verdict) == legs
    assert verdict.next is following


SUSPENDED = [
    ("P7 the second payer takes more than was left", B8_REPEATING, owes(L1=75), 65),
    ("P10 off by a cent", OFF_BY_A_CENT, owes(L1=200), 90),
    ("a reversal that does not add up", claim("22 -200 -90", problem="Segment 20."), owes(L1=0), -90),
    ("a forecast with money", claim("25 200 10"), owes(L1=200), 10),
    ("a denial with money", claim("4 200 10"), owes(L1=200), 10),
    ("a status nobody knows", claim("17 200 10"), owes(L1=200), 10),
    ("a line we never billed", claim("1 200 90", line("L9 200 90", "CO45 110")), owes(L1=200), 90),
]


@pytest.mark.parametrize(
    ("paid", "standing", "amount"), [row[1:] for row in SUSPENDED], ids=[row[0] for row in SUSPENDED]
)
def test_it_is_suspended_with_its_money(paid: PaidClaim, standing: Standing, amount: int) -> None:
    verdict = judge_claim(paid, standing, BOOK)
    assert verdict.posting is Posting.SUSPENDED
    assert entry(verdict) == expected(cash=amount, unapplied=-amount)
    assert [ask.kind for ask in verdict.asks] == [TaskKind.SUSPENDED_PAYMENT]
    assert verdict.next is Next.NOTHING


def test_a_payer_known_to_repeat_the_earlier_cut_posts_only_its_own_part() -> None:
    habit = Habit("MEDICAID1", INCLUDES_EARLIER_PAYER, date(2026, 1, 1), None, "provider manual", TODAY)
    book = PostingRules(RULES.classes, RULES.routes, (habit,)).book(TODAY, "MEDICAID1")
    verdict = judge_claim(B8_REPEATING, owes(L1=75), book)
    assert entry(verdict) == expected(cash=65, contractual=10, L1=-75)
    assert verdict.next is Next.PAID


@pytest.mark.parametrize("amount", [90, -90])
def test_money_for_a_claim_we_do_not_know_waits_in_unapplied(amount: int) -> None:
    verdict = judge_claim(claim(f"1 200 {amount}"), None, BOOK)
    assert (verdict.posting, entry(verdict)) == (
        Posting.UNMATCHED,
        expected(cash=amount, unapplied=-amount),
    )


def test_an_unknown_claim_without_money_is_a_task_that_may_hide_a_denial() -> None:
    verdict = judge_claim(claim("1 200 0"), None, BOOK)
    assert (verdict.legs, verdict.asks[0].kind) == ((), TaskKind.UNMATCHED_PAYMENT)
    assert "hide a denial" in verdict.asks[0].ask


def test_payment_above_the_charge_without_a_bundle_leaves_a_credit() -> None:
    verdict = judge_claim(claim("2 541 34", line("L1 541 34", "OA23 516", "OA94 -9")), owes(L1=25), BOOK)
    assert entry(verdict) == expected(cash=34, L1=-34)
    assert (verdict.next, verdict.owed) == (Next.OVERPAID, Decimal(-9))


def test_interest_inside_a_claim_goes_to_interest() -> None:
    verdict = judge_claim(claim("1 200 91", line("L1 200 91", "CO45 110", "OA225 -1")), owes(L1=200), BOOK)
    assert entry(verdict) == expected(cash=91, contractual=110, interest=-1, L1=-200)


def test_a_reason_nobody_classed_writes_nothing_off() -> None:
    verdict = judge_claim(claim("1 200 90", line("L1 200 90", "CO45 85", "CO999 25")), owes(L1=200), BOOK)
    assert entry(verdict) == expected(cash=90, contractual=85, L1=-175)
    assert (verdict.next, verdict.owed) == (Next.UNMAPPED, Decimal(25))
    assert [(ask.kind, ask.name, ask.money) for ask in verdict.asks] == [
        (TaskKind.MAP_CODE, "CO-999", Decimal(25))
    ]


def test_what_stays_open_without_a_reason_is_an_underpayment() -> None:
    less = claim("1 150 90", line("L1 150 90", "CO45 60"))
    verdict = judge_claim(less, owes(L1=200), BOOK)
    assert (verdict.next, verdict.owed) == (Next.UNDERPAID, Decimal(50))
    assert [ask.kind for ask in verdict.asks] == [TaskKind.WORK_UNDERPAYMENT]
