"""`claimdesk keys new`: makes the secrets that real use demands."""

import secrets

import typer

from runtime.payloads import new_key

app = typer.Typer(help="Make keys and secrets.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Make keys and secrets."""


@app.command()
def new() -> None:
    """Print fresh values for the secret settings, ready for an environment file."""
    print(f"CLAIMDESK_PAYLOAD_KEY={new_key()}")
    for name in ("CLAIMDESK_LINK_SECRET", "CLAIMDESK_AUDIT_ANCHOR_KEY"):
        print(f"{name}={secrets.token_urlsafe(36)}")
