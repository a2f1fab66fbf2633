"""`claimdesk edi`: show what an X12 file says, and say what is wrong with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from edi.faults import X12Error
from edi.plain import plain_file

app = typer.Typer(no_args_is_help=True, help="Read X12 files: claims, remittances and acknowledgements.")
File = Annotated[Path, typer.Argument(help="An X12 file: 837P, 835, 999, TA1 or 277CA.", metavar="FILE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
PROBLEMS_FOUND = 2
Plain = dict[str, Any]


@app.command()
def show(file: File, as_json: AsJson = False) -> None:
    """What the file says, set by set, claim by claim."""
    told = _read(file)
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    console = Console()
    for transaction in told["transactions"]:
        console.print(_tree(transaction))
    for problem in told["file_problems"]:
        console.print(f"[yellow]{escape(problem['text'])}[/]")


@app.command()
def check(file: File, as_json: AsJson = False) -> None:
    """What is wrong with the file: exit code 0 for nothing, 2 for something, 1 for an unreadable file."""
    told = _read(file)
    sets = [each["set"] for each in told["transactions"]]
    problems = sorted(_problems(told), key=lambda each: int(each["segment"]))
    if as_json:
        typer.echo(json.dumps({"file": file.name, "sets": sets, "problems": problems}, indent=2))
    else:
        console = Console(soft_wrap=True)  # one problem, one line, also through a pipe
        for problem in problems:
            console.print(escape(problem["text"]))
        held = ", ".join(sets) or "no transaction set"
        console.print(f"{file.name}: {held}; {_counted(len(problems), 'problem')} found.")
    if problems:
        raise typer.Exit(PROBLEMS_FOUND)


def _read(file: Path) -> Plain:
    try:
        return plain_file(file.read_bytes())
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        typer.echo(f"claimdesk: {file}: {reason}.", err=True)
    except X12Error as error:
        typer.echo(f"claimdesk: {file}: {error}", err=True)
    raise typer.Exit(1)


def _problems(told: Plain) -> Iterator[Plain]:
    yield from told["file_problems"]
    for transaction in told["transactions"]:
        yield from transaction["problems"]


def _tree(transaction: Plain) -> Tree:
    branches = {
        "835": _remittance,
        "837P": _claims,
        "277CA": _report,
        "999": _sets_acknowledged,
        "TA1": _interchange_acknowledged,
    }
    tree = branches[transaction["set"]](transaction)
    for problem in transaction["problems"]:
        tree.add(f"[yellow]{escape(problem['text'])}[/]")
    return tree


def _remittance(payment: Plain) -> Tree:
    balance = "balanced" if payment["balanced"] else "[red]does not balance[/]"
    head = f"835 {payment['payer']}: {payment['paid']} by {payment['trace']}"
    when = payment["payment_date"] or "no date"
    tree = Tree(f"[bold]{escape(head)}[/], {when}, {balance}")
    for claim in payment["claims"]:
        text = (
            f"{claim['patient_control_number']}  status {claim['status']}  charge {claim['charge']}  "
            f"paid {claim['paid']}  patient {claim['patient_responsibility']}  "
            f"payer's number {claim['payer_claim_number'] or '-'}"
        )
        branch = tree.add(escape(text) + ("" if claim["balanced"] else "  [red]does not balance[/]"))
        _adjustments(branch, claim)
        for line in claim["lines"]:
            code = " ".join([line["procedure"] or "?", *line["modifiers"]])
            remarks = " ".join(line["remarks"])
            words = f"{code}  x{line['units']}  charge {line['charge']}  paid {line['paid']}  {remarks}"
            _adjustments(branch.add(escape(words.rstrip())), line)
    for each in payment["provider_adjustments"]:
        reference = each["reference"] or ""
        tree.add(escape(f"Provider adjustment {each['reason']} {reference}  {each['amount']}"))
    return tree


def _adjustments(branch: Tree, of: Plain) -> None:
    for each in of["adjustments"]:
        branch.add(escape(f"{each['group']}-{each['reason']}  {each['amount']}"))


def _claims(batch: Plain) -> Tree:
    kind = "encounters" if batch.get("is_encounter") else "claims"
    head = f"837P batch {batch.get('batch_id', '')}: {_counted(len(batch['claims']), kind[:-1])}"
    tree = Tree(f"[bold]{escape(head)}[/]")
    for claim in batch["claims"]:
        subscriber = claim["subscriber"]
        who = (claim["patient"] or subscriber)["name"]
        text = (
            f"{claim['patient_control_number']}  {who['last']}, {who['first']}  charge {claim['charge']}  "
            f"place {claim['place']}  frequency {claim['frequency']}"
        )
        branch = tree.add(escape(text))
        branch.add(escape(f"Payer {claim['payer']['name']} ({claim['payer']['id']})"))
        branch.add(escape(f"Member {subscriber['name']['id']}  pays {subscriber['responsibility']}"))
        branch.add(escape(f"Billing {claim['billing']['name']['last']} {claim['billing']['name']['id']}"))
        branch.add(escape(f"Diagnoses {' '.join(claim['diagnoses']) or '-'}"))
        for line in claim["lines"]:
            code = " ".join([line["procedure"]["code"] or "?", *line["procedure"]["modifiers"]])
            day = line["service_from"] or "no date"
            words = f"{line['number']}  {day}  {code}  x{line['units']}  charge {line['charge']}"
            branch.add(escape(words))
    return tree


def _report(report: Plain) -> Tree:
    tree = Tree(f"[bold]{escape('277CA from ' + report['source']['last'])}[/]")
    for batch in report["batches"]:
        tree.add(escape(f"Batch {batch['batch_id']}: {batch['outcome']}{_codes(batch)}"))
    for claim in report["claims"]:
        number = claim["payer_claim_number"] or "-"
        words = f"{claim['patient_control_number']}: {claim['outcome']}{_codes(claim)}"
        branch = tree.add(escape(f"{words}  payer's number {number}"))
        for line in claim["lines"]:
            branch.add(escape(f"Line {line['control'] or '?'} {line['procedure']['code']}{_codes(line)}"))
    return tree


def _codes(of: Plain) -> str:
    codes = [code for status in of["statuses"] for code in status["codes"]]
    told = [":".join(filter(None, code.values())) for code in codes]
    return f" ({', '.join(told)})" if told else ""


def _sets_acknowledged(group: Plain) -> Tree:
    verdict = "accepted" if group["is_accepted"] else "[red]not accepted[/]"
    tree = Tree(f"[bold]999 for group {escape(group['group_control'])}[/]: {verdict} ({group['code']})")
    for each in group["sets"]:
        taken = "accepted" if each["accepted"] else "[red]rejected[/]"
        branch = tree.add(f"{escape(each['set_id'])} {escape(each['control'])}: {taken} ({each['code']})")
        for error in each["errors"]:
            claim = error["patient_control_number"]
            about = f", claim {claim}" if claim else ""
            place = branch.add(
                escape(f"Segment {error['position']} {error['tag']}: error {error['code']}{about}")
            )
            for element in error["elements"]:
                place.add(escape(f"{error['tag']}{element['element']:02d}: error {element['code']}"))
    return tree


def _interchange_acknowledged(answer: Plain) -> Tree:
    verdict = "accepted" if answer["is_accepted"] else "[red]rejected[/]"
    number = escape(answer["control"])
    return Tree(f"[bold]TA1 for interchange {number}[/]: {verdict} ({answer['code']}, {answer['note']})")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
