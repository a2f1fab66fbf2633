"""A claim as its workflow sees it; of what an actor may not see there is none."""

from uuid import uuid4

import pytest

from activities.actors import CLAIMDESK
from activities.claims import one, today_of
from activities.transactions import Office
from rules.errors import Unknown
from tests.factories_money import one_claim
from tests.factories_tasks import a_person


async def test_there_is_no_claim_and_no_day_at_a_practice_one_does_not_work_for(office: Office) -> None:
    billed = await one_claim(office)
    stranger = await a_person(office, billed.practice_id)
    async with office.begin(CLAIMDESK) as work:
        with pytest.raises(Unknown, match="no such practice"):
            await today_of(work, uuid4())
    async with office.begin(stranger) as work:
        assert await one(work, billed.claim_id)
        with pytest.raises(Unknown, match="no such claim"):
            await one(work, uuid4())
