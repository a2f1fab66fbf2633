"""`claimdesk simulator`: a practice clearinghouse and twelve payers that answer through a mailbox folder."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rules.calendars import business_date, practice_zone
from rules.errors import Unknown
from simulator.simulator import Answered, Simulator

app = typer.Typer(no_args_is_help=True, help="Practice payers that answer real claim files, for training.")
ZONE = "America/New_York"
SECONDS = 2.0  # between two looks of --watch


@app.callback()
def practice() -> None:
    """Invented payers only: point it at a mailbox that no real clearinghouse uses."""


@app.command()
def run(
    mailbox: Annotated[Path, typer.Option(help="Folder with `outbox` (our files) and `inbox` (answers).")],
    seed: Annotated[str, typer.Option(help="Another seed gives payers of another mind.")] = "claimdesk",
    today: Annotated[str, typer.Option(help="Play this day, YYYY-MM-DD; today by default.")] = "",
    state: Annotated[Path | None, typer.Option(help="Its memory; `simulator` in the mailbox.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Read what was sent and write every answer that is due; again on the same day, nothing more."""
    outside = Simulator(mailbox, state or mailbox / "simulator", seed)
    if not mailbox.is_dir():
        raise Unknown(f"There is no folder {mailbox}: make it, or name the mailbox folder of the settings.")
    _tell(outside.run(_day(today)), as_json)
    while watch:
        time.sleep(SECONDS)
        answered = outside.run(_day(today))
        if answered.files or answered.claims_read:
            _tell(answered, as_json)


def _day(text: str) -> date:
    """The day to play. Raises Unknown for what is no date."""
    if not text:
        return business_date(datetime.now(UTC), practice_zone(ZONE))
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Unknown(f"'{text}' is no date: write it as YYYY-MM-DD.") from fault


def _tell(answered: Answered, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"claims_read": answered.claims_read, "files": list(answered.files)}))
        return
    console = Console(highlight=False)
    for name in answered.files:
        console.print(f"wrote {name}", markup=False)
    console.print(f"{answered.claims_read} claims read, {len(answered.files)} answers written.")
