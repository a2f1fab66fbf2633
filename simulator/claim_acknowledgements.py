"""The answers to each claim: 277CA from the clearinghouse at once, and from the payer."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from edi.acknowledgements import (
    GUIDE_277CA,
    BatchVerdict,
    ClaimVerdict,
    ProviderVerdict,
    Report,
    ReportEnd,
    Status,
    StatusCode,
    Tally,
)
from edi.claim_acknowledgement_files import Piece
from edi.claim_acknowledgements_writing import write_277ca
from edi.envelope import Group, Interchange
from edi.parties import Party
from simulator.attempts import Attempt
from simulator.chance import Seed
from simulator.envelopes import AT, CLEARINGHOUSE_ID, CLEARINGHOUSE_NAME, group, interchange
from simulator.habits import Habit

FORWARDED = StatusCode("A0", "16", "PR")
ACCEPTED = StatusCode("A2", "20")
RECEIVED = StatusCode("A1", "19")
SOME_REASON = StatusCode("A7", "21")


def clearinghouse_report(tries: Sequence[Attempt], on: date, name: str, seed: Seed) -> bytes:
    """What the clearinghouse says of each claim of one file: forwarded, or refused by itself."""
    envelope = interchange(CLEARINGHOUSE_ID, tries[0].file.sender, on, seed, name)
    source = Party(CLEARINGHOUSE_NAME, is_person=False, id=CLEARINGHOUSE_ID, id_kind="46")
    return _report(tries, envelope, source, False, Habit.REJECTS_AT_CLEARINGHOUSE)


def payer_report(tries: Sequence[Attempt], on: date, name: str, seed: Seed) -> bytes:
    """What one payer says of its claims in one file; its acceptance proves filing."""
    payer = tries[0].payer
    if payer is None:
        raise ValueError("these claims have no payer")
    envelope = interchange(payer.id, tries[0].file.sender, on, seed, name)
    source = Party(payer.card.name, is_person=False, id=payer.id, id_kind="PI")
    return _report(tries, envelope, source, True, Habit.REJECTS)


def _report(
    tries: Sequence[Attempt], envelope: Interchange, source: Party, is_payers: bool, rejecting: Habit
) -> bytes:
    sets = group("HN", envelope, GUIDE_277CA)
    pieces: list[Piece] = []
    for number, (_, batch) in enumerate(groupby(tries, key=lambda each: each.batch.control), 1):
        pieces += _set(list(batch), (envelope, sets, source, is_payers), f"{number:04d}", rejecting)
    return write_277ca(pieces)


def _set(
    tries: list[Attempt], head: tuple[Interchange, Group, Party, bool], control: str, rejecting: Habit
) -> Iterator[Piece]:
    envelope, sets, source, is_payers = head
    on, batch = envelope.sent_on, tries[0].batch
    yield Report(
        interchange=envelope,
        group=sets,
        control=control,
        reference=f"{envelope.control}{control}",
        created_on=on,
        created_at=AT,
        source=source,
        is_payers=is_payers,
        received_on=tries[0].file.received_on,
        processed_on=on,
    )
    submitter = Party(batch.submitter_name, is_person=False, id=batch.submitter_id, id_kind="46")
    taken = Status((RECEIVED,), on, "WQ", _sum(tries))
    yield BatchVerdict(submitter, batch.batch_id, (taken,), _tally(tries, rejecting))
    for _, own in groupby(tries, key=lambda each: each.claim.payee):
        yield from _provider(list(own), on, is_payers, rejecting)
    yield ReportEnd(len(tries))


def _provider(tries: list[Attempt], on: date | None, is_payers: bool, rejecting: Habit) -> Iterator[Piece]:
    payee = tries[0].claim.payee
    name = Party(payee.name, is_person=False, id=payee.id, id_kind="XX" if payee.npi else "FI")
    taken = Status((RECEIVED,), on, "WQ", _sum(tries))
    yield ProviderVerdict(name, statuses=(taken,), tally=_tally(tries, rejecting))
    for each in tries:
        yield _verdict(each, on, is_payers, each.habit is rejecting)


def _verdict(each: Attempt, on: date | None, is_payers: bool, is_rejected: bool) -> ClaimVerdict:
    claim = each.claim
    good = ACCEPTED if is_payers else FORWARDED
    code = (each.reason or SOME_REASON) if is_rejected else good
    return ClaimVerdict(
        patient_control_number=claim.number,
        patient=Party(claim.last_name, claim.first_name, id=claim.member_id or "NONE", id_kind="MI"),
        statuses=(Status((code,), on, "U" if is_rejected else "WQ", claim.charge),),
        payer_claim_number=each.payer_claim_number if is_payers and not is_rejected else None,
        clearinghouse_number=None if is_payers else f"CH{each.file.number:06d}{each.payer_claim_number}",
        service_from=claim.service_from,
        service_to=claim.service_to,
    )


def _sum(tries: list[Attempt]) -> Decimal:
    return sum((each.claim.charge for each in tries), Decimal(0))


def _tally(tries: list[Attempt], rejecting: Habit) -> Tally:
    bad = [each for each in tries if each.habit is rejecting]
    good = [each for each in tries if each.habit is not rejecting]
    return Tally(
        accepted=len(good) or None,
        rejected=len(bad) or None,
        accepted_amount=_sum(good) if good else None,
        rejected_amount=_sum(bad) if bad else None,
    )
