"""Ids: made by us, sorting by time, of the version that other tools expect."""

import itertools

from models.base import new_id


def test_ids_made_later_sort_later() -> None:
    made = [new_id() for _ in range(2000)]
    moments = [each.int >> 80 for each in made]
    assert all(earlier <= later for earlier, later in itertools.pairwise(moments))
    assert len(set(made)) == len(made)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
