"""Writes docs/settings.md from the settings themselves: `python -m runtime.settings_table`."""

import sys
from enum import StrEnum
from pathlib import Path

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from runtime.settings import PREFIX, Settings

HEAD = """# Settings

Claimdesk reads these variables from its environment, once, at the start. A name that begins with `CLAIMDESK_`
and is not listed here stops the start, and so does a value that is unsafe outside demo and development.

| variable | default | what it does |
|---|---|---|
"""


def table() -> str:
    """The whole page, in the order of the class."""
    rows = (f"| {names(key, field)} | {default(field)} | {field.description} |\n" for key, field in fields())
    return HEAD + "".join(rows)


def fields() -> list[tuple[str, FieldInfo]]:
    """Each setting with what pydantic knows of it."""
    return list(Settings.model_fields.items())


def names(key: str, field: FieldInfo) -> str:
    """The variable, and the second name where it has one."""
    if isinstance(field.validation_alias, AliasChoices):
        return " or ".join(f"`{each}`" for each in field.validation_alias.choices)
    return f"`{PREFIX}{key.upper()}`"


def default(field: FieldInfo) -> str:
    """The default in words; a secret's is not printed."""
    value = field.get_default()
    if isinstance(value, SecretStr):
        return "demo only"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", ()):
        return "none"
    return f"`{value.value if isinstance(value, StrEnum) else value}`"


if __name__ == "__main__":
    Path("docs/settings.md").write_text(table(), encoding="utf-8")
    sys.stderr.write("docs/settings.md is written.\n")
