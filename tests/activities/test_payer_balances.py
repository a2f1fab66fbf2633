"""A balance with a payer that nobody explains is asked about once it is old."""

from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.payer_balances import ask_about_old_balances
from activities.transactions import Office
from models.office import Office as Calendar
from rules.tasks import TaskKind
from tests.factories_money import one_claim
from tests.factories_remittances import A1, era, live_tasks, post_file


async def turn(office: Office, days: int) -> None:
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Calendar).values(days_ahead=days))


async def test_a_take_back_put_off_is_asked_about_after_sixty_days_and_once(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("100", A1, plb="WO:X*-10"))
    assert await ask_about_old_balances(office) == 0
    await turn(office, 60)
    assert await ask_about_old_balances(office) == 1
    assert await ask_about_old_balances(office) == 0
    (task,) = await live_tasks(office)
    assert task.kind is TaskKind.PROVIDER_ADJUSTMENT
    assert task.ask.startswith("We owe the payer $10.00")


async def test_what_was_taken_again_leaves_nothing_to_ask(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("100", A1, plb="WO:X*-10"))
    await post_file(office, era("0", plb="WO:X*10*CT:M1*-10", trace="T2"), "taken")
    await turn(office, 90)
    assert await ask_about_old_balances(office) == 0
