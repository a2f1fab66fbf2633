"""A line, a claim and a payment are balanced apart from each other."""

from decimal import Decimal

import pytest

from edi.faults import Code
from tests.edi.remittances import BASE, FORTY, REVERSED, pieces, remittance


@pytest.mark.parametrize(
    ("paid", "segments"),
    [
        ("90", BASE),
        ("60", (*REVERSED, *FORTY, "PLB*1234567893*20261231*WO:ICN1*-90")),
        ("0", (*REVERSED, "PLB*1234567893*20261231*FB:T005*-90")),
        ("91.25", (*BASE, "AMT*I*1.25", "PLB*1234567893*20261231*L6:A1*-1.25")),
        (
            "35.6",
            (*FORTY, "PLB*1234567893*20261231*IR:2026*14.4*CS:REF77*10"),
        ),
        (
            "100",
            (
                "CLP*B6*1*496.55*100*0",
                "SVC*HC:80050*290.55*100**1",
                "CAS*OA*94*-206",
                "CAS*CO*45*396.55",
                "SVC*HC:80050*206*0**0*HC:84443*1",
                "CAS*CO*97*206",
            ),
        ),
        (
            "100",
            (
                "CLP*B7*1*161*100*0",
                "SVC*HC:90734*80.5*80**1",
                "CAS*CO*45*.5",
                "REF*6R*L1",
                "SVC*HC:90734*80.5*20**1",
                "CAS*CO*119*60.5",
                "REF*6R*L1",
            ),
        ),
        ("0", ("CLP*C2*1*200*0*0", "SVC*HC:99214*200*0**1", "CAS*CO*16*200", "LQ*HE*M51", "LQ*HE*N56")),
    ],
)
def test_lawful_forms_of_payment_balance_at_every_level(paid: str, segments: tuple[str, ...]) -> None:
    (payment,), claims, (end,) = pieces(remittance(paid, *segments))
    assert payment.amount == Decimal(paid)
    assert end.is_balanced
    assert all(claim.is_sound and not claim.faults for claim in claims)
    assert end.faults == ()


def test_the_three_tests_are_kept_apart() -> None:
    line_off = ("CLP*C7*1*200*90*25", "SVC*HC:99214*200*90**1", "CAS*CO*45*84.99", "CAS*PR*3*25")
    lines_off = ("CLP*C8*1*100*60*0", "SVC*HC:99213*90*60**1", "CAS*CO*45*30", "CAS*CO*45*10")
    claim_off = ("CLP*C9*1*100*60*0", "CAS*CO*45*41")
    _, claims, (end,) = pieces(remittance("210", *line_off, *lines_off, *claim_off))
    assert [[fault.code for fault in claim.faults] for claim in claims] == [
        [Code.LINE_BALANCE, Code.CLAIM_BALANCE],
        [Code.LINE_BALANCE, Code.CLAIM_BALANCE],
        [Code.CLAIM_BALANCE],
    ]
    assert claims[0].faults[0].difference == Decimal("0.01")
    assert not any(claim.is_balanced for claim in claims)
    assert end.is_balanced


def test_lines_that_do_not_add_up_to_the_claim_fail_it_though_each_balances() -> None:
    _, (claim,), _ = pieces(
        remittance("60", "CLP*C8*1*100*60*0", "CAS*CO*45*10", "SVC*HC:1*90*60", "CAS*CO*45*30")
    )
    assert [fault.code for fault in claim.faults] == [Code.CLAIM_BALANCE]
    assert claim.lines[0].is_balanced


def test_a_payment_off_by_a_cent_or_below_zero_does_not_balance() -> None:
    _, (claim,), (end,) = pieces(remittance("90.01", *BASE))
    assert claim.is_sound
    assert (end.is_balanced, end.difference) == (False, Decimal("0.01"))
    (payment,), _, (end,) = pieces(remittance("-90", *REVERSED))
    assert [fault.code for fault in payment.faults] == [Code.NEGATIVE_PAYMENT]
    assert (end.is_balanced, end.difference) == (False, 0)


def test_the_patients_share_is_only_a_note() -> None:
    _, (claim,), _ = pieces(remittance("90", BASE[0].replace("*25*12*", "*24*12*"), *BASE[1:]))
    assert [fault.code for fault in claim.faults] == [Code.PATIENT_SHARE]
    assert claim.is_sound


def test_an_unreadable_provider_adjustment_or_payment_spoils_the_payment() -> None:
    _, _, (end,) = pieces(remittance("90", *BASE, "PLB*1234567893*20261231*WO:X*O"))
    assert (end.is_balanced, end.faults[0].code) == (False, Code.AMOUNT)
    (payment,), _, (end,) = pieces(remittance("9O", *BASE))
    assert (payment.amount, payment.faults[0].code, end.is_balanced) == (0, Code.AMOUNT, False)


def test_a_group_that_ends_before_its_payment_says_so() -> None:
    text = remittance("90", *BASE).decode()
    cut = text[: text.index("SE*")] + text[text.index("GE*") :]
    _, _, (end,) = pieces(cut.encode())
    assert ([fault.code for fault in end.faults], end.is_balanced) == ([Code.NO_TRAILER], False)


def test_a_payment_without_bpr_or_without_se_does_not_balance() -> None:
    text = remittance("90", *BASE).decode()
    (payment,), _, (end,) = pieces(text.replace("BPR*I*90", "XXX*I*90").encode())
    assert (payment.faults[0].code, end.is_balanced) == (Code.NO_PAYMENT, False)
    _, (claim,), (end,) = pieces(text[: text.index("SE*")].encode())
    assert claim.is_sound
    assert (end.is_balanced, end.faults[0].code) == (False, Code.NO_TRAILER)
    _, _, ends = pieces((text[: text.index("SE*")] + text).encode())
    assert [end.is_balanced for end in ends] == [False, True]
