"""Who is called by name in a note."""

from uuid import UUID

import pytest

from rules.mentions import mentioned

BEN, BENITA, ANA, ANA_TOO = (UUID(int=number) for number in range(1, 5))
PEOPLE = {BEN: "Ben Carver", BENITA: "Benita Cole", ANA: "Ana Lopez", ANA_TOO: "Ana Osei"}


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("@Ben please", {BEN}),
        ("ask @benita, then @BEN CARVER.", {BEN, BENITA}),
        ("@Ana", set()),
        ("@Ana Lopez knows", {ANA}),
        ("mail ben@ben.example", set()),
        ("Ben knows", set()),
        ("@Benjamin, or @Ben", {BEN}),
    ],
)
def test_a_name_after_an_at_calls_its_owner(body: str, called: set[UUID]) -> None:
    assert mentioned(body, PEOPLE) == called
