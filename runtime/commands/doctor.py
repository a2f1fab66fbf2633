"""`claimdesk doctor`: is anything lost, doubled or out of balance?"""

import asyncio
import json

import typer
from rich.console import Console

from activities.doctor import Finding, examine
from runtime.settings import load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="Look for claims without a next step, doubled tasks and money out of place.")


@app.command()
def run(as_json: bool = typer.Option(False, "--json", help="For another program.")) -> None:
    """Check every rule of the house; exit code 2 when one is broken."""
    findings = asyncio.run(_examine())
    if as_json:
        print(json.dumps([{"rule": each.rule, "broken_by": list(each.broken_by)} for each in findings]))
    else:
        _say(findings)
    if any(each.broken_by for each in findings):
        raise typer.Exit(2)


async def _examine() -> list[Finding]:
    async with open_desk(load_settings()) as desk:
        return await examine(desk.office)


def _say(findings: list[Finding]) -> None:
    console = Console(soft_wrap=True)
    for each in findings:
        if not each.broken_by:
            console.print(f"[green]sound[/]   {each.rule}")
            continue
        console.print(f"[red]broken[/]  {each.rule}: {len(each.broken_by)}")
        for name in each.broken_by[:20]:
            console.print(f"          {name}", highlight=False)
