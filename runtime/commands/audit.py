"""`claimdesk audit verify`: is the audit trail whole?"""

import asyncio
import json

import typer

from activities.audit_check import Chain, verify_audit
from runtime.settings import Settings, load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="The audit trail.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit trail."""


@app.command()
def verify(as_json: bool = typer.Option(False, "--json", help="For another program.")) -> None:
    """Recompute every seal; exit code 2 when an event was edited, removed or cut off."""
    chains = asyncio.run(_verify())
    if as_json:
        print(
            json.dumps(
                [{"practice": str(c.practice_id), "events": c.events, "fault": c.fault} for c in chains]
            )
        )
    else:
        for chain in chains:
            print(f"{chain.practice_id}  {chain.events:>8} events  {chain.fault or 'whole'}")
    if any(each.fault for each in chains):
        raise typer.Exit(2)


async def _verify() -> list[Chain]:
    async with open_desk(_as_the_auditor(load_settings())) as desk:
        return await verify_audit(desk.office)


def _as_the_auditor(settings: Settings) -> Settings:
    """The reading role, where one is set: whoever verifies needs no right to write."""
    url = settings.auditor_database_url
    return settings if url is None else settings.model_copy(update={"database_url": url})
