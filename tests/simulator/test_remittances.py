"""Money: every remittance adds up but where a habit breaks it, and tells each story to its end."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from edi.remittances import RemitClaim
from simulator.habits import UNPAID, Habit
from tests.edi.oracle import complaints
from tests.factories_simulator import MONDAY, Desk, claim, replacement

PAYING = sorted(set(Habit) - UNPAID)
BROKEN = (Habit.MISSES_A_CENT, Habit.MISSES_A_CENT_IN_ALL)
LATER = MONDAY + timedelta(days=60)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(desk: Desk, habit: Habit) -> list[RemitClaim]:
    """What the remittances say of one claim treated so, in time."""
    desk.forced["A1"] = habit
    desk.send(claim("A1"))
    desk.run(MONDAY)
    desk.run(LATER)
    return desk.decisions("A1")


def reasons(decision: RemitClaim) -> list[tuple[str, str, Decimal]]:
    return [(each.group, each.reason, each.amount) for line in decision.lines for each in line.adjustments]


@pytest.mark.parametrize("habit", PAYING)
def test_whatever_a_payer_does_its_money_adds_up_unless_that_is_the_habit(desk: Desk, habit: Habit) -> None:
    told(desk, habit)
    assert desk.remittances()
    for each in desk.remittances():
        sound = all(one.is_sound for one in each.claims)
        assert (each.end.is_balanced, sound) == (
            habit is not Habit.MISSES_A_CENT_IN_ALL,
            habit is not Habit.MISSES_A_CENT,
        )
        assert each.payment.amount >= 0
        assert complaints(desk.data(each.name)) == []


def test_a_usual_payment_names_its_lines_and_leaves_the_copay_to_the_patient(desk: Desk) -> None:
    (paid,) = told(desk, Habit.PAYS)
    assert [(line.control, line.charge, line.paid) for line in paid.lines] == [
        ("L1", Decimal("200"), Decimal("97")),
        ("L2", Decimal("80.5"), Decimal("53.13")),
    ]
    assert reasons(paid) == [
        ("CO", "45", Decimal("68")),
        ("PR", "3", Decimal("35")),
        ("CO", "45", Decimal("27.37")),
    ]
    (remittance,) = desk.remittances()
    assert remittance.payment.payer_id == "SIM06"
    assert (remittance.payment.payee.npi, remittance.payment.payee_tax_id) == ("1234567893", "741234567")
    assert remittance.payment.paid_on == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("habit", "status", "reason", "remarks"),
    [
        (Habit.DENIES_AS_MISSING, "1", "CO-16", ("M51",)),
        (Habit.DENIES_AS_LATE, "4", "CO-29", ()),
        (Habit.DENIES_AS_UNNECESSARY, "4", "CO-50", ("N115",)),
        (Habit.DENIES_UNAUTHORIZED, "4", "CO-197", ()),
        (Habit.DENIES_AS_BUNDLED, "1", "CO-97", ("M15",)),
        (Habit.DENIES_COVERAGE, "4", "PR-27", ()),
        (Habit.DENIES_ODDLY, "4", "CO-237", ()),
    ],
)
def test_a_denial_pays_nothing_and_says_why(
    desk: Desk, habit: Habit, status: str, reason: str, remarks: tuple[str, ...]
) -> None:
    (denied,) = told(desk, habit)
    assert (denied.status, denied.paid) == (status, 0)
    assert {f"{group}-{code}" for group, code, _ in reasons(denied)} == {reason}
    assert {line.remarks for line in denied.lines} == {remarks}


@pytest.mark.parametrize(
    ("habit", "reason"),
    [(Habit.LEAVES_TO_DEDUCTIBLE, "1"), (Habit.TAKES_COINSURANCE, "2"), (Habit.TAKES_COPAY, "3")],
)
def test_a_patients_share_says_its_kind(desk: Desk, habit: Habit, reason: str) -> None:
    (decided,) = told(desk, habit)
    assert decided.status == "1"
    assert decided.patient_responsibility == decided.patient_adjustments > 0
    assert {code for group, code, _ in reasons(decided) if group == "PR"} == {reason}
    assert (decided.paid == 0) is (habit is Habit.LEAVES_TO_DEDUCTIBLE)


def test_one_line_may_be_denied_and_the_others_paid(desk: Desk) -> None:
    (decided,) = told(desk, Habit.DENIES_ONE_LINE)
    assert [line.paid for line in decided.lines] == [0, Decimal("53.13")]


def test_an_underpayment_is_less_than_usual_and_balances(desk: Desk) -> None:
    (decided,) = told(desk, Habit.UNDERPAYS)
    assert decided.paid == Decimal("113.10")


@pytest.mark.parametrize("habit", [Habit.REVERSES_THEN_CORRECTS, Habit.CORRECTS_THEN_REVERSES])
def test_a_reversal_and_its_correction_come_in_two_files_in_either_order(desk: Desk, habit: Habit) -> None:
    first, *changes = told(desk, habit)
    assert len({each.name for each in desk.remittances()}) == 3
    if habit is Habit.CORRECTS_THEN_REVERSES:
        changes.reverse()
    taken, corrected = changes
    assert (taken.status, taken.charge, taken.paid) == ("22", -first.charge, -first.paid)
    assert reasons(taken) == [(group, code, -amount) for group, code, amount in reasons(first)]
    assert corrected.original_payer_claim_number == first.payer_claim_number != corrected.payer_claim_number
    assert 0 < corrected.paid < first.paid


def test_money_put_off_is_taken_from_a_later_payment(desk: Desk) -> None:
    first, taken = told(desk, Habit.TAKES_BACK)
    desk.forced["B1"] = Habit.PAYS
    desk.send(claim("B1", charges=("900",)))
    desk.run(LATER)
    desk.run(LATER + timedelta(days=20))
    rows = [each for one in desk.remittances() for each in one.end.provider_adjustments]
    assert [(each.reason, each.amount) for each in rows] == [("WO", -first.paid), ("WO", first.paid)]
    assert {each.reference for each in rows} == {taken.payer_claim_number}
    assert desk.remittances()[-1].payment.amount == desk.decisions("B1")[0].paid - first.paid


def test_a_balance_is_forwarded_and_used_when_a_payment_can_bear_it(desk: Desk) -> None:
    first, _ = told(desk, Habit.FORWARDS_BALANCE)
    forwarding = desk.remittances()[-1]
    for number, charge in (("B1", "60"), ("B2", "900")):  # the first is too small
        desk.forced[number] = Habit.PAYS
        desk.send(claim(number, charges=(charge,)))
        desk.run(LATER if number == "B1" else LATER + timedelta(days=20))
    desk.run(LATER + timedelta(days=40))
    rows = [
        (each.reason, each.reference, each.amount)
        for one in desk.remittances()
        for each in one.end.provider_adjustments
    ]
    trace = forwarding.payment.trace
    assert (forwarding.payment.amount, forwarding.payment.method) == (0, "NON")
    assert rows == [("FB", trace, -first.paid), ("FB", trace, first.paid)]
    assert [each.end.provider_adjustments for each in desk.remittances()][-2] == ()


def test_interest_stands_outside_the_claim(desk: Desk) -> None:
    (paid,) = told(desk, Habit.PAYS_WITH_INTEREST)
    (remittance,) = desk.remittances()
    (interest,) = remittance.end.provider_adjustments
    assert (interest.reason, interest.amount) == ("L6", Decimal("-2.25"))
    assert remittance.payment.amount == paid.paid + Decimal("2.25")


def test_one_payment_may_be_delivered_twice_under_another_name_and_number(desk: Desk) -> None:
    told(desk, Habit.DELIVERS_TWICE)
    first, again = desk.remittances()
    assert first.payment.interchange.control != again.payment.interchange.control
    assert (first.payment.trace, first.payment.paid_on) == (again.payment.trace, again.payment.paid_on)
    assert [each.raw for each in first.claims] == [each.raw for each in again.claims]


def test_a_claim_nobody_knows_may_stand_beside_ours(desk: Desk) -> None:
    told(desk, Habit.PAYS_A_STRANGER)
    (remittance,) = desk.remittances()
    numbers = [each.patient_control_number for each in remittance.claims]
    assert numbers[0] == "A1" or numbers[1] == "A1"
    assert sum(number.startswith("NOBODYS") for number in numbers) == 1


def test_a_replacement_takes_back_what_was_paid_and_a_void_gives_nothing_anew(desk: Desk) -> None:
    (paid,) = told(desk, Habit.PAYS)
    number = paid.payer_claim_number or ""
    desk.send(replacement(claim("A1"), number))
    desk.run(LATER)
    desk.run(LATER + timedelta(days=20))
    _, taken, corrected = desk.decisions("A1")
    assert (taken.status, corrected.status, corrected.original_payer_claim_number) == ("22", "1", number)
    desk.send(replacement(claim("A1"), number, frequency="8"))
    desk.run(LATER + timedelta(days=20))
    desk.run(LATER + timedelta(days=60))
    assert [each.status for each in desk.decisions("A1")[3:]] == ["22"]


def test_a_replacement_of_a_denied_claim_is_decided_anew(desk: Desk) -> None:
    told(desk, Habit.DENIES)
    desk.send(replacement(claim("A1"), "123"))
    desk.run(LATER)
    desk.run(LATER + timedelta(days=20))
    assert [each.paid > 0 for each in desk.decisions("A1")] == [False, True]


def test_a_paid_claim_sent_again_as_new_is_denied_as_a_duplicate(desk: Desk) -> None:
    told(desk, Habit.PAYS)
    desk.send(claim("A1"))
    desk.run(LATER)
    desk.run(LATER + timedelta(days=20))
    assert {code for _, code, _ in reasons(desk.decisions("A1")[1])} == {"18"}


def test_a_claim_after_the_filing_limit_is_denied_as_late(desk: Desk) -> None:
    desk.send(claim("A1"))
    late = MONDAY + timedelta(days=120)
    desk.run(late)
    desk.run(late + timedelta(days=20))
    assert {code for _, code, _ in reasons(desk.decisions("A1")[0])} == {"29"}
