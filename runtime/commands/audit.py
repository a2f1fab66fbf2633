"""`claimdesk audit verify`: is the audit trail whole?"""

import asyncio
import json
import sys

import typer

from activities.audit_anchors import anchor_audit
from activities.audit_check import Chain, verify_audit
from runtime.settings import Settings, load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="The audit trail.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit trail."""


@app.command()
def verify(as_json: bool = typer.Option(False, "--json", help="For another program.")) -> None:
    """Recompute every seal and compare with the anchors; exit code 2 when anything was edited or is gone."""
    chains, strange = asyncio.run(_verify())
    if as_json:
        print(
            json.dumps(
                [{"practice": str(c.practice_id), "events": c.events, "fault": c.fault} for c in chains]
            )
        )
    else:
        for chain in chains:
            print(f"{chain.practice_id}  {chain.events:>8} events  {chain.fault or 'whole'}")
    if strange or any(each.fault for each in chains):
        raise typer.Exit(2)


async def _verify() -> tuple[list[Chain], list[str]]:
    async with open_desk(_as_the_auditor(load_settings())) as desk:
        anchors, strange = desk.anchors.read()
        chains = await verify_audit(desk.office, anchors)
    for name in strange:
        why = "is not as we wrote it, or its key is not in CLAIMDESK_AUDIT_ANCHOR_KEYS_OLD."
        print(f"{name} {why}", file=sys.stderr)
    print(f"Compared with {len(anchors)} anchors in {desk.settings.audit_anchor_dir}.", file=sys.stderr)
    return chains, strange


@app.command()
def anchor() -> None:
    """Write the ends of all chains into a new anchor file now; a schedule does it every hour."""
    chains, broken = asyncio.run(_anchor())
    print(f"{chains} chains, {broken} of them broken and not anchored.")
    if broken:
        raise typer.Exit(2)


async def _anchor() -> tuple[int, int]:
    async with open_desk(load_settings()) as desk:
        return await anchor_audit(desk.office, desk.anchors)


def _as_the_auditor(settings: Settings) -> Settings:
    """The reading role, where one is set: whoever verifies needs no right to write."""
    url = settings.auditor_database_url
    return settings if url is None else settings.model_copy(update={"database_url": url})
