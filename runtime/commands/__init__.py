"""The `claimdesk` command: each file beside this one is one of its subcommands."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from rules.errors import Refusal
from runtime.embedded.state import adopt_running

HELP = "Runs the billing office of a medical practice: every claim knows its next step and its deadlines."


def modules() -> dict[str, str]:
    """The subcommands and the modules that hold them; `import_.py` is the command `import`."""
    return {each.name.rstrip("_").replace("_", "-"): each.name for each in iter_modules(__path__)}


def build(wanted: str | None = None) -> typer.Typer:
    """The command with its subcommands mounted: the wanted one alone, so that it starts fast, or else all.

    A module's `app` is mounted under the module's own name: as a group where it has a callback or several
    commands, as a plain command where it has one.
    """
    whole = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    whole.callback(help=HELP)(lambda: None)  # without one, Typer would drop the name of a lone subcommand
    known = modules()
    for name in [wanted] if wanted in known else sorted(known):
        app: typer.Typer = import_module(f"{__name__}.{known[name]}").app
        if (
            len(app.registered_commands) == 1
            and not app.registered_groups
            and app.registered_callback is None
        ):
            (only,) = app.registered_commands
            only.name = name
            whole.registered_commands.append(only)
        else:
            whole.add_typer(app, name=name)
    return whole


def main() -> None:
    """Run it. A refusal, ours or the database's, is one line on standard error and exit code 1."""
    adopt_running()
    try:
        build(sys.argv[1] if len(sys.argv) > 1 else None)()
    except Refusal as refusal:
        sys.stderr.write(f"claimdesk: {refusal}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:  # Ctrl-C before a command listens for it itself
        raise SystemExit(130) from None
    except BrokenPipeError:  # as with `claimdesk edi show FILE | head`
        sys.stderr.close()
        raise SystemExit(1) from None
    except Exception as fault:
        said = _of_the_database(fault)
        if said is None:
            raise
        sys.stderr.write(f"claimdesk: {said}\n")
        raise SystemExit(1) from None


def _of_the_database(fault: Exception) -> str | None:
    """In one line, where the fault is the database's; commands without one start without its driver."""
    if "psycopg" not in sys.modules:
        return None
    known: str | None = import_module("runtime.database").in_one_line(fault)
    return known
