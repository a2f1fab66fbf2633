"""What is still under way in the demo's office: until it has ended, no day is turned."""

import asyncio
from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, text
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.actors import CLAIMDESK
from activities.reconciling import should_run
from runtime.reconciliation import running_workflows
from runtime.wiring import Desk

AT_ONCE = 40
COUNTS = text("""
    select (select count(*) from claim where stage = 'scrubbing') as checked
         , (select count(*) from claim where stage = 'ready') as ready
         , (select count(*) from batch where state = 'made') as made
         , (select count(*) from mailbox_file where state = 'stored') as unread
         , (select count(*) from remittance where state = 'staged') as unposted
         , (select count(*) from outbox) as wakes
""")
WORDS = {  # in the order of a claim's way: one, many
    "checked": ("claim is being checked", "claims are being checked"),
    "ready": ("claim waits for its batch", "claims wait for their batch"),
    "made": ("batch is on its way", "batches are on their way"),
    "unread": ("file is being read", "files are being read"),
    "unposted": ("payment is being posted", "payments are being posted"),
    "wakes": ("change is passed on", "changes are passed on"),
    "offered": ("file lies in the mailbox", "files lie in the mailbox"),
    "at work": ("step is under way", "steps are under way"),
}


async def in_flight(desk: Desk, client: Client) -> str:
    """What is under way, in a few words; empty when everything waits for a person, a payer or a day."""
    async with desk.office.begin(CLAIMDESK) as work:
        counts = (await work.session.execute(COUNTS)).mappings().one()
    if said := ", ".join(_words(counts)):
        return said
    if offered := len(await desk.clearinghouse.offered()):
        return _say("offered", offered)
    at_work = await workflows_at_work(desk, client)
    return _say("at work", at_work) if at_work else ""


async def known_workflows(desk: Desk, client: Client) -> set[str]:
    """The workflows that run, and those that the facts ask for: Temporal lists a new one a little late."""
    return await running_workflows(client) | await should_run(desk.office)


async def workflows_at_work(desk: Desk, client: Client) -> int:
    """How many of our workflows have a decision or a deed before them, or are still to be started."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def is_at_work(name: str) -> bool:
        async with gate:
            return await _is_at_work(client, name)

    return sum(await asyncio.gather(*map(is_at_work, await known_workflows(desk, client))))


async def _is_at_work(client: Client, name: str) -> bool:
    try:
        seen = (await client.get_workflow_handle(name).describe()).raw_description
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
        return True  # the facts ask for it, and it has not begun
    return seen.HasField("pending_workflow_task") or bool(seen.pending_activities)


def _words(counts: RowMapping) -> Iterator[str]:
    found: dict[str, Any] = dict(counts)
    wakes = found.pop("wakes")
    named = {name: count for name, count in found.items() if count}
    for name, count in (named or {"wakes": wakes}).items():
        if count:
            yield _say(name, count)


def _say(name: str, count: int) -> str:
    return f"{count} {WORDS[name][count != 1]}"
