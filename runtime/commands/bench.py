"""`claimdesk bench NAME`: measure one part against a peer or a limit, in the same run."""

from enum import StrEnum
from importlib import import_module

import typer

from bench.reports import Report, show

app = typer.Typer(help="Measure the parts.")


class Bench(StrEnum):
    """What can be measured."""

    EDI = "edi"
    POSTING = "posting"
    CLAIMS = "claims"
    QUEUE = "queue"
    WEB = "web"
    ALL = "all"


@app.command()
def run(
    name: Bench,
    seconds: float = typer.Option(45, help="About how long each may take."),
    as_json: bool = typer.Option(False, "--json", help="The last line is for a program."),
) -> None:
    """Measure and print a table; exit code 2 when a target does not hold."""
    wanted = [each for each in Bench if each is not Bench.ALL] if name is Bench.ALL else [name]
    held = True
    for each in wanted:
        report: Report = import_module(f"bench.{each}").run(seconds)
        show(report)
        if as_json:
            print(report.to_json())
        held = held and all(target.holds for target in report.targets)
    if not held:
        raise typer.Exit(2)
