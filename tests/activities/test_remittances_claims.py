"""What each kind of decision does to the ledger, to the claim and to the people, from the file on."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from activities import tasks
from activities.actors import CLAIMDESK
from activities.ledger import open_lines
from activities.transactions import Office
from models.claims import Claim
from models.outbox import Wake
from models.payers import Payer
from models.remittances import Posting, RemittanceClaim
from models.tasks import Task
from rules.claims import Stage, Turn
from rules.tasks import TaskKind, TaskState
from tests.factories_money import Billed, add_claim, one_claim, practice_and_payer
from tests.factories_remittances import (
    A1,
    A1_CORRECTED,
    A1_REVERSED,
    accounts,
    claim_named,
    era,
    live_tasks,
    post_file,
    simple,
    states,
)

POSTED = Posting.POSTED
PATIENT = "NM1*QC*1*DOE*JANE****MI*MEMBER1"


async def claims(office: Office, *billed: tuple[str, Sequence[str]]) -> list[Billed]:
    """One practice and payer with these claims: number and the charges of its lines."""
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        return [await add_claim(work, practice, payer, number, charges) for number, charges in billed]


async def kinds(office: Office) -> list[TaskKind]:
    return [task.kind for task in await live_tasks(office)]


async def test_a_reversal_waits_for_its_correction_and_then_the_correction_settles_it(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1))
    await post_file(office, era("0", A1_REVERSED, trace="T2", plb="FB:T2*-90"), "reversal")
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.open_amount, claim.turn) == (Stage.ACCEPTED, Decimal(200), Turn.PAYER)
    assert claim.reason == "Reversed: the correction must follow."
    assert claim.follow_up_on is not None
    assert await kinds(office) == []
    await post_file(office, era("65", A1_CORRECTED, trace="T3"), "correction")
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.open_amount, claim.payer_claim_number) == (Stage.PATIENT, 0, "ICN1R")
    told = await accounts(office)
    assert told == {
        "cash": Decimal(155),
        "contractual": Decimal(110),
        "patient": Decimal(25),
        "payer": Decimal(-90),
    }


async def test_a_correction_before_its_reversal_leaves_a_credit_until_the_reversal_comes(
    office: Office,
) -> None:
    await one_claim(office)
    await post_file(office, era("90", A1))
    await post_file(office, era("65", A1_CORRECTED, trace="T2"), "correction")
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.open_amount) == (Stage.ACCEPTED, Decimal(-200))
    assert "a reversal must follow" in claim.reason
    await post_file(office, era("0", A1_REVERSED, trace="T3", plb="FB:T3*-90"), "reversal")
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.open_amount) == (Stage.PATIENT, 0)
    assert await kinds(office) == []


async def test_reversal_and_correction_in_one_file_are_never_netted(office: Office) -> None:
    await claims(office, ("A1", ("200",)), ("B1", ("100",)))
    await post_file(office, era("90", A1))
    third = simple("B1", "100", "90", "CO*45*10")
    await post_file(office, era("65", A1_REVERSED, A1_CORRECTED, third, trace="T2"), "both")
    assert await accounts(office) == {
        "cash": Decimal(155),
        "contractual": Decimal(120),
        "patient": Decimal(25),
    }
    assert (await claim_named(office, "A1")).stage is Stage.PATIENT
    assert (await claim_named(office, "B1")).stage is Stage.CLOSED
    assert await states(office) == [(POSTED, [POSTED]), (POSTED, [POSTED] * 3)]


async def test_a_recoupment_put_off_is_owed_to_the_payer_until_it_is_taken(office: Office) -> None:
    await claims(office, ("A1", ("200",)), ("B2", ("100",)), ("B3", ("150",)))
    await post_file(office, era("90", A1))
    off = era("60", A1_REVERSED, simple("B2", "100", "60", "CO*45*40"), trace="T2", plb="WO:ICN1*-90")
    await post_file(office, off, "put off")
    assert (await accounts(office))["payer"] == Decimal(-90)
    taken = era("10", simple("B3", "150", "100", "CO*45*50"), trace="T3", plb="WO:ICN1*90")
    await post_file(office, taken, "taken")
    told = await accounts(office)
    assert "payer" not in told
    assert told["cash"] == Decimal(90 + 60 + 10)


async def test_interest_and_withheld_tax_go_to_their_own_accounts(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("81.25", A1, plb="L6:A1*-1.25*IR:2026*10"))
    told = await accounts(office)
    assert (told["cash"], told["interest"], told["withheld"]) == (
        Decimal("81.25"),
        Decimal("-1.25"),
        Decimal(10),
    )


async def test_what_a_letter_must_explain_is_a_task(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("80", A1, plb="CS:REF77*10"))
    (task,) = await live_tasks(office)
    assert (task.kind, task.money) == (TaskKind.PROVIDER_ADJUSTMENT, Decimal(10))
    assert (await accounts(office))["payer"] == Decimal(10)


async def test_bundled_lines_post_to_the_lines_that_were_billed(office: Office) -> None:
    (billed,) = await claims(office, ("B6", ("290.55", "206")))
    bundled = (
        "CLP*B6*1*496.55*100*0*12*ICN6*11*1",
        "SVC*HC:80050*290.55*100**1",
        "CAS*OA*94*-206",
        "CAS*CO*45*396.55",
        "REF*6R*L1",
        "SVC*HC:80050*206*0**0*HC:84443*1",
        "CAS*CO*97*206",
        "REF*6R*L2",
    )
    await post_file(office, era("100", bundled))
    async with office.begin(CLAIMDESK) as work:
        assert await open_lines(work.session, [billed.claim_id]) == {}
    assert (await claim_named(office, "B6")).stage is Stage.CLOSED


async def test_two_halves_of_a_split_claim_both_post(office: Office) -> None:
    await claims(office, ("C5", ("200", "80")))
    first = ("CLP*C5*1*200*90*25*12*ICN9A*11*1", PATIENT, *A1[1:])
    second = ("CLP*C5*1*80*60*0*12*ICN9B*11*1", PATIENT, "SVC*HC:99214*80*60**1", "CAS*CO*45*20", "REF*6R*L2")
    await post_file(office, era("90", first))
    claim = await claim_named(office, "C5")
    assert (claim.stage, claim.open_amount) == (Stage.ACCEPTED, Decimal(80))
    assert await kinds(office) == []
    await post_file(office, era("60", second, trace="T2"), "second")
    assert (await claim_named(office, "C5")).stage is Stage.PATIENT
    async with office.begin(CLAIMDESK) as work:
        numbers = await work.session.scalars(select(RemittanceClaim.payer_claim_number))
        assert sorted(filter(None, numbers)) == ["ICN9A", "ICN9B"]


async def test_a_denial_under_status_1_makes_no_entry_but_a_task_with_its_clocks(office: Office) -> None:
    await claims(office, ("C2", ("200",)))
    denied = (*simple("C2", "200", "0", "CO*16*200"), "LQ*HE*M51", "LQ*HE*N56")
    await post_file(office, era("0", denied, handling="H*{}*C*NON"))
    claim = await claim_named(office, "C2")
    assert (claim.stage, claim.open_amount) == (Stage.DENIED, Decimal(200))
    assert claim.reason == "Denied: CO-16 (M51, N56)."
    ours, lawful = (claim.correct_by, claim.appeal_by), (claim.correct_limit_on, claim.appeal_limit_on)
    assert all(day and last and day <= last for day, last in zip(ours, lawful, strict=True))
    (task,) = await live_tasks(office)
    assert (task.kind, task.money, task.claim_id) == (TaskKind.WORK_DENIAL, Decimal(200), claim.id)
    assert task.deadline_on in (claim.correct_by, claim.appeal_by)
    assert task.detail["codes"] == ["CO-16"]
    assert task.priority > 0
    assert await accounts(office) == {"insurance": Decimal(200)}


async def test_a_denied_line_stays_denied_when_the_other_half_is_paid(office: Office) -> None:
    await claims(office, ("C5", ("200", "80", "50")))
    first = ("CLP*C5*1*200*0*0*12*ICN9A*11*1", PATIENT, "SVC*HC:99214*200*0**1", "CAS*CO*16*200", "REF*6R*L1")
    second = ("CLP*C5*1*80*60*0*12*ICN9B*11*1", PATIENT, "SVC*HC:99214*80*60**1", "CAS*CO*45*20", "REF*6R*L2")
    await post_file(office, era("60", first, second))
    claim = await claim_named(office, "C5")
    assert (claim.stage, claim.open_amount) == (Stage.DENIED, Decimal(250))
    assert claim.reason.startswith("Denied in part. ")
    assert await kinds(office) == [TaskKind.WORK_DENIAL]


async def test_a_reason_nobody_classed_waits_for_a_person_and_writes_nothing_off(office: Office) -> None:
    await one_claim(office)
    await post_file(office, era("90", simple("A1", "200", "90", "CO*45*85", "CO*999*25")))
    claim = await claim_named(office, "A1")
    assert (claim.stage, claim.open_amount) == (Stage.UNDERPAID, Decimal(25))
    (task,) = await live_tasks(office)
    assert (task.kind, task.detail["codes"]) == (TaskKind.MAP_CODE, ["CO-999"])


async def test_off_by_a_cent_one_claim_waits_and_the_other_posts(office: Office) -> None:
    await claims(office, ("C7", ("200",)), ("C8", ("100",)))
    crooked = ("CLP*C7*1*200*90*25*12*ICN7*11*1", "SVC*HC:99214*200*90**1", "CAS*CO*45*84.99", "CAS*PR*3*25")
    await post_file(office, era("150", crooked, simple("C8", "100", "60", "CO*45*40")))
    assert await accounts(office) == {
        "cash": Decimal(150),
        "unapplied": Decimal(-90),
        "contractual": Decimal(40),
        "insurance": Decimal(200),
    }
    (task,) = await live_tasks(office)
    assert task.kind is TaskKind.SUSPENDED_PAYMENT
    assert "off by 0.01" in task.ask
    assert (await claim_named(office, "C7")).stage is Stage.ACCEPTED
    assert await states(office) == [(POSTED, [Posting.SUSPENDED, POSTED])]


async def test_a_forecast_never_posts(office: Office) -> None:
    await claims(office, ("C3", ("200",)))
    forecast = ("CLP*C3*25*200*0*0*12*ICN3*11*1", "CAS*OA*101*200")
    await post_file(office, era("0", forecast, handling="H*{}*C*NON"))
    assert await states(office) == [(POSTED, [Posting.NOTED])]
    assert await kinds(office) == []


async def test_the_share_after_the_first_payer_is_owed_by_the_second_and_paid_by_it(office: Office) -> None:
    second = {"payer": {"name": "Payer Two", "id": "PAYER2"}, "responsibility": "S"}
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        other = Payer(payer_id="PAYER2", name="Payer Two")
        work.session.add(other)
        form = {"subscriber": {}, "other_payers": [second]}
        await add_claim(work, practice, payer, "B8", ("500",), form=form)
    first = simple("B8", "500", "340", "CO*45*85", "PR*2*75")
    await post_file(office, era("340", first))
    claim = await claim_named(office, "B8")
    assert (claim.stage, claim.open_amount) == (Stage.ACCEPTED, Decimal(75))
    (task,) = await live_tasks(office)
    assert (task.kind, task.money) == (TaskKind.SEND_INFORMATION, Decimal(75))
    answer = simple("B8", "500", "65", "OA*23*425", "PR*2*10", status=2)
    await post_file(office, era("65", answer, trace="T2").replace(b"PAYER1~", b"PAYER2~"), "second")
    claim = await claim_named(office, "B8")
    assert (claim.stage, claim.open_amount) == (Stage.PATIENT, 0)
    assert await accounts(office) == {
        "cash": Decimal(405),
        "contractual": Decimal(85),
        "patient": Decimal(10),
    }
    assert await kinds(office) == []


async def test_the_payers_answer_withdraws_what_people_were_asked_and_wakes_the_claim(office: Office) -> None:
    billed = await one_claim(office)
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        today = work.today("America/New_York")
        call = tasks.for_claim(claim, TaskKind.CALL_PAYER, "call:1", "Call the payer", today)
        await tasks.give(work, call, today)
    await post_file(office, era("90", A1))
    async with office.begin(CLAIMDESK) as work:
        assert [task.state for task in await work.session.scalars(select(Task))] == [TaskState.CANCELLED]
        wakes = await work.session.scalars(select(Wake.workflow_id))
        assert f"claim:{billed.claim_id}" in set(wakes)


async def test_a_line_we_never_billed_suspends_its_claim(office: Office) -> None:
    await one_claim(office)
    strange = ("CLP*A1*1*200*90*0*12*ICN1*11*1", "SVC*HC:36415*200*90**1", "CAS*CO*45*110", "REF*6R*X9")
    await post_file(office, era("90", strange))
    (task,) = await live_tasks(office)
    assert (task.kind, task.claim_id is not None) == (TaskKind.SUSPENDED_PAYMENT, True)
    assert (await accounts(office))["unapplied"] == Decimal(-90)


async def test_a_payer_nobody_knows_pays_the_claim_of_our_number(office: Office) -> None:
    await claims(office, ("A1", ("200",)))
    await post_file(office, era("90", A1).replace(b"XV*PAYER1~", b"XV*STRANGE~"))
    assert (await claim_named(office, "A1")).stage is Stage.PATIENT
    assert (await accounts(office))["cash"] == Decimal(90)


async def test_what_stays_denied_is_not_an_underpayment_too(office: Office) -> None:
    await claims(office, ("C5", ("100", "100")))
    line = "SVC*HC:99214*100*0**1", "CAS*CO*16*100", "REF*6R*L1"
    denied = ("CLP*C5*1*100*0*0*12*ICN5*11*1", PATIENT, *line)
    await post_file(office, era("0", denied))
    line = "SVC*HC:99214*80*60**1", "CAS*CO*45*20", "REF*6R*L2"
    short = ("CLP*C5*1*80*60*0*12*ICN5B*11*1", PATIENT, *line)
    await post_file(office, era("60", short, trace="T2"), "second")
    assert await kinds(office) == [TaskKind.WORK_DENIAL]
