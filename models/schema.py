"""Bring a database to the newest schema."""

from importlib import resources

from alembic import command
from alembic.config import Config


def configuration(owner_url: str) -> Config:
    """Alembic's settings for the database at this SQLAlchemy URL, as the role that owns the schema."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("models") / "migrations"))
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    return config


def migrate(owner_url: str) -> None:
    """Run every migration that is missing; safe to call at every start and from several machines at once."""
    command.upgrade(configuration(owner_url), "head")
