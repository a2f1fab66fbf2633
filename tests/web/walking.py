"""Walks every route as the code declares it: which gate it has, and what its fields are called."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

GATES = {"signed_in", "waiting", "caller"}  # a person at the desk, at a step of the door, a program's token
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
DEPTH = 4  # calls from a route down to where it asks for a permission


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one path."""

    method: str
    path: str
    route: APIRoute

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def gates(self) -> set[str]:
        """Which of the known gates a request passes before the route itself."""
        return GATES & {getattr(each, "__name__", "") for each in _calls(self.route.dependant)}

    @property
    def words(self) -> list[str]:
        """What the query and the form of this route call their fields."""
        dependant = self.route.dependant
        return sorted({*_fields(dependant.query_params), *_fields(dependant.body_params)})

    def asks_permission(self) -> bool:
        """Whether the route, or what it calls in our own rooms, names a permission."""
        asked = [self.route.endpoint, *_calls(self.route.dependant)]
        ours = [each for each in asked if getattr(each, "__name__", "") not in GATES]
        return any(_names_permission(each, DEPTH, set()) for each in ours)

    def filled(self, ids: Mapping[str, object]) -> str:
        """The path with these ids in it; an unknown one in every other place."""
        return re.sub(r"\{(\w+)(:path)?\}", lambda found: str(ids.get(found[1], uuid4())), self.path)


def ways(app: FastAPI) -> list[Way]:
    """Every method and path that the application answers, in order."""
    routers = [app.router, *(getattr(each, "original_router", None) for each in app.routes)]
    routes = [route for router in routers for route in getattr(router, "routes", ())]
    found = [
        Way(method, each.path, each)
        for each in routes
        if isinstance(each, APIRoute)
        for method in sorted(each.methods)
    ]
    return sorted({str(way): way for way in found}.values(), key=str)


def unknown_routes(app: FastAPI) -> list[str]:
    """What answers without being a route that this walk understands."""
    routers = [getattr(each, "original_router", None) for each in app.routes]
    routes = [route for router in routers for route in getattr(router, "routes", ())]
    strangers = [each for each in (*app.router.routes, *routes) if not isinstance(each, APIRoute)]
    return [repr(each) for each in strangers if getattr(each, "original_router", None) is None]


def _calls(dependant: Dependant) -> Iterator[object]:
    for each in dependant.dependencies:
        yield each.call
        yield from _calls(each)


def _fields(params: list[Any]) -> Iterator[str]:
    for each in params:
        kind = each.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from kind.model_fields
        else:
            yield each.alias


def _names_permission(function: Any, depth: int, seen: set[object]) -> bool:
    if not inspect.isroutine(function) or not _is_ours(function) or function in seen:
        return False
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    if any(isinstance(node, ast.Name) and node.id in ("Permission", "Scope") for node in names):
        return True
    known = getattr(inspect.unwrap(function), "__globals__", {})
    called = [_named(node, known) for node in names]
    return depth > 0 and any(_names_permission(each, depth - 1, seen) for each in called if each is not None)


def _named(node: ast.Attribute | ast.Name, known: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    owner = known.get(node.value.id) if isinstance(node.value, ast.Name) else None
    return getattr(owner, node.attr, None) if isinstance(owner, ModuleType) else None


def _is_ours(function: Callable[..., Any]) -> bool:
    return function.__module__.split(".")[0] in ("web", "activities")
