"""What a paper is, told by its first bytes, and the name it keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.attachments import LONGEST_NAME, kept_name, media_type
from rules.errors import Refusal


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
        ("Grüße\n".encode(), "text/plain"),
        ("cut Ü".encode()[:-1], "text/plain"),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, kind: str) -> None:
    assert media_type(head) == kind


@pytest.mark.parametrize("head", [b"", b"MZ\x90\x00", b"\xff\xfe\xfd\xfcabc", b"text\x1b[0m", b"\xc3"])
def test_anything_else_is_refused(head: bytes) -> None:
    with pytest.raises(Refusal):
        media_type(head)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\scans\\eob.pdf", "eob.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a"b\r\nc;.txt', "abc.txt"),
        ("...", "paper"),
    ],
)
def test_a_name_keeps_its_last_part(given_name: str, kept: str) -> None:
    assert kept_name(given_name) == kept


@given(st.text())
def test_a_kept_name_is_always_short_and_plain(given_name: str) -> None:
    kept = kept_name(given_name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\"\r\n;')
