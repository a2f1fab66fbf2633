from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from edi.acknowledgements import (
    GUIDE_277CA,
    BatchVerdict,
    ClaimVerdict,
    LineVerdict,
    Outcome,
    ProviderVerdict,
    Report,
    ReportEnd,
    Status,
    StatusCode,
    Tally,
    outcome,
)
from edi.adjustments import Procedure
from edi.claim_acknowledgement_files import Piece, read_277ca
from edi.claim_acknowledgements_writing import write_277ca
from edi.faults import Code, X12Error
from edi.parties import Party
from edi.strays import Stray
from edi.tokens import tokens
from tests.edi.made import AT, BILLING, ON, batch, group, interchange, person
from tests.edi.samples import data, files, needs_samples


def status(category: str, code: str = "20", action: str = "WQ", text: str = "") -> Status:
    return Status((StatusCode(category, code),), ON, action, Decimal(200), text)


def report() -> list[Piece]:
    """A payer's answer to a batch of two claims, one of them rejected on a line."""
    head = Report(
        interchange=interchange(),
        group=group("HN", GUIDE_277CA),
        control="0001",
        reference="R1",
        created_on=ON,
        created_at=AT,
        source=Party("PRACTICE PAYER", is_person=False, id="PP001", id_kind="PI"),
        is_payers=True,
        trace="T1",
        received_on=ON,
        processed_on=ON,
    )
    tally = Tally(1, 1, Decimal(200), Decimal(200))
    context = {"batch_id": "B20261120", "provider": BILLING.name, "is_payers": True}
    refused = replace(status("A7", "454", "U"), amount=None)
    line = LineVerdict(Procedure("99214", ("25",)), Decimal(200), (refused,), "L1", ON)
    two_codes = Status(
        (StatusCode("A7", "562", "85"), StatusCode("A7", "500")), ON, "U", Decimal(200), "SEE NPI"
    )
    return [
        head,
        BatchVerdict(batch().submitter, "B20261120", (status("A1"),), tally),
        ProviderVerdict(BILLING.name, "0", (replace(status("A1"), on=None),), tally),
        ClaimVerdict(
            "A1", person("ALDER", "MAE", "M1", "MI"), (status("A2"),), "ICN1", "D1", "11", ON, **context
        ),  # type: ignore[arg-type]
        ClaimVerdict(
            "A2",
            person("ALDER", "PIP", "M2", "MI"),
            (two_codes,),
            service_from=ON,
            lines=(line,),
            **context,  # type: ignore[arg-type]
        ),
        ReportEnd(2),
    ]


def bare(piece: Piece) -> Piece:
    if isinstance(piece, ReportEnd):
        return replace(piece, raw="", segment=0)
    piece = replace(piece, raw=(), segment=0)  # type: ignore[type-var]
    if isinstance(piece, Report):
        outer, inner = replace(piece.interchange, raw=""), replace(piece.group, raw="")
        return replace(piece, interchange=outer, group=inner)
    return piece


def claims(source: bytes) -> list[ClaimVerdict]:
    return [each for each in read_277ca(source) if isinstance(each, ClaimVerdict)]


def test_every_fact_of_a_report_survives_writing_and_reading() -> None:
    read = [bare(each) for each in read_277ca(write_277ca(report())) if not isinstance(each, Stray)]
    assert read == report()


def test_levels_are_numbered_under_their_parents() -> None:
    second = [ProviderVerdict(BILLING.name, "1"), ClaimVerdict("A3", person("A", "B"), (status("A2"),))]
    source = write_277ca([*report()[:-1], *second, ReportEnd()])
    levels = [each[1:4] for each in tokens(source) if each[0] == "HL"]
    assert levels == [
        ["1", "", "20"],
        ["2", "1", "21"],
        ["3", "2", "19"],
        ["4", "3", "PT"],
        ["5", "3", "PT"],
        ["6", "2", "19"],
        ["7", "6", "PT"],
    ]


@pytest.mark.parametrize(
    ("categories", "said"),
    [
        ("A0", Outcome.FORWARDED),
        ("A1", Outcome.RECEIVED),
        ("A2", Outcome.ACCEPTED),
        ("A3", Outcome.REJECTED),
        ("A4", Outcome.NOT_FOUND),
        ("A5", Outcome.SPLIT),
        ("A6", Outcome.REJECTED),
        ("A7", Outcome.REJECTED),
        ("A8", Outcome.REJECTED),
        ("A1 A2", Outcome.ACCEPTED),
        ("A2 A7", Outcome.REJECTED),
        ("Z9", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
    ],
)
def test_the_category_decides_and_the_gravest_counts(categories: str, said: Outcome) -> None:
    assert outcome(tuple(status(each) for each in categories.split())) is said


def test_a_rejected_line_rejects_its_claim() -> None:
    accepted = replace(report()[4], statuses=(status("A2"),))  # type: ignore[type-var]
    assert isinstance(accepted, ClaimVerdict)
    assert accepted.outcome is Outcome.REJECTED


def test_a_clearinghouse_is_told_from_a_payer() -> None:
    pieces = report()
    pieces[0] = replace(pieces[0], is_payers=False)  # type: ignore[type-var]
    assert [each.is_payers for each in claims(write_277ca(pieces))] == [False, False]


def test_a_claim_without_its_number_is_marked_and_loses_no_other() -> None:
    source = write_277ca(report()).replace(b"TRN*2*A1~", b"TRN*2~")
    first, second = claims(source)
    assert [fault.code for fault in first.faults] == [Code.MISSING]
    assert (second.patient_control_number, second.faults) == ("A2", ())


def test_a_cut_report_keeps_what_came() -> None:
    text = write_277ca(report()).decode()
    *_, end = list(read_277ca(text[: text.index("SE*")].encode()))
    assert isinstance(end, ReportEnd)
    assert (end.claims, [fault.code for fault in end.faults]) == (2, [Code.NO_TRAILER])


def test_a_report_whose_group_ends_first_says_so() -> None:
    text = write_277ca(report()).decode()
    cut = text[: text.index("SE*")] + text[text.index("GE*") :]
    (end,) = [each for each in read_277ca(cut.encode()) if isinstance(each, ReportEnd)]
    assert [fault.code for fault in end.faults] == [Code.NO_TRAILER]


def test_a_report_that_names_nobody_is_marked() -> None:
    source = write_277ca(report()).replace(b"NM1*PR*2*PRACTICE PAYER*****PI*PP001~", b"", 1)
    head = next(iter(read_277ca(source)))
    assert [fault.code for fault in head.faults] == [Code.MISSING]


def test_a_report_needs_its_date() -> None:
    with pytest.raises(X12Error, match="BHT04"):
        write_277ca([replace(report()[0], created_on=None)])  # type: ignore[type-var]


def test_a_level_nobody_knows_and_other_sets_come_as_strays() -> None:
    text = write_277ca(report()).decode()
    odd = text.replace("SE*", "HL*6*3*XX~NM1*QC*1*X~SE*", 1).replace("GE*1", "ST*999*1~AK1*HC*1~SE*3*1~GE*2")
    strays = [each.texts[0] for each in read_277ca(odd.encode()) if isinstance(each, Stray)]
    assert strays[:2] == ["HL*6*3*XX", "ST*999*1"]
    assert len(claims(odd.encode())) == 2


@pytest.mark.parametrize("path", files("277ca"))
def test_samples_go_out_as_they_came(path) -> None:  # type: ignore[no-untyped-def]
    source = path.read_bytes()
    assert list(tokens(write_277ca(read_277ca(source)))) == list(tokens(source))


@needs_samples
def test_samples_say_what_became_of_their_claims() -> None:
    (accepted,) = claims(data("277ca/imsweb_accepted.277"))
    assert (accepted.outcome, accepted.payer_claim_number) == (Outcome.ACCEPTED, "1107000000014420")
    assert accepted.statuses[0].amount == 125
    assert accepted.service_from == date(1001, 1, 1)
    assert [fault.code for fault in accepted.faults] == [Code.IMPLAUSIBLE]
    (rejected,) = claims(data("277ca/imsweb_rejected.277"))
    assert rejected.outcome is Outcome.REJECTED
    assert rejected.statuses[0].codes == (StatusCode("A7", "562", "85"),)
    assert rejected.statuses[0].amount == Decimal("199.14")
    assert [fault.code for fault in rejected.faults] == [Code.DISAGREES]


def test_a_report_that_says_no_days_is_written_without_them() -> None:
    head = replace(report()[0], received_on=None, processed_on=None)  # type: ignore[type-var]
    source = write_277ca([head, ReportEnd()])
    assert b"DTP" not in source
    (read,) = [each for each in read_277ca(source) if isinstance(each, Report)]
    assert (read.received_on, read.processed_on) == (None, None)


def test_a_report_that_was_read_goes_out_as_it_came() -> None:
    odd = write_277ca(report()).replace(b"~TRN*2*A1~", b"~TRN*2*A1~REF*ZZ*NOBODY KNOWS~")
    assert write_277ca(read_277ca(odd)) == odd


def test_an_action_that_contradicts_its_category_is_noted() -> None:
    pieces = report()
    pieces[3] = replace(pieces[3], statuses=(status("A7", action="WQ"),))  # type: ignore[type-var]
    first, second = claims(write_277ca(pieces))
    assert ([fault.code for fault in first.faults], second.faults) == ([Code.DISAGREES], ())
    assert first.outcome is Outcome.REJECTED
