"""What is spoken with a patient: set beside a task or a claim, without script, and never over another's."""

import re
from uuid import uuid4

from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.claims import Claim
from models.patients import Patient
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.test_tasks import FRAGMENT


async def spoken(office: Office, told: Told, name: str) -> str | None:
    async with office.begin(CLAIMDESK) as work:
        theirs = select(Patient.language).join(Claim, Claim.patient_id == Patient.id)
        return (await work.session.scalars(theirs.where(Claim.id == told.claims[name]))).one()


def form(page: str, path: str, language: str) -> dict[str, str]:
    """The language form of this page as a browser would send it."""
    inside = page[page.index(f'action="{path}') :].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', inside))
    assert fields.keys() == {"key", "seen"}
    return {**fields, "language": language}


async def test_beside_a_task_the_language_is_set_and_the_task_stays_open(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    task = told.tasks["Novak"]
    page = (await amara.get(f"/tasks/{task}")).text
    assert "Nobody asked yet what language they speak." in page
    path = f"/tasks/{task}/language"
    sent = form(page, path, "es")
    plain = await amara.post(f"{path}?view=mine", data=sent)
    assert plain.headers["location"] == f"/tasks/{task}?view=mine&said=spoken"
    assert await spoken(desk_office, told, "Novak") == "es"
    again = await amara.post(
        f"{path}?view=mine", data=sent, headers=FRAGMENT
    )  # the same form is the same act
    assert "Speaks Spanish." in again.text
    assert "Language kept" in again.text


async def test_on_the_claims_own_page_too_and_an_old_page_is_told(
    amara: AsyncClient, enter: Enter, told: Told, desk_office: Office
) -> None:
    claim = told.claims["Novak"]
    path = f"/claims/{claim}/language"
    ben = await enter("Ben Carver")
    old = form((await ben.get(f"/claims/{claim}")).text, path, "vi")
    sent = form((await amara.get(f"/claims/{claim}")).text, path, "es")
    assert (await amara.post(path, data=sent)).headers["location"] == f"/claims/{claim}"
    late = await ben.post(path, data=old)
    assert late.status_code == 409
    assert "Somebody else set the language first" in late.text
    assert "Speaks Spanish." in late.text
    assert await spoken(desk_office, told, "Novak") == "es"
    old_task = {**old, "key": str(uuid4())}
    beside = await ben.post(f"/tasks/{told.tasks['Novak']}/language?view=mine", data=old_task)
    assert (beside.status_code, "Somebody else set the language first" in beside.text) == (409, True)


async def test_what_is_no_language_is_refused_in_words(amara: AsyncClient, told: Told) -> None:
    claim = told.claims["Novak"]
    sent = {"key": str(uuid4()), "seen": "", "language": "xx"}
    answer = await amara.post(f"/claims/{claim}/language", data=sent)
    assert (answer.status_code, "Choose a language from the list." in answer.text) == (400, True)


async def test_only_those_who_work_there_may_set_it(
    enter: Enter, hana: AsyncClient, told: Told, desk_office: Office
) -> None:
    claim = told.claims["Novak"]
    sent = {"key": str(uuid4()), "language": "es"}
    assert (await hana.post(f"/claims/{claim}/language", data=sent)).status_code == 404
    otto = await enter("Otto Reiss")
    assert (await otto.post(f"/claims/{claim}/language", data=sent)).status_code == 403
    assert await spoken(desk_office, told, "Novak") is None
