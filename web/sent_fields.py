"""What a form sent, field by field, as its person knows it: a label, and whether it was written or chosen."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, get_args
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel

from activities.kept_acts import KeptField

UNSEEN = ("key", "version", "password", "current", "code", "secret")


def sent_fields(request: Request, sent: Sequence[tuple[str, str]]) -> Iterator[KeptField]:
    """The fields that were sent to this request's route; no secret and no id is ever shown."""
    kinds = dict(_kinds(request))
    for name, value in sent:
        is_seen = name not in UNSEEN and not _is_id(value)
        kind = kinds.get(name, "") if kinds else "text"  # a route that says nothing takes words
        if kind == "text" and any(map(str.isspace, value)):  # words, not a number or a name of one word
            kind = "textarea"
        is_shown = is_seen and (value or kind)
        label = name.replace("_", " ").capitalize() if is_shown else ""
        yield KeptField(name, value, label, kind=kind if is_shown else "")


def _is_id(value: str) -> bool:
    try:
        UUID(value.rpartition(":")[2])
    except ValueError:
        return False
    return True


def _kinds(request: Request) -> Iterator[tuple[str, str]]:
    """Of each field of the route's form how a person gives it: written as text or as a day, else chosen."""
    for each in request.scope["route"].dependant.body_params:
        kind = each.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                yield field.alias or name, _kind(field.annotation)
        else:
            yield each.alias, _kind(kind)


def _kind(annotation: Any) -> str:
    types = get_args(annotation) or (annotation,)
    return "date" if date in types else "text" if str in types or int in types else ""
