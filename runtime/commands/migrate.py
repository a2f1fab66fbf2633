"""`claimdesk migrate`: brings the database to the newest schema."""

import typer

from models.schema import migrate
from rules.errors import Refusal
from runtime.database import sqlalchemy_url
from runtime.embedded.state import address_of_running
from runtime.settings import load_settings

app = typer.Typer(help="Bring the database to the newest schema.")


@app.command()
def run() -> None:
    """Bring the database to the newest schema; safe to run again, and from several machines at once."""
    owner = load_settings().owner_database_url
    url = owner.get_secret_value() if owner else address_of_running("owner")
    if url is None:
        raise Refusal("Set CLAIMDESK_OWNER_DATABASE_URL: only the owner of the schema may change it.")
    migrate(sqlalchemy_url(url))
    print("The schema is up to date.")
