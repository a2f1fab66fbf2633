"""What the timeline says of one event."""

from datetime import UTC, date, datetime

import pytest

from models.timelines import Event
from web.timelines import tell

AT = datetime(2026, 12, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paid", "said"), [("60.70", "835: paid $60.70"), ("-60.70", "835: took back $60.70")]
)
def test_money_that_was_taken_back_is_not_called_paid(paid: str, said: str) -> None:
    detail = {"paid": paid, "trace": "T1", "state": "posted"}
    event = Event(AT, "remittance", "Payer", "Reason.", None, None, detail, None)
    assert tell(event, "UTC", date(2026, 12, 10)).words == said
