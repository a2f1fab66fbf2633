"""A long file comes in portion by portion, with a sign of life after each, and its report stays readable."""

from pathlib import Path

from activities.actors import CLAIMDESK
from activities.imports import CHUNK, MOST_PROBLEMS, import_claims
from activities.transactions import Office
from tests.factories_imports import claim, claims_file, stored


async def test_a_file_longer_than_a_portion_comes_in_whole(office: Office, tmp_path: Path) -> None:
    path = claims_file(tmp_path, *(claim(f"A{at}") for at in range(CHUNK + 1)))
    beats: list[int] = []
    file_id = await stored(office, tmp_path, path)
    report = await import_claims(office, CLAIMDESK, file_id, path, None, beats.append)
    assert (report.taken, beats) == (CHUNK + 1, [CHUNK, CHUNK + 1])


async def test_of_very_many_refusals_the_first_are_told_and_all_are_counted(
    office: Office, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, *(claim(f"A{at}") for at in range(MOST_PROBLEMS + 1)))
    path.write_bytes(path.read_bytes().replace(b"*100***11:B:1", b"*1OO***11:B:1"))
    report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    assert (report.refused, len(report.problems)) == (MOST_PROBLEMS + 1, MOST_PROBLEMS)
