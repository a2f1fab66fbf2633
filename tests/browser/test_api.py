"""The JSON API keeps what its own description promises, whatever a program sends."""

from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.schemas import OpenApiSchema

from activities.sign_in_tries import hash_of
from activities.transactions import Work
from models.api_tokens import ApiToken
from rules.api_scopes import Scope
from tests.browser.conftest import Desk

TOKEN = "claimdesk_of-a-test"  # noqa: S105 - of an invented office


@pytest.fixture
def described(desk: Desk) -> OpenApiSchema:
    """The API of a desk that is served, for a program of Amara's."""

    async def give(work: Work) -> None:
        token = ApiToken(user_id=desk.told.people["Amara Osei"], name="test", token_hash=hash_of(TOKEN))
        token.scopes, token.made_at = list(Scope), work.real_now
        token.ends_at = work.real_now + timedelta(days=1)
        work.session.add(token)

    desk.do(give)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return schemathesis.openapi.from_url(f"{desk.origin}/api/v1/openapi.json", headers=headers)


def test_every_answer_is_one_that_the_description_names(described: OpenApiSchema) -> None:
    asked = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})

        holds()
        asked.append(operation.label)
    assert len(asked) == 5
