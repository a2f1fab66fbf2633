import pytest

from edi.acknowledgements import InterchangeAcknowledgement
from edi.acknowledgements_writing import write_acknowledgements
from edi.claims_writing import write_batch
from edi.faults import X12Error
from edi.files import Kind, refuse_unread, sniff
from tests.edi.made import AT, ON, batch, claim, interchange
from tests.edi.samples import files

FOLDERS = {
    "835": Kind.REMITTANCES,
    "837p": Kind.CLAIMS,
    "999": Kind.SETS_ACKNOWLEDGED,
    "277ca": Kind.CLAIMS_ACKNOWLEDGED,
    "277": Kind.CLAIM_STATUS,
    "276": Kind.CLAIM_STATUS_INQUIRY,
    "271": Kind.ELIGIBILITY,
    "270": Kind.ELIGIBILITY_INQUIRY,
}


@pytest.mark.parametrize("path", [each for folder in FOLDERS for each in files(folder)])
def test_samples_are_told_by_what_they_hold(path) -> None:  # type: ignore[no-untyped-def]
    assert sniff(path.read_bytes()) == (FOLDERS[path.parent.name],)


def test_a_ta1_alone_and_a_file_of_several_sets_are_told() -> None:
    answer = write_acknowledgements([InterchangeAcknowledgement(interchange(), "1", ON, AT, "A")])
    assert sniff(answer) == (Kind.INTERCHANGE_ACKNOWLEDGED,)
    source = write_batch(batch(), [claim()])
    assert sniff(source + answer) == (Kind.CLAIMS, Kind.INTERCHANGE_ACKNOWLEDGED)


@pytest.mark.parametrize(
    ("purpose", "kind"), [("TH", Kind.CLAIMS_ACKNOWLEDGED), ("DG", Kind.CLAIM_STATUS), ("ZZ", Kind.OTHER)]
)
def test_a_set_without_a_known_guide_is_told_by_its_purpose(purpose: str, kind: Kind) -> None:
    text = f"ST*277*0001~BHT*0085*08*1*20261120*0930*{purpose}~HL*1**20*1~SE*4*0001~"
    assert sniff(text.encode()) == (kind,)
    assert sniff(text.replace("ST*277", "ST*278").encode()) == (Kind.OTHER,)


@pytest.mark.parametrize("rest", ["", "HL*1**20*1~", "HL*1**20*1~SE*3*0001~"])
def test_a_set_that_says_nothing_of_itself_is_another(rest: str) -> None:
    head = write_batch(batch(), [claim()]).decode().split("GS*")[0]
    text = f"{head}GS*HN*S*R*20261120*0930*1*X*005010~ST*277*0001~{rest}"
    assert sniff(text.encode()) == (Kind.OTHER,)


@pytest.mark.parametrize(("guide", "words"), [("005010X223A2", "837I"), ("005010X224A2", "837D")])
def test_institutional_and_dental_claims_are_refused_by_name(guide: str, words: str) -> None:
    source = write_batch(batch(), [claim()]).replace(b"005010X222A1", guide.encode())
    with pytest.raises(X12Error, match=words):
        refuse_unread(sniff(source))


def test_sets_that_nobody_reads_are_refused_with_what_is_read() -> None:
    with pytest.raises(X12Error, match="holds 271; only 837P, 835"):
        refuse_unread((Kind.ELIGIBILITY,))
    with pytest.raises(X12Error, match="no transaction set"):
        refuse_unread(())
