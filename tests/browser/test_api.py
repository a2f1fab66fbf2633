"""The JSON API keeps what its own description promises, whatever a program sends."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from activities.sign_in_tries import hash_of
from activities.transactions import Work
from models.api_tokens import ApiToken
from rules.api_scopes import Scope
from tests.browser.conftest import Desk
from web.api import router

TOKEN = "claimdesk_of-a-test"  # noqa: S105 - of an invented office
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
OUR_OWN = [positive_data_acceptance]  # an outcome of a task that is there may ask for more than a schema says


@pytest.fixture
def described(desk: Desk) -> OpenApiSchema:
    """The API of a desk that is served, for a program of Amara's."""

    async def give(work: Work) -> None:
        token = ApiToken(user_id=desk.told.people["Amara Osei"], name="test", token_hash=hash_of(TOKEN))
        token.scopes, token.made_at = list(Scope), work.real_now
        token.ends_at = work.real_now + timedelta(days=1)
        work.session.add(token)

    desk.do(give)
    return schemathesis.openapi.from_url(f"{desk.origin}/api/v1/openapi.json", headers=HEADERS)


def is_sent_whole(case: schemathesis.Case) -> bool:
    """Whether its address names every field of its query: a field that holds nothing leaves no trace."""
    return all(map(holds_something, case.query.values()))


def holds_something(value: object) -> bool:
    """Whether any of it is written into an address."""
    if isinstance(value, dict | list | tuple):
        return any(map(holds_something, value))
    return value is not None


def hold(cases: SearchStrategy[schemathesis.Case], excluded: Sequence[CheckFunction]) -> None:
    """Every check of schemathesis but these, on many cases."""

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases.filter(is_sent_whole))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=HEADERS, excluded_checks=list(excluded))

    holds()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_one_that_the_description_names(
    described: OpenApiSchema, desk: Desk, mode: GenerationMode
) -> None:
    """What fits the description and what does not, about ids of nobody and about a task that is there."""
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()
        hold(operation.as_strategy(mode), ())
        if "{task_id}" in operation.path:
            there = {"task_id": str(desk.told.tasks["Whitfield"])}
            hold(operation.as_strategy(mode, path_parameters=there), OUR_OWN)
        asked.add(operation.label)
    assert asked == {
        "GET /api/v1/queues",
        "GET /api/v1/tasks",
        "GET /api/v1/tasks/{task_id}",
        "POST /api/v1/tasks/{task_id}/finish",
        "POST /api/v1/claims/search",
    }


def test_the_description_names_every_operation_of_the_api(described: OpenApiSchema) -> None:
    named = {found.ok().label for found in described.get_all_operations()}
    served = {
        f"{method} {each.path}"
        for each in router.routes
        if isinstance(each, APIRoute)
        for method in each.methods
    }
    assert served - named == {"GET /api/v1/openapi.json"}
