"""The posting rules P0 to P10: each remittance claim with exactly the entry it must make."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

import pytest

from rules.denials import parse_adjustment_classes, parse_denial_routes
from rules.ledger import Account, Leg, total
from rules.posting import judge_claim
from rules.posting_book import INCLUDES_EARLIER_PAYER, Habit, PostingRules
from rules.posting_verdicts import Next, Verdict
from rules.remittances import PaidClaim, PaidLine, Posting, Reduction, Standing
from rules.tasks import TaskKind

US, NEXT = UUID(int=1), UUID(int=2)  # the payer of the remittance, the one after it
L1, L2, L3 = UUID(int=11), UUID(int=12), UUID(int=13)
LINES = {"L1": L1, "L2": L2, "L3": L3}
CASH, CONTRACTUAL, PATIENT = Account.CASH, Account.CONTRACTUAL, Account.PATIENT
UNAPPLIED, INTEREST = Account.UNAPPLIED, Account.INTEREST
TODAY = date(2026, 11, 23)


def table(name: str) -> str:
    return files("rules").joinpath("data", name).read_text(encoding="utf-8")


RULES = PostingRules(
    parse_adjustment_classes(table("adjustment_classes.csv")), parse_denial_routes(table("denial_routes.csv"))
)
BOOK = RULES.book(TODAY)
Entry = dict[str, Decimal]


def reductions(*texts: str) -> tuple[Reduction, ...]:
    """ "CO45 85": group, reason, amount."""
    pairs = [text.split() for text in texts]
    return tuple(Reduction(code[:2], code[2:], Decimal(amount)) for code, amount in pairs)


def line(text: str, *taken: str, remarks: str = "") -> PaidLine:
    """ "L1 200 90": our line, charge, paid."""
    name, charge, paid = text.split()
    return PaidLine(
        LINES.get(name), Decimal(charge), Decimal(paid), 20, reductions(*taken), tuple(remarks.split())
    )


def claim(text: str, *lines: PaidLine, taken: tuple[str, ...] = (), problem: str = "") -> PaidClaim:
    """ "1 200 90": status, charge, paid."""
    status, charge, paid = text.split()
    return PaidClaim(status, Decimal(charge), Decimal(paid), 19, lines, reductions(*taken), (), problem)


def owes(**lines: str | int) -> Standing:
    """What this payer owes by line."""
    return Standing(US, {LINES[name]: Decimal(amount) for name, amount in lines.items()})


def entry(verdict: Verdict) -> Entry:
    """The legs by account; insurance by line, the next payer's apart."""
    assert total(verdict.legs) == 0
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for leg in verdict.legs:
        sums[_place(leg)] += leg.amount
    return {place: amount for place, amount in sums.items() if amount}


def _place(leg: Leg) -> str:
    if leg.account is not Account.INSURANCE:
        return leg.account.value
    name = next((name for name, line_id in LINES.items() if line_id == leg.line_id), "claim")
    return f"next {name}" if leg.payer_id == NEXT else name


def expected(**amounts: str | int) -> Entry:
    return {place.replace("_", " "): Decimal(amount) for place, amount in amounts.items()}


A1 = claim("1 200 90", line("L1 200 90", "CO45 85", "PR3 25"))
A1_REVERSED = claim("22 -200 -90", line("L1 -200 -90", "CO45 -85", "PR3 -25"))
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
C2 = claim("1 200 0", line("L1 200 0", "CO16 200", remarks="M51 N56"))
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


def with_next_payer(standing: Standing, **more: Decimal) -> Standing:
    return Standing(
        standing.payer_id,
        standing.owed,
        has_next_payer=True,
        next_payer_id=NEXT,
        patient=more.get("patient", Decimal(0)),
    )


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


def test_a_duplicate_of_a_paid_claim_needs_nobody() -> None:
    again = claim("1 200 0", line("L1 200 0", "CO18 200"))
    verdict = judge_claim(again, Standing(US, {L1: Decimal(0)}, was_paid=True), BOOK)
    assert (verdict.posting, verdict.legs, verdict.asks, verdict.next) == (
        Posting.NOTED,
        (),
        (),
        Next.NOTHING,
    )


def test_what_stays_open_without_a_reason_is_an_underpayment() -> None:
    less = claim("1 150 90", line("L1 150 90", "CO45 60"))
    verdict = judge_claim(less, owes(L1=200), BOOK)
    assert (verdict.next, verdict.owed) == (Next.UNDERPAID, Decimal(50))
    assert [ask.kind for ask in verdict.asks] == [TaskKind.WORK_UNDERPAYMENT]
