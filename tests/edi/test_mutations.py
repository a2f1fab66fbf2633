"""Damaged files: never a traceback, never a hang, and no segment lost without a sound."""

from collections import Counter
from collections.abc import Callable, Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi.acknowledgement_files import read_acknowledgements
from edi.acknowledgements_writing import write_acknowledgements
from edi.claim_acknowledgement_files import read_277ca
from edi.claim_acknowledgements_writing import write_277ca
from edi.claim_files import read_837
from edi.claims import Batch, BatchEnd, ProfessionalClaim
from edi.claims_writing import write_837, write_batch
from edi.faults import X12Error
from edi.plain import plain_file
from edi.remittance_files import read_835
from edi.remittances_writing import write_835
from edi.strays import Stray
from edi.tokens import segments, tokens
from tests.edi.made import batch, claim, full_claim
from tests.edi.remittances import made
from tests.edi.test_acknowledgements import REFUSED, TAKEN, group_answer
from tests.edi.test_claim_acknowledgements import report

FILES = {
    "835": write_835(made()),
    "837": write_batch(batch(), [claim(), full_claim()]),
    "277CA": write_277ca(report()),
    "999": write_acknowledgements([group_answer(TAKEN, REFUSED)]),
}
few = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
several = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

source = st.sampled_from(sorted(FILES)).map(FILES.__getitem__)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with bytes changed, removed and repeated."""
    data = bytearray(draw(source))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(at + draw(st.integers(1, 40)), len(data))
        how = draw(st.sampled_from(["change", "remove", "repeat", "insert"]))
        if how == "change":
            data[at:end] = draw(st.binary(min_size=1, max_size=4))
        elif how == "remove":
            del data[at:end]
        elif how == "repeat":
            data[at:at] = data[at:end]
        else:
            data[at:at] = draw(
                st.sampled_from([b"~", b"*", b":", b"\n", b"ISA*", b"~CLP*", b"~SE*", b"~HL*", b"\xe9"])
            )
    return bytes(data)


@st.composite
def shuffled(draw: st.DrawFn) -> bytes:
    """A file whose inner segments were dropped, doubled, moved or emptied; its envelope is sound."""
    text = draw(source).decode()
    head, *inner = text.split("~GS*", 1)
    rows = ("GS*" + inner[0]).split("~")[:-1]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(2, len(rows) - 3))
        how = draw(st.sampled_from(["drop", "double", "move", "empty", "cut"]))
        if how == "drop" and len(rows) > 8:
            del rows[at]
        elif how == "double":
            rows.insert(at, rows[at])
        elif how == "move":
            rows.insert(draw(st.integers(2, len(rows) - 3)), rows.pop(at))
        elif how == "empty":
            rows[at] = rows[at].split("*")[0]
        else:
            rows[at] = rows[at][: draw(st.integers(2, len(rows[at])))]
    return ("~".join([head, *rows]) + "~").encode()


def pieces(read: Callable[[bytes], Iterable[object]], data: bytes) -> list[object]:
    try:
        return list(read(data))
    except X12Error:
        return []


@few
@given(damaged())
def test_no_damage_makes_a_reader_fail(data: bytes) -> None:
    for read in (read_835, read_837, read_277ca, read_acknowledgements):
        pieces(read, data)
    try:
        plain_file(data)
    except X12Error as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - not every mutation is refused


@few
@given(damaged(), st.integers(1, 300))
def test_damaged_files_give_the_same_segments_in_pieces_of_any_size(data: bytes, size: int) -> None:
    from edi.tokens import stretches

    try:
        whole = [text for stretch in stretches(data) for text in stretch.texts]
    except X12Error:
        return
    parts = [text for stretch in stretches(data, size) for text in stretch.texts]
    assert "".join("".join(parts).split()) == "".join("".join(whole).split())


def kept(read: list[object]) -> Counter[str]:
    """Every segment that some piece still holds."""
    found: Counter[str] = Counter()
    for piece in read:
        if isinstance(piece, Stray):
            found.update(piece.texts)
        elif isinstance(piece, Batch | ProfessionalClaim | BatchEnd):
            return Counter()
        else:
            raw = piece.raw  # type: ignore[attr-defined]
            found.update([raw] if isinstance(raw, str) else raw)
    return found


@several
@given(shuffled())
def test_no_segment_of_a_disordered_file_is_lost(data: bytes) -> None:
    outer = ("ISA", "GS")
    wanted = Counter(each.text for each in segments(data) if each.tag not in outer)
    for read in (read_835, read_277ca):
        found = kept(pieces(read, data))
        assert not wanted - found


@several
@given(shuffled())
def test_claims_of_a_disordered_file_go_out_with_every_segment(data: bytes) -> None:
    read = pieces(read_837, data)
    if not any(isinstance(piece, Batch) for piece in read):
        return
    again = Counter(tuple(each) for each in tokens(write_837(read)) if each[0] not in ("HL", "SE"))  # type: ignore[arg-type]
    wanted = Counter(tuple(each) for each in tokens(data) if each[0] not in ("HL", "SE"))
    assert not wanted - again
