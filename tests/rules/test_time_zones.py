"""The first guess of a practice's time zone never makes a deadline look later than it is."""

import pytest

from rules.time_zones import zone_of_state


@pytest.mark.parametrize(
    ("state", "zone"),
    [
        ("TX", "America/Chicago"),
        ("or", "America/Los_Angeles"),
        ("AZ", "America/Phoenix"),
        ("ZZ", "America/New_York"),
        ("", "America/New_York"),
    ],
)
def test_a_state_has_its_zone_and_any_other_the_earliest(state: str, zone: str) -> None:
    assert zone_of_state(state) == zone
