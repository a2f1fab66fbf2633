"""`claimdesk import`: claims, remittances and answers from files, each taken once."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from activities.actors import CLAIMDESK
from activities.files import store_file
from activities.files_raw import RawFiles
from activities.reading import FileReport, read_at_once
from activities.transactions import Office
from models.files import FileState
from rules.errors import Refusal, Unknown
from runtime.settings import load_settings
from runtime.wiring import open_desk

app = typer.Typer(help="Take claims, remittances and answers in from files.")
SOURCE = "import"
SOME_REFUSED = 2
MARKS = {FileState.READ: "[green]taken[/]", FileState.READ_WITH_PROBLEMS: "[yellow]taken in part[/]"}
Step = Callable[[str, int], None]  # the file's name and how many claims of it are done


@dataclass(frozen=True, slots=True)
class Imported:
    """One path and what became of it."""

    path: Path
    report: FileReport


@app.command()
def import_files(
    paths: list[Path] = typer.Argument(..., help="Files, or folders with all that is in them."),
    sent_on: str = typer.Option("", metavar="YYYY-MM-DD", help="The claims are out already, since that day."),
    as_json: bool = typer.Option(False, "--json", help="For another program."),
) -> None:
    """Take claims (837P), remittances (835) and answers (999, TA1, 277CA) in; nothing counts twice.

    Ends with 2 when a file or a claim was refused; the reasons are shown and kept with the file.
    """
    day = _day(sent_on)
    found = asyncio.run(_import(paths, day))
    if as_json:
        print(json.dumps([_as_json(each) for each in found], indent=2))
    else:
        _show(found)
    if any(each.report.refused for each in found):
        raise typer.Exit(SOME_REFUSED)


async def _import(paths: Sequence[Path], sent_on: date | None) -> list[Imported]:
    async with open_desk(load_settings()) as desk:
        with Progress(console=Console(file=sys.stderr), transient=True) as progress:
            bar = progress.add_task("Reading")

            def step(name: str, claims: int) -> None:
                progress.update(bar, description=f"{name} {claims or ''}", total=None)

            return await import_paths(desk.office, desk.files, paths, sent_on, step)


async def import_paths(
    office: Office, files: RawFiles, paths: Sequence[Path], sent_on: date | None, step: Step
) -> list[Imported]:
    """Take every file of these paths in name order; one that cannot be read is refused and stops no other."""
    found = []
    for path in _files(paths):
        step(path.name, 0)
        found.append(Imported(path, await _take(office, files, path, sent_on, step)))
    return found


async def _take(office: Office, files: RawFiles, path: Path, sent_on: date | None, step: Step) -> FileReport:
    try:
        stored = await store_file(office, CLAIMDESK, files, SOURCE, path.name, path)
    except OSError as missing:
        return FileReport("other", FileState.REFUSED, f"Cannot be opened: {missing.strerror}", refused=1)
    try:
        return await read_at_once(
            office, CLAIMDESK, stored.id, files, sent_on, lambda done: step(path.name, done)
        )
    except Refusal as refusal:
        return FileReport(stored.kind, FileState.REFUSED, str(refusal), refused=1)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Folders give all their files but hidden ones."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = (each for each in path.rglob("*") if each.is_file())
        yield from sorted(each for each in inside if not each.name.startswith("."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise Unknown(f"'{text}' is no date: write it as YYYY-MM-DD.") from fault


def _as_json(each: Imported) -> dict[str, object]:
    report = each.report
    return {
        "file": str(each.path),
        "kind": report.kind,
        "state": report.state,
        "words": report.words,
        "refused": report.refused,
        "entered": list(report.entered),
        "problems": [asdict(problem) for problem in report.problems],
    }


def _show(found: Sequence[Imported]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for each in found:
        report = each.report
        console.print(MARKS.get(report.state, "[red]refused[/]"), report.kind, end=" ")
        console.print(f"{each.path.name}: {report.words}", markup=False)
        for line in report.entered:
            console.print(f"  new: {line}", markup=False)
        for problem in report.problems[:10]:
            console.print(f"  segment {problem.segment}: {problem.text}", markup=False)
        if len(report.problems) > 10:
            console.print(f"  and {len(report.problems) - 10} more, kept with the file")
