"""A file of professional claims, read as a stream: one claim at a time, and one bad claim loses no other."""

from collections.abc import Iterator
from dataclasses import replace

from edi.claim_parties_reading import read_billing, read_patient, read_subscriber
from edi.claims import Batch, BatchEnd, BillingProvider, Patient, Payer, ProfessionalClaim, Subscriber
from edi.claims_reading import read_claim
from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope, X12Error
from edi.loops import Loop
from edi.parties import NOBODY, Contact
from edi.party_segments import take_contact, take_party
from edi.strays import Stray
from edi.tokens import Segment, Source, segments
from edi.values import clock, day

MOST_LINES = 2000
MOST_SEGMENTS = {"CLM": 60_000}  # of one loop held at a time
MOST_STRAYS = 5000
OTHER_CLAIMS = {"X223": "institutional (837I)", "X224": "dental (837D)"}
NO_PROVIDER = BillingProvider(NOBODY, "", None)
NO_SUBSCRIBER = Subscriber(NOBODY, relation="")
NO_PAYER = Payer("", "")
Piece = Batch | ProfessionalClaim | BatchEnd | Stray


def read_837(source: Source) -> Iterator[Piece]:
    """Batch, its claims, BatchEnd, for every transaction set; all other segments come as Stray, in place.

    Raises X12Error when the file is no X12, or holds institutional or dental claims.
    """
    reader = _Reader()
    for segment in segments(source):
        yield from reader.take(segment)
    yield from reader.finish()


class _Reader:
    """Collects the segments of one loop, and gives its facts when the next begins."""

    def __init__(self) -> None:
        self.envelope = Envelope()
        self.pending: list[Segment] = []
        self.lines = 0
        self.claims = 0
        self.last = 0
        self.levels = _Levels()
        self.unused: dict[str, list[Segment]] = {}  # levels no claim has stood under yet

    def take(self, segment: Segment) -> Iterator[Piece]:
        tag = segment.tag
        self.last = segment.number
        if tag in ("ISA", "GS", "ST", "SE", "GE", "IEA"):
            yield from self.flush()
            yield from self.take_control(segment)
            return
        self.lines += tag == "LX"
        if tag in ("HL", "CLM") or self._is_full():
            yield from self.flush()
        self.pending.append(segment)

    def take_control(self, segment: Segment) -> Iterator[Piece]:
        tag = segment.tag
        if tag in ("SE", "GE", "IEA"):
            in_claims = self.envelope.set_id == "837"
            if in_claims and tag != "SE":
                yield from self.leave()
                yield BatchEnd(self.claims, 0, segment.number, self.envelope.unclosed(segment))
            faults = self.envelope.closes(segment)
            if tag == "SE" and in_claims:
                yield from self.leave()
                count = segment.number - self.envelope.set_began + 1
                yield BatchEnd(self.claims, count, segment.number, faults, segment.text)
            else:
                yield Stray((segment.text,), segment.number, faults)
            return
        yield from self.leave()
        faults = self.envelope.opens(segment)
        if faults:
            yield BatchEnd(self.claims, 0, segment.number, faults)
        if tag != "ST":
            return
        self.claims, self.levels = 0, _Levels()
        self.pending = [segment]
        _refuse_others(self.envelope)

    def flush(self) -> Iterator[Piece]:
        """Give what the pending segments say."""
        pending, self.pending = self.pending, []
        full = self.lines > MOST_LINES or len(pending) >= MOST_SEGMENTS["CLM"]
        self.lines = 0
        if not pending:
            return
        tag, began = pending[0].tag, self.envelope.set_began
        if self.envelope.set_id != "837":
            yield self.stray(pending, Code.UNEXPECTED if self.envelope.set_id else Code.AFTER_THE_END)
        elif tag == "ST":
            yield _batch(pending, self.envelope)
        elif tag == "HL":
            yield from self.enter(pending)
        elif tag == "CLM":
            self.claims += 1
            self.unused = {}
            faults = [*self.levels.faults]
            if full:
                faults.append(Fault(Code.TOO_MANY_LINES, Scope.CLAIM, pending[0].number, tag="CLM"))
            if self.levels.subscriber is NO_SUBSCRIBER:
                faults.append(Fault(Code.CLAIM_WITHOUT_PARENT, Scope.CLAIM, pending[0].number, tag="CLM"))
            yield read_claim(pending, began, self.levels.above, faults)
        else:
            yield self.stray(pending, Code.UNEXPECTED)

    def enter(self, level: list[Segment]) -> Iterator[Piece]:
        """Go to the billing provider, subscriber or patient of this HL."""
        kind = level[0][3]
        if kind not in ("20", "22", "23"):
            yield self.stray(level, Code.HIERARCHY)
            return
        yield from self.leave(kind)
        self.levels.enter(level, self.envelope.set_began)
        self.unused[kind] = level

    def leave(self, kind: str = "20") -> Iterator[Piece]:
        """Give the levels of this kind and below under which no claim stood: nothing is lost."""
        for each in [each for each in self.unused if each >= kind]:
            yield self.stray(self.unused.pop(each), Code.UNEXPECTED)

    def stray(self, pending: list[Segment], code: Code) -> Stray:
        first = pending[0]
        fault = Fault(code, Scope.NOTE, first.number, self.envelope.place(first.number), first.tag)
        return Stray(tuple(each.text for each in pending), first.number, (fault,))

    def finish(self) -> Iterator[Piece]:
        yield from self.flush()
        yield from self.leave()
        if faults := self.envelope.unclosed_at_the_end(self.last):
            yield (
                BatchEnd(self.claims, 0, self.last, faults)
                if self.envelope.set_id
                else Stray((), self.last, faults)
            )

    def _is_full(self) -> bool:
        if not self.pending:
            return False
        most = MOST_SEGMENTS.get(self.pending[0].tag, MOST_STRAYS)
        return self.lines > MOST_LINES or len(self.pending) >= most


class _Levels:
    """Where the reader stands: the billing provider, subscriber and patient that a claim belongs to."""

    def __init__(self) -> None:
        self.billing = NO_PROVIDER
        self.subscriber = NO_SUBSCRIBER
        self.payer = NO_PAYER
        self.patient: Patient | None = None
        self.kind = ""
        self.numbers = {"20": "", "22": ""}
        self.count = 0
        self.found: dict[str, list[Fault]] = {"20": [], "22": [], "23": []}

    @property
    def above(self) -> tuple[BillingProvider, Subscriber, Payer, Patient | None]:
        return self.billing, self.subscriber, self.payer, self.patient

    @property
    def faults(self) -> list[Fault]:
        """What is wrong above the next claim."""
        return [fault for each in self.found.values() for fault in each]

    def enter(self, level: list[Segment], began: int) -> None:
        head = level[0]
        self.kind, faults = head[3], []
        self.count += 1
        parent = {"20": "", "22": self.numbers["20"], "23": self.numbers["22"]}[self.kind]
        if head[1] != str(self.count) or head[2] != parent:
            loop = Loop(level[:1], began)
            loop.fault(Code.HIERARCHY, head, scope=Scope.NOTE)
            faults += loop.faults
        self.patient = None
        if self.kind == "20":
            self.billing = read_billing(level, began, faults)
            self.subscriber, self.payer = NO_SUBSCRIBER, NO_PAYER
        elif self.kind == "22":
            self.subscriber, self.payer = read_subscriber(level, began, faults)
        else:
            self.patient = read_patient(level, began, faults)
        self.numbers[self.kind] = head[1]
        for lower in ("20", "22", "23"):
            if lower >= self.kind:
                self.found[lower] = []
        self.found[self.kind] = faults


def _batch(head: list[Segment], envelope: Envelope) -> Batch:
    loop = Loop(head, envelope.set_began, has_names=True)
    loop.first("ST")
    start = loop.first("BHT") or head[0]
    if start.tag != "BHT":
        loop.fault(Code.MISSING, start, scope=Scope.NOTE)
        start = replace(start, elements=["BHT"])
    submitter = take_party(loop, "41")
    return Batch(
        interchange=envelope.interchange,
        group=envelope.group,
        control=envelope.control,
        batch_id=start[3],
        submitter=submitter,
        submitter_contact=take_contact(loop) or Contact(),
        receiver=take_party(loop, "40"),
        created_on=day(start[4]),
        created_at=clock(start[5]),
        is_resent=start[2] == "18",
        is_encounter=start[6] == "RP",
        guide=envelope.guide,
        segment=head[0].number,
        faults=(*envelope.notes(), *loop.faults),
        raw=loop.raw(),
    )


def _refuse_others(envelope: Envelope) -> None:
    if envelope.set_id != "837":
        return
    for guide, name in OTHER_CLAIMS.items():
        if guide in envelope.guide:
            raise X12Error(f"This file holds {name} claims; only professional claims (837P) are read.")
