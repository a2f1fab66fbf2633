"""Every public sample taken in by one command: each readable file once, each other with its reason."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.doctor import examine
from activities.files_raw import RawFiles
from activities.ledger import journal_total
from activities.transactions import Office
from models.claims import Claim
from models.files import FileState
from models.ledger import JournalEntry, JournalLeg
from models.remittances import RemittanceClaim
from rules.ledger import Account
from runtime.commands.import_ import Imported, import_paths
from tests.activities.test_remittances_samples import SAMPLES, money

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside this project")
FOLDERS = ("270", "271", "276", "277", "277ca", "835", "837p", "999", "fhir", "hl7v2")
READ = {"277ca", "835", "837p", "999"}


async def take_all(office: Office, tmp_path: Path) -> list[Imported]:
    paths = [SAMPLES / each for each in FOLDERS]
    return await import_paths(office, RawFiles(tmp_path / "files"), paths, None, lambda name, done: None)


async def counts(office: Office) -> list[int]:
    async with office.begin(CLAIMDESK) as work:
        tables = (Claim, RemittanceClaim, JournalEntry, JournalLeg)
        return [await work.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables]


async def test_every_sample_is_taken_once_and_its_money_is_all_there(office: Office, tmp_path: Path) -> None:
    first = await take_all(office, tmp_path)
    for each in first:
        is_read = each.path.parent.name in READ
        assert (each.report.state is not FileState.REFUSED) == is_read, each.path
        assert is_read or each.report.words
    taken = await counts(office)
    async with office.begin(CLAIMDESK) as work:
        cash = select(func.sum(JournalLeg.amount)).where(JournalLeg.account == Account.CASH)
        assert await work.session.scalar(cash) == money()
        assert await journal_total(work.session) == Decimal(0)
    await take_all(office, tmp_path)
    assert await counts(office) == taken
    broken = {each.rule: each.broken_by for each in await examine(office) if each.broken_by}
    assert broken == {}
