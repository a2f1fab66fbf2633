"""Files given in by hand: chosen, or dropped on the box, and what became of them."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_file_is_taken_in_and_reported(visit: Visit) -> None:
    page = visit("Amara Osei", "/files")
    page.get_by_label(re.compile("Drop files here")).set_input_files(
        {"name": "odd.txt", "mimeType": "text/plain", "buffer": b"no X12"}
    )
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 file taken in")
    expect(page.get_by_role("row", name=re.compile("odd.txt"))).to_contain_text("Refused")


def test_files_are_dropped_anywhere_on_the_box_and_reported(visit: Visit, tmp_path: Path) -> None:
    (odd := tmp_path / "odd.txt").write_bytes(b"no X12")
    (other := tmp_path / "other.txt").write_bytes(b"nor this")
    page = visit("Amara Osei", "/files")
    box = page.locator("label", has_text="Drop files here").bounding_box()
    assert box is not None
    pointer = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(odd), str(other)], "dragOperationsMask": 1}
    for happens in ("dragEnter", "dragOver", "drop"):
        place = {"type": happens, "x": box["x"] + 8, "y": box["y"] + 8, "data": data}
        pointer.send("Input.dispatchDragEvent", place)
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 files taken in")
    expect(page.get_by_role("row", name=re.compile("odd.txt"))).to_contain_text("Refused")
