"""Fifty billers at a real desk with 200,000 open tasks: how long each route takes, and what it asks."""

import asyncio
from statistics import quantiles

from bench.desk_people import play, sign_in
from bench.desk_server import Spent, served
from bench.offices import fresh_office
from bench.queue_office import fill
from bench.reports import Figure, Report, Target
from runtime.embedded.postgres import APP

PEOPLE, TASKS, HASTE = 50, 200_000, 10
SHOWN = 12  # routes, the busiest first
BUDGETS = {
    "GET /queue/mine": 50.0,
    "GET /tasks/…": 50.0,
    "POST /tasks/…/finish part": 100.0,
}  # p95 in milliseconds at the server


def run(seconds: float) -> Report:
    """The people work for all of the time; the office is filled before it."""
    return asyncio.run(_run(seconds))


async def _run(seconds: float) -> Report:
    async with fresh_office(PEOPLE) as bench:
        filled = await fill(bench, PEOPLE, TASKS)
        tokens = await sign_in(bench.office, filled.people)
        async with served(bench.postgres.url(APP)) as desk:
            played = await play(desk.origin, tokens, seconds, HASTE)
    routes = desk.by_route(played.since)
    figures: dict[str, Figure] = {
        f"billers, {HASTE} times as quick as by hand": PEOPLE,
        "tasks finished": len(played.gone),
        "requests a second": round(sum(map(len, routes.values())) / seconds, 1),
        "seconds of CPU of the web process": round(desk.cpu, 1),
    }
    for route, spent in list(routes.items())[:SHOWN]:
        took = [each.milliseconds for each in spent]
        p50, p95, p99 = (round(_percentile(took, which), 1) for which in (50, 95, 99))
        asked = max(each.statements for each in spent)
        figures[route] = f"p50 {p50}, p95 {p95}, p99 {p99} ms; {len(spent)} requests, {asked} statements"
    targets = [_target(route, routes.get(route, []), budget) for route, budget in BUDGETS.items()]
    return Report("web", figures, targets)


def _target(route: str, spent: list[Spent], budget: float) -> Target:
    p95 = round(_percentile([each.milliseconds for each in spent], 95), 1)
    return Target(f"{route} p95 at the server, ms", p95, f"< {budget:g}", p95 < budget)


def _percentile(values: list[float], which: int) -> float:
    return quantiles(values, n=100)[which - 1] if len(values) > 1 else float("inf")
