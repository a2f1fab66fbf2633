"""What every benchmark hands back: figures measured here, and the targets they meet or miss."""

import json
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

Figure = float | int | str


@dataclass(frozen=True, slots=True)
class Target:
    """One promise, what was measured, and whether it holds."""

    name: str
    value: Figure
    target: str  # in words: ">= 4"
    holds: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one benchmark."""

    bench: str
    figures: dict[str, Figure]
    targets: list[Target]

    @property
    def holds(self) -> bool:
        """Whether every target is met."""
        return all(each.holds for each in self.targets)

    def to_json(self) -> str:
        """`bench`, `figures` and `targets` as one JSON object on one line."""
        return json.dumps(asdict(self))


def show(report: Report) -> None:
    """Print the figures and whether each target holds."""
    table = Table("figure", "measured", title=report.bench)
    for name, value in report.figures.items():
        table.add_row(name, f"{value:,.3g}" if isinstance(value, float) else f"{value}")
    Console().print(table)
    for target in report.targets:
        mark = "[green]holds[/]" if target.holds else "[red]missed[/]"
        Console().print(f"{mark}  {target.name}: {target.value} (target {target.target})")
