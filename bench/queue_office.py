"""A large office to measure on: open tasks by the hundred thousand, the most urgent with claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from psycopg import AsyncConnection, sql

from activities.actors import CLAIMDESK, Actor
from activities.transactions import Office
from bench.offices import Bench
from bench.queue_model import NPI, Model, make_model
from models.base import Base
from models.practices import Practice
from models.rulebook import priority_points
from models.users import Membership, User
from rules.access import Role
from rules.priority import TaskFacts, priority
from rules.tasks import TaskKind
from runtime.embedded.postgres import SUPERUSER

KINDS = (TaskKind.CALL_PAYER, TaskKind.WORK_DENIAL, TaskKind.FIX_CLAIM, TaskKind.FIX_REJECTION)
WITH_CLAIMS = 20_000  # as many tasks as a measurement can reach; the others stand behind them
FACES = 2_000  # different mixes of kind, dates and money among the tasks
COPY = (
    "create temp table face"
    " (place int primary key, kind text, due_on date, money numeric, score int, reasons text[])",
    "copy face from stdin",
)
NUMBER = "copy.number"
LINE = "('00000000-000{0}-7000-8000-' || lpad(to_hex(copy.number), 12, '0'))::uuid"  # the id of copy number n


@dataclass(frozen=True, slots=True)
class Filled:
    """Everybody works for the one practice, so that its audit chain and its bell have no relief."""

    practice_id: UUID
    people: list[Actor]


async def fill(bench: Bench, people: int, tasks: int) -> Filled:
    """So many billers and open tasks; the same every time."""
    today = datetime.now(UTC).date()
    filled = await _people(bench.office, people)
    model = await make_model(bench.office, filled.practice_id, today)
    url = bench.postgres.url(SUPERUSER, bench.database)
    async with await AsyncConnection.connect(url, options="-c synchronous_commit=off") as line:
        await line.execute("set session_replication_role = replica")  # copies of sound rows need no checks
        await _copy_faces(line, today)
        for statement in _copies(model, tasks):
            await line.execute(statement)
    async with await AsyncConnection.connect(url, autocommit=True) as line:
        await line.execute("vacuum analyze")
        await line.execute("checkpoint")  # nobody loads an office just before people come in
    return filled


async def _people(office: Office, people: int) -> Filled:
    zone = "America/Chicago"
    async with office.begin(CLAIMDESK) as work:
        practice = Practice(name="Bench", npi=NPI, tax_id="741234567", state="TX", time_zone=zone)
        users = [
            User(email=f"p{at}@bench.example", name=f"P{at}", role=Role.BILLER, password_hash="!")  # noqa: S106 - opens nothing
            for at in range(people)
        ]
        work.session.add_all([practice, *users])
        await work.session.flush()
        work.session.add_all(Membership(user_id=each.id, practice_id=practice.id) for each in users)
    mine = frozenset({practice.id})
    return Filled(practice.id, [Actor(each.id, each.name, Role.BILLER, mine, None) for each in users])


async def _copy_faces(line: AsyncConnection[tuple[object, ...]], today: date) -> None:
    """What makes tasks differ, the most urgent first."""
    chance = Random(FACES)  # noqa: S311 - the same tasks every time
    faces = sorted((_face(chance, today) for _ in range(FACES)), key=lambda face: -face[3])
    await line.execute(COPY[0])
    async with line.cursor() as cursor, cursor.copy(COPY[1]) as copy:
        for number, face in enumerate(faces):
            await copy.write_row((number, *face))


def _face(chance: Random, today: date) -> tuple[str, date, Decimal, int, Sequence[str]]:
    kind, due = chance.choice(KINDS), today + timedelta(days=chance.randrange(-5, 20))
    money = Decimal(chance.randrange(20, 3000))
    judged = priority(TaskFacts(kind, due, due + timedelta(days=60), money), today, priority_points(today))
    return kind.value, due, money, judged.score, list(judged.reasons)


def _copies(model: Model, tasks: int) -> list[sql.Composed]:
    claims = min(tasks, WITH_CLAIMS)
    patient, coverage, claim, first, second, entry, task = (LINE.format(at) for at in range(1, 8))
    ours = {"patient_id": patient, "coverage_id": coverage, "claim_id": claim}
    named = f"'bench:' || {NUMBER}"
    line = f"case o.claim_line_id when '{model.lines[0]}' then {first} else {second} end"
    judged = {"kind": "f.kind", "due_on": "f.due_on", "money": "f.money", "deadline_on": "f.due_on + 60"}
    judged |= {"priority": "f.score", "priority_reasons": "f.reasons"}
    reached = {"claim_id": f"case when {NUMBER} <= {claims} then {claim} end"}
    return [
        _many("patient", model.patient, claims, {"id": patient, "last_name": f"'Model ' || {NUMBER}"}),
        _many("coverage", model.coverage, claims, ours | {"id": coverage}),
        _many("claim", model.claim, claims, ours | {"id": claim, "number": f"'B-' || {NUMBER}"}),
        _many("claim_line", model.lines[0], claims, ours | {"id": first}),
        _many("claim_line", model.lines[1], claims, ours | {"id": second}),
        _many("journal_entry", model.entry, claims, ours | {"id": entry, "cause": named}),
        _many(
            "journal_leg",
            model.entry,
            claims,
            ours | {"id": "gen_random_uuid()", "entry_id": entry, "claim_line_id": line},
            by="entry_id",
        ),
        _many("task", model.task, tasks, judged | reached | {"id": task, "cause": named}, of=tasks),
    ]


def _many(
    table: str, model: UUID, count: int, new: dict[str, str], by: str = "id", of: int = FACES
) -> sql.Composed:
    """Copies 1 to `count` of one row, with new values where they differ."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    values = [f"({new[name]})" if name in new else f"o.{name}" for name in names]
    statement = (
        f"insert into {table} ({', '.join(names)}) select {', '.join(values)} "  # noqa: S608 - our own names
        f"from {table} o, generate_series(1, {count}) as copy (number) "
        f"left join face f on f.place = ({NUMBER}::bigint - 1) * {FACES} / {of} where o.{by} = '{model}'"
    )
    return sql.SQL(statement).format()
