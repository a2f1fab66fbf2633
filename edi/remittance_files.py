"""A file of remittances, read as a stream: a payment, its claims one at a time, and its end."""

import re
from collections.abc import Iterator
from operator import itemgetter

from edi.delimiters import Delimiters
from edi.envelope import Envelope
from edi.faults import Code, Fault, Scope, blocks
from edi.remittance_claims_reading import MOST_SEGMENTS, ClaimReader
from edi.remittance_heads_reading import read_payment, read_provider_adjustments
from edi.remittances import Payment, PaymentEnd, ProviderAdjustment, RemitClaim
from edi.strays import Stray
from edi.tokens import Segment, Source, Stretch, stretches
from edi.values import ZERO

_CONTROL = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_TURNS = _CONTROL | {"CLP", "LX", "TS3", "TS2", "PLB"}
_THIRD = itemgetter(2)
_THIRD_LETTERS = "".join({tag[2:3] for tag in _TURNS})  # few segments that turn nothing share one
Piece = Payment | RemitClaim | PaymentEnd | Stray


def read_835(source: Source) -> Iterator[Piece]:
    """Payment, its claims, PaymentEnd, for every transaction set; all other segments come as Stray, in place.

    A claim that does not balance or cannot be read is marked and loses no other. Only PaymentEnd knows
    whether the payment balances: stage claims as they come and post after it. Raises X12Error when the
    file is no X12.
    """
    reader = _Reader()
    for stretch in stretches(source):
        yield from reader.read(stretch)
    yield from reader.finish()


class _Reader:
    """Cuts the segments into pieces; `open` says what the last ones belong to, and `raw` holds them."""

    def __init__(self) -> None:
        self.envelope = Envelope()
        self.claims = ClaimReader()
        self.open = ""  # head, claim, between (LX, TS3, TS2, PLB), or nothing we type
        self.raw: list[str] = []
        self.before: list[str] = []  # what stands between two claims goes with the second
        self.totals = _Totals()
        self.delimiters = Delimiters()
        self.following = 1  # number of the segment after the last one read

    def read(self, stretch: Stretch) -> Iterator[Piece]:
        """The pieces that end in this stretch; a letter finds where one may end without dividing all."""
        self.delimiters, texts, begin = stretch.delimiters, stretch.texts, 0
        mark, first = self.delimiters.element, stretch.first
        for at in self.places(texts):
            tag = texts[at].split(mark, 1)[0]
            if tag not in _TURNS:
                continue
            self.raw += texts[begin:at]
            self.following = first + at
            begin = at
            if tag == "CLP" and self.open == "claim":  # by far the most frequent turn
                yield self.claim()
                continue
            begin += tag in _CONTROL
            yield from self.turn(Segment(self.delimiters, texts[at], first + at, texts[at].split(mark)))
        self.raw += texts[begin:]
        self.following = first + len(texts)
        if len(self.raw) > MOST_SEGMENTS or not self.open:
            yield from self.close()

    def places(self, texts: list[str]) -> list[int]:
        """Where a turn may stand, by the third letter of the segments."""
        try:
            letters = "".join(map(_THIRD, texts))
        except IndexError:  # a segment of two letters
            letters = "".join([text[2:3] or self.delimiters.element for text in texts])
        turning = re.compile(f"[{_THIRD_LETTERS}{re.escape(self.delimiters.element)}]")
        return [found.start() for found in turning.finditer(letters)]

    def turn(self, segment: Segment) -> Iterator[Piece]:
        """End what is open where this segment begins something else."""
        tag = segment.tag
        if tag in _CONTROL:
            yield from self.close()
            yield from self.control(segment)
        elif self.envelope.set_id != "835":
            return
        elif tag == "CLP":
            yield from self.close()
            self.open = "claim"
        else:
            if self.open != "between":
                yield from self.close()
                self.open = "between"
            if tag == "PLB":
                self.totals.adjust(segment, self.envelope)

    def control(self, segment: Segment) -> Iterator[Piece]:
        """Take a segment of the envelope."""
        tag, is_remittance = segment.tag, self.envelope.set_id == "835"
        if tag == "SE" and is_remittance:
            faults = self.envelope.closes(segment)
            yield self.end(segment.number, faults, segment.text)
        elif tag in ("SE", "GE", "IEA"):
            if is_remittance:
                yield self.end(segment.number, self.envelope.unclosed(segment))
            yield Stray((segment.text,), segment.number, self.envelope.closes(segment))
        elif (faults := self.envelope.opens(segment)) and is_remittance:
            yield self.end(segment.number, faults)
        if tag == "ST":
            self.raw = [segment.text]
            if self.envelope.set_id == "835":
                self.open, self.totals = "head", _Totals()

    def close(self) -> Iterator[Piece]:
        """Give what the open segments say."""
        if self.open == "claim":
            yield self.claim()
            self.open = ""
            return
        kind, raw = self.open, self.raw
        self.open, self.raw = "", []
        if kind == "head":
            yield self.totals.begin(_segments(raw, self.following, self.delimiters), self.envelope)
        elif kind == "between" and len(self.before) <= MOST_SEGMENTS:
            self.before += raw
        elif raw:
            first = self.following - len(raw)
            code = Code.UNEXPECTED if self.envelope.set_id else Code.AFTER_THE_END
            fault = Fault(code, Scope.NOTE, first, self.envelope.place(first), raw[0].split(None, 1)[0][:3])
            yield Stray(tuple(raw), first, (fault,))

    def claim(self) -> RemitClaim:
        """The claim of the open segments, CLP first."""
        raw, self.raw = self.raw, []
        self.claims.stand_in(self.envelope.set_began, self.delimiters)
        claim = self.claims.read(raw, self.following - len(raw), self.before)
        self.before = []
        self.totals.add(claim)
        return claim

    def end(self, number: int, faults: tuple[Fault, ...], trailer: str = "") -> PaymentEnd:
        """The end of the open payment; without a trailer the file was cut."""
        raw = (*self.before, *([trailer] if trailer else []))
        self.before = []
        return self.totals.end(number, faults, raw)

    def finish(self) -> Iterator[Piece]:
        """What a cut file leaves open."""
        yield from self.close()
        is_open = self.envelope.set_id == "835"
        last = self.following - 1
        if faults := self.envelope.unclosed_at_the_end(last):
            yield self.end(last, faults) if is_open else Stray((), last, faults)


class _Totals:
    """Adds up one payment."""

    def __init__(self) -> None:
        self.amount = self.paid = ZERO
        self.claims = 0
        self.faults: list[Fault] = []
        self.adjustments: list[ProviderAdjustment] = []
        self.is_sound = False  # has a head whose amount can be read and is not below zero
        self.place = (0, 0)

    def begin(self, head: list[Segment], envelope: Envelope) -> Payment:
        payment = read_payment(head, envelope)
        self.amount, self.is_sound = payment.amount, not blocks(payment.faults)
        money = next((each for each in head if each.tag == "BPR"), head[0])
        self.place = (money.number, envelope.place(money.number))
        return payment

    def add(self, claim: RemitClaim) -> None:
        self.claims += 1
        self.paid += claim.paid

    def adjust(self, segment: Segment, envelope: Envelope) -> None:
        self.adjustments += read_provider_adjustments(segment, envelope, self.faults)

    def end(self, number: int, faults: tuple[Fault, ...], raw: tuple[str, ...]) -> PaymentEnd:
        """The transaction test: claims less provider adjustments are the payment, and its SE has come."""
        off = self.amount - self.paid + sum((each.amount for each in self.adjustments), ZERO)
        found = [*self.faults, *faults]
        if off:
            found.append(Fault(Code.PAYMENT_BALANCE, Scope.SET, *self.place, "BPR", 2, difference=off))
        is_balanced = self.is_sound and not blocks(tuple(found))
        adjustments = tuple(self.adjustments)
        return PaymentEnd(adjustments, self.claims, self.paid, is_balanced, off, number, tuple(found), raw)


def _segments(texts: list[str], following: int, delimiters: Delimiters) -> list[Segment]:
    first = following - len(texts)
    mark = delimiters.element
    return [Segment(delimiters, text, first + at, text.split(mark)) for at, text in enumerate(texts)]
