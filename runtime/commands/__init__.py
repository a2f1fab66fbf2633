"""The `claimdesk` command: each file beside this one is one of its subcommands."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from rules.errors import Refusal

HELP = "Runs the billing office of a medical practice: every claim knows its next step and its deadlines."


def build() -> typer.Typer:
    """The command with every subcommand mounted: a module's `app` under the module's own name.

    An app with a single unnamed command is mounted as that command, not as a group.
    """
    whole = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    for found in sorted(iter_modules(__path__), key=lambda each: each.name):
        module = import_module(f"{__name__}.{found.name}")
        if (app := getattr(module, "app", None)) is None:
            continue
        name = found.name.rstrip("_").replace("_", "-")  # `import_.py` is the command `import`
        if (
            len(app.registered_commands) == 1
            and not app.registered_groups
            and app.registered_callback is None
        ):
            (only,) = app.registered_commands
            whole.command(name, help=only.help)(only.callback)
        else:
            whole.add_typer(app, name=name)
    return whole


def main() -> None:
    """Run it. A refusal is one line on standard error and exit code 1, never a traceback."""
    try:
        build()()
    except Refusal as refusal:
        sys.stderr.write(f"claimdesk: {refusal}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:  # as with `claimdesk edi show FILE | head`
        sys.stderr.close()
        raise SystemExit(1) from None
