"""Playbooks: written by those who lead, shown first, kept in versions, read beside the task."""

from httpx import AsyncClient

from tests.factories_desk import Told


async def test_a_playbook_is_shown_first_then_kept_and_stands_beside_the_task(
    priya: AsyncClient, amara: AsyncClient, told: Told
) -> None:
    path = f"/payers/{told.payers['Northlake Health PPO']}/playbooks/call_payer"
    typed = "Press 3, then 1.\nAsk for the claim by date of service."
    preview = await priya.post(path, data={"body": typed})
    assert "not kept yet" in preview.text
    assert "Press 3" not in (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    for text in (typed, "Use the portal first."):
        kept = await priya.post(path, data={"body": text, "keep": "true"})
        assert kept.status_code == 303
    page = (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    assert "Use the portal first." in page
    assert "by Priya Nair" in page
    assert "Press 3" in (await priya.get(path)).text  # the version before it stays
    assert "Use the portal first." in (await amara.get(kept.headers["location"])).text
    assert "Use the portal" not in (await amara.get(f"/tasks/{told.tasks['Novak']}")).text


async def test_a_playbook_is_not_everybodys_to_write(
    priya: AsyncClient, amara: AsyncClient, told: Told
) -> None:
    payer = told.payers["Cigna West"]
    assert (await amara.get(f"/payers/{payer}/playbooks/call_payer")).status_code == 403
    assert (await amara.post(f"/payers/{payer}/playbooks/call_payer", data={"body": "x"})).status_code == 403
    assert (await priya.get(f"/payers/{payer}/playbooks/dance")).status_code == 404
    empty = await priya.post(f"/payers/{payer}/playbooks/call_payer", data={"body": " ", "keep": "true"})
    assert (empty.status_code, "needs a text" in empty.text) == (400, True)


async def test_a_claim_without_a_task_shows_its_payer_all_the_same(priya: AsyncClient, told: Told) -> None:
    page = await priya.get(f"/claims/{told.claims['Adeyemi']}")
    assert (page.status_code, "Reach them" in page.text) == (200, True)
