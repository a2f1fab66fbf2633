"""Professional claims, written: from facts to the bytes of an 837P, the same bytes every time."""

from collections.abc import Iterable, Sequence

from edi.claim_files import NO_PAYER, NO_PROVIDER, NO_SUBSCRIBER, Piece
from edi.claim_parties_writing import billing_texts, other_payer_texts, patient_texts, subscriber_texts
from edi.claims import Batch, BatchEnd, BillingProvider, Patient, Payer, ProfessionalClaim, Subscriber
from edi.claims_reading import NINTH_REVISION, TENTH_REVISION
from edi.delimiters import Delimiters
from edi.envelope_writing import EnvelopeWriter
from edi.loops import Draft, Usual, draft, lay
from edi.party_segments import contact_drafts, party_draft
from edi.service_segments import (
    attachment_drafts,
    date_draft,
    day_or_keep,
    note_drafts,
    reference_draft,
    sum_drafts,
)
from edi.services_writing import line_texts, provider_texts
from edi.values import clock, clock_text, day

Level = BillingProvider | Subscriber | Payer | Patient
HEAD_ORDER = ("ST", "BHT", "NM1", "N2", "PER", "NM1*40")
CLAIM_ORDER = ("CLM", "DTP", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CR1", "CR2", "CRC", "HI", "HCP")


def write_batch(batch: Batch, claims: Iterable[ProfessionalClaim]) -> bytes:
    """A whole file with one transaction set; claims of one provider, subscriber or patient stand together.

    Raises X12Error naming the element when a fact cannot be sent.
    """
    return write_837([batch, *claims, BatchEnd()])


def write_837(pieces: Iterable[Piece]) -> bytes:
    """Pieces in the order in which read_837 gives them; trailers are made where none were read."""
    out = EnvelopeWriter()
    levels = _Levels(out)
    for piece in pieces:
        if isinstance(piece, Batch):
            out.begin_set(piece.interchange, piece.group, piece.control)
            out.texts += _head(piece, out.delimiters)
            levels = _Levels(out)
        elif isinstance(piece, ProfessionalClaim):
            levels.go_to(piece)
            out.texts += claim_texts(piece, out.delimiters)
        elif isinstance(piece, BatchEnd):
            levels.number(is_as_read=piece.segments == out.count)
            out.end_set(piece.raw, piece.segments)
        else:
            out.stray(piece.texts)
            levels = levels if out.interchange else _Levels(out)
    return out.finish()


def claim_texts(claim: ProfessionalClaim, delimiters: Delimiters) -> list[str]:
    """2300 and everything below, laid over what was read."""
    texts = lay(_claim_drafts(claim), claim.raw, CLAIM_ORDER, delimiters)
    for provider in claim.providers:
        texts += provider_texts(provider, delimiters)
    for other in claim.other_payers:
        texts += other_payer_texts(other, delimiters)
    for line in claim.lines:
        texts += line_texts(line, delimiters)
    return texts


def _head(batch: Batch, delimiters: Delimiters) -> list[str]:
    def says_so(read: Sequence[str]) -> bool:
        _, _, purpose, number, on, at, kind = (*read, *[""] * 7)[:7]
        told = (purpose == "18", number, day(on), clock(at), kind == "RP")
        return told == (
            batch.is_resent,
            batch.batch_id,
            batch.created_on,
            batch.created_at,
            batch.is_encounter,
        )

    purpose = "18" if batch.is_resent else "00"
    at = clock_text(batch.created_at) if batch.created_at else None
    kind = "RP" if batch.is_encounter else "CH"
    drafts = [
        draft("ST", "837", batch.control, Usual(batch.guide)),
        draft(
            "BHT", "0019", purpose, batch.batch_id, day_or_keep(batch.created_on), at, kind, says_so=says_so
        ),
        party_draft("41", batch.submitter),
        *contact_drafts(batch.submitter_contact),
        party_draft("40", batch.receiver),
    ]
    return lay(drafts, batch.raw, HEAD_ORDER, delimiters)


def _claim_drafts(claim: ProfessionalClaim) -> list[Draft]:
    return [
        _terms(claim),
        *date_draft("431", claim.onset_on),
        *date_draft("454", claim.first_treated_on),
        *date_draft("439", claim.accident_on),
        *date_draft("435", claim.admitted_on),
        *date_draft("096", claim.discharged_on),
        *attachment_drafts(claim.attachments),
        *sum_drafts(F5=claim.patient_paid),
        *reference_draft("9F", claim.referral),
        *reference_draft("G1", claim.prior_authorization),
        *reference_draft("F8", claim.payer_claim_number),
        *reference_draft("X4", claim.clia),
        *reference_draft("D9", claim.clearinghouse_number),
        *reference_draft("EA", claim.record_number),
        *note_drafts(claim.notes),
        *_diagnoses(claim),
    ]


def _terms(claim: ProfessionalClaim) -> Draft:
    causes = (*claim.accident_causes, "", "", "")[:3]
    accident = (*causes, claim.accident_state) if claim.accident_causes else None
    return draft(
        "CLM",
        claim.patient_control_number,
        claim.charge,
        None,
        None,
        (claim.place, Usual("B"), claim.frequency),
        "Y" if claim.provider_signed else Usual("N"),
        claim.accepts_assignment,
        claim.benefits_assigned,
        claim.releases_information,
        claim.patient_signature,
        accident,
        *[None] * 8,
        claim.delay_reason,
    )


def _diagnoses(claim: ProfessionalClaim) -> list[Draft]:
    if not claim.diagnoses:
        return []
    first, other = NINTH_REVISION if claim.is_icd9 else TENTH_REVISION
    kinds = [first, *[other] * (len(claim.diagnoses) - 1)]
    codes = list(zip(kinds, claim.diagnoses, strict=True))
    return [draft("HI", *codes, *[""] * (12 - len(codes)))]


def _is_one(level: Level | None, other: Level | None) -> bool:
    """Whether two claims share a level: two that were read apart stay apart, even when they are equal."""
    return level is other or (level == other and (level is None or not level.raw))


class _Levels:
    """Opens the HL levels a claim stands under, as far as they differ from the claim before."""

    def __init__(self, out: EnvelopeWriter) -> None:
        self.out = out
        self.open: list[Level | None] = [NO_PROVIDER, NO_SUBSCRIBER, NO_PAYER, None]
        self.places: list[tuple[int, str]] = []

    def go_to(self, claim: ProfessionalClaim) -> None:
        """Write the levels that this claim does not share with the one before."""
        wanted: list[Level | None] = [claim.billing, claim.subscriber, claim.payer, claim.patient]
        common = next((at for at in range(4) if not _is_one(wanted[at], self.open[at])), 4)
        common -= common > 1  # subscriber and payer are one level
        delimiters = self.out.delimiters
        if common == 0:
            self._add("20", billing_texts(claim.billing, delimiters))
        if common <= 1 and claim.subscriber != NO_SUBSCRIBER:
            self._add("22", subscriber_texts(claim.subscriber, claim.payer, delimiters))
        if common <= 2 and claim.patient is not None:
            self._add("23", patient_texts(claim.patient, delimiters))
        if common == 2 and claim.patient is None:
            self._add("22", subscriber_texts(claim.subscriber, claim.payer, delimiters))
        self.open = wanted

    def _add(self, level: str, texts: list[str]) -> None:
        self.places.append((len(self.out.texts), level))
        self.out.texts += texts

    def number(self, is_as_read: bool) -> None:
        """Number the levels from 1 in order; those of a set that is as it was read keep their numbers."""
        texts, mark = self.out.texts, self.out.delimiters.element
        if is_as_read and not any(texts[place].startswith(f"HL{mark}?") for place, _ in self.places):
            return
        parents = {"20": "", "22": "", "23": ""}
        below = [level for _, level in self.places[1:]] + ["20"]
        for number, ((place, level), following) in enumerate(zip(self.places, below, strict=False), 1):
            upper = {"20": "", "22": parents["20"], "23": parents["22"]}[level]
            parents[level] = str(number)
            child = "1" if following > level else "0"
            texts[place] = self.out.delimiters.text("HL", str(number), upper, level, child)
