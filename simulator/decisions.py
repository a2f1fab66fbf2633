"""One claim decided: what is allowed, who bears the rest, and the figures that say so, to the cent."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from edi.adjustments import Adjustment, Procedure
from edi.parties import Party
from edi.remittances import Marked, RemitClaim, RemitLine
from simulator.claims import SeenClaim, SeenLine
from simulator.payers import Denial, PracticePayer

CENT = Decimal("0.01")
ZERO = Decimal(0)
BY_STATUS_1 = ("16", "97", "252")  # denials that come as processed and not as denied


@dataclass(frozen=True, slots=True)
class Terms:
    """How a claim is priced: `rate` of the charge is allowed; the patient's part by reason PR-1, 2 or 3."""

    rate: Decimal
    share: str = "none"  # copay, coinsurance, deductible
    amount: Decimal = ZERO  # dollars of a copay, rate of a coinsurance


@dataclass(frozen=True, slots=True)
class Case:
    """One claim before one payer, with the number the payer gave it."""

    claim: SeenClaim
    payer: PracticePayer
    payer_claim_number: str
    received_on: date


def pay(case: Case, terms: Terms) -> RemitClaim:
    """The claim paid by these terms; a deductible may leave nothing to pay, which is no denial."""
    lines: list[RemitLine] = []
    left = terms.amount  # of a copay, which is owed once a visit
    for line in case.claim.lines:
        allowed = cents(line.charge * terms.rate)
        share = min(left, allowed) if terms.share == "copay" else _share(allowed, terms)
        left -= share
        lines.append(_priced(line, allowed, share, _REASONS[terms.share]))
    return _claim(case, "1" if all(line.owed is None for line in case.claim.lines) else "2", lines)


def deny(case: Case, denial: Denial) -> RemitClaim:
    """Nothing paid on any line, for this reason."""
    lines = [_denied(line, denial) for line in case.claim.lines]
    return _claim(case, "1" if denial.reason in BY_STATUS_1 else "4", lines)


def deny_first_line(case: Case, terms: Terms, denial: Denial) -> RemitClaim:
    """The first line denied, the others paid."""
    paid = pay(case, terms)
    first = _denied(case.claim.lines[0], denial)
    return _claim(case, "1", [first, *paid.lines[1:]])


def reverse(settled: RemitClaim) -> RemitClaim:
    """The settled claim taken back: every amount and unit negated under its own group and reason."""
    lines = tuple(
        replace(
            line,
            charge=-line.charge,
            paid=-line.paid,
            units=-line.units,
            adjustments=_negated(line.adjustments),
            amounts=(),
            remarks=(),
        )
        for line in settled.lines
    )
    return replace(
        settled,
        status="22",
        charge=-settled.charge,
        paid=-settled.paid,
        patient_responsibility=-settled.patient_responsibility,
        adjustments=_negated(settled.adjustments),
        lines=lines,
    )


def correct(case: Case, terms: Terms, earlier: RemitClaim) -> RemitClaim:
    """The claim decided anew after it was settled: a new number that refers to the old one."""
    references = (Marked("F8", earlier.payer_claim_number or ""),)
    return replace(pay(case, terms), frequency="7", references=references)


def miss_a_cent(settled: RemitClaim) -> RemitClaim:
    """The same claim with its first adjustment a cent too small: line and claim do not balance."""
    first, *others = settled.lines
    cut, *rest = first.adjustments
    wrong = replace(first, adjustments=(cut._replace(amount=cut.amount - CENT), *rest))
    return replace(settled, lines=(wrong, *others))


def cents(value: Decimal) -> Decimal:
    """Rounded to the cent, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


_REASONS = {"none": "3", "copay": "3", "coinsurance": "2", "deductible": "1"}


def _share(allowed: Decimal, terms: Terms) -> Decimal:
    if terms.share == "deductible":
        return allowed
    return cents(allowed * terms.amount) if terms.share == "coinsurance" else ZERO


def _priced(line: SeenLine, allowed: Decimal, share: Decimal, reason: str) -> RemitLine:
    if line.owed is None:
        cut = Adjustment("CO", "45", line.charge - allowed)
    else:  # a later payer repeats what was done before it, and pays what is left
        cut, share = Adjustment("OA", "23", line.charge - line.owed), min(share, line.owed)
    kept = tuple(each for each in (cut, Adjustment("PR", reason, share)) if each.amount)
    return _line(line, kept, amounts=(("B6", allowed),) if line.owed is None else ())


def _denied(line: SeenLine, denial: Denial) -> RemitLine:
    remarks = (denial.remark,) if denial.remark else ()
    return _line(line, (Adjustment(denial.group, denial.reason, line.charge),), remarks=remarks)


def _line(
    line: SeenLine,
    adjustments: tuple[Adjustment, ...],
    remarks: tuple[str, ...] = (),
    amounts: tuple[tuple[str, Decimal], ...] = (),
) -> RemitLine:
    return RemitLine(
        procedure=Procedure(line.procedure, line.modifiers),
        charge=line.charge,
        paid=line.charge - sum((each.amount for each in adjustments), ZERO),
        units=line.units,
        segment=0,
        service_from=line.service_from,
        service_to=line.service_to,
        control=line.control or None,
        adjustments=adjustments,
        remarks=remarks,
        amounts=amounts,
    )


def _claim(case: Case, status: str, lines: list[RemitLine]) -> RemitClaim:
    claim = case.claim
    shares = (each.amount for line in lines for each in line.adjustments if each.group == "PR")
    insured = Party(claim.insured_last_name, claim.insured_first_name, id=claim.member_id, id_kind="MI")
    is_patient = not claim.insured_last_name
    return RemitClaim(
        patient_control_number=claim.number,
        status=status,
        charge=claim.charge,
        paid=sum((line.paid for line in lines), ZERO),
        patient_responsibility=sum(shares, ZERO),
        segment=0,
        filing_code=case.payer.filing_code,
        payer_claim_number=case.payer_claim_number,
        place=claim.place,
        frequency=claim.frequency,
        patient=Party(
            claim.last_name,
            claim.first_name,
            id=claim.member_id if is_patient else "",
            id_kind="MI" if is_patient else "",
        ),
        insured=None if is_patient else insured,
        received_on=case.received_on,
        lines=tuple(lines),
    )


def _negated(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
    return tuple(each._replace(amount=-each.amount) for each in adjustments)
