"""From abroad nothing is seen unless a contract allows it and no dated rule forbids or doubts it."""

from datetime import date, timedelta
from ipaddress import ip_network
from uuid import UUID

import pytest

from models.rulebook import offshore_rules, onshore_countries
from rules.errors import Unreadable
from rules.offshore import Place, Term, entries, is_at, judge, parse_offshore_rules

TODAY = date(2026, 11, 23)
PRACTICE, OTHER, SITE, OTHER_SITE = (UUID(int=number) for number in range(1, 5))
MANILA = Place(SITE, "PH")


def term(access_class: str = "commercial/TX", *, allowed: bool = True, **other: object) -> Term:
    program, _, state = access_class.partition("/")
    said = {"practice_id": PRACTICE, "country": "PH", "site_id": None, "source": "contract, section 7"}
    said |= {"effective_from": date(2026, 1, 1), "effective_to": None}
    return Term(program=program, state=state, allowed=allowed, **{**said, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("access_class", "allowed", "by"),
    [
        ("commercial/TX", True, "tx-sb1188-access"),
        ("commercial/NY", True, "hipaa-federal"),
        ("self_funded/NY", True, "hipaa-federal"),
        ("medicare_advantage/TX", True, "medicare-advantage-part-d"),
        ("office/TX", True, "tx-sb1188-access"),
        ("medicaid/TX", True, "tx-medicaid-law-note"),
        ("medicaid/AZ", False, "az-medicaid-oig"),
        ("medicaid/OH", False, "oh-medicaid-oig"),
        ("medicaid/CA", False, "ca-medicaid-oig"),
        ("medicaid/WY", False, "wy-medicaid-law-note"),
        ("medicaid/NY", False, "medicaid-other-states"),
        ("medicare/TX", False, "medicare-ffs"),
        ("tricare/TX", False, "tricare-federal"),
        ("va/TX", False, "va-federal"),
        ("unknown/TX", False, "default"),
        ("standard", False, "default"),
    ],
)
def test_a_contract_that_allows_opens_only_what_no_rule_forbids_or_leaves_unknown(
    access_class: str, allowed: bool, by: str
) -> None:
    state = access_class.rpartition("/")[2]
    found = judge(offshore_rules(), [term(access_class)], access_class, state, MANILA, TODAY)
    assert (found.allowed, found.by) == (allowed, by)


@pytest.mark.parametrize("access_class", ["commercial/NY", "medicare_advantage/TX", "medicaid/TX"])
def test_without_a_contract_nothing_is_seen(access_class: str) -> None:
    assert not judge(offshore_rules(), [], access_class, "TX", MANILA, TODAY).allowed


def test_what_lawyers_dispute_is_refused_for_every_payer_of_that_state() -> None:
    found = judge(offshore_rules(), [term("commercial/FL")], "commercial/FL", "FL", MANILA, TODAY)
    assert (found.allowed, found.by) == (False, "fl-408-051-access")


def test_the_law_of_the_practices_state_holds_for_another_states_medicaid_too() -> None:
    terms = [term("medicaid/TX")]
    assert judge(offshore_rules(), terms, "medicaid/TX", "FL", MANILA, TODAY).by == "fl-408-051-access"


@pytest.mark.parametrize(
    "said",
    [
        term(country="IN"),
        term(site_id=OTHER_SITE),
        term(effective_from=TODAY + timedelta(days=1)),
        term(effective_to=TODAY - timedelta(days=1)),
        term("commercial/NY"),
    ],
)
def test_a_term_for_another_place_day_or_class_allows_nothing(said: Term) -> None:
    assert not judge(offshore_rules(), [said], "commercial/TX", "TX", MANILA, TODAY).allowed


def test_of_two_terms_the_one_that_refuses_wins() -> None:
    terms = [term(), term(allowed=False, site_id=SITE)]
    assert judge(offshore_rules(), terms, "commercial/TX", "TX", MANILA, TODAY).by == "contract"


def test_a_rule_of_another_time_says_nothing() -> None:
    early = date(2023, 6, 30)
    terms = [term("commercial/FL", effective_from=date(2020, 1, 1))]
    assert judge(offshore_rules(), terms, "commercial/FL", "FL", MANILA, early).allowed


def test_entries_name_the_practice_and_only_what_is_allowed_there() -> None:
    terms = [term(), term("medicaid/AZ"), term("commercial/TX", practice_id=OTHER)]
    found = entries(offshore_rules(), terms, {PRACTICE: ("TX", TODAY)}, MANILA)
    assert found == {f"{PRACTICE}/commercial/TX"}


def test_the_territories_are_no_abroad() -> None:
    assert {"US", "PR", "GU"} <= onshore_countries(TODAY)
    assert "PH" not in onshore_countries(TODAY)


def test_an_address_belongs_to_a_site_by_its_networks() -> None:
    networks = [ip_network("203.0.113.0/24"), ip_network("2001:db8::/32")]
    assert is_at(networks, "203.0.113.9", is_offshore=True)
    assert is_at(networks, "2001:db8::1", is_offshore=True)
    assert not is_at(networks, "198.51.100.1", is_offshore=False)
    assert not is_at(networks, "unknown", is_offshore=True)
    assert is_at([], "198.51.100.1", is_offshore=False)
    assert not is_at([], "198.51.100.1", is_offshore=True)


def test_a_table_that_makes_no_sense_names_the_cell() -> None:
    head = "rule_id,program,state,about,decision,conditions,effective_from,effective_to,conflict,source"
    with pytest.raises(Unreadable, match="line 2: decision cannot be 'maybe'"):
        parse_offshore_rules(f"{head},checked_on,verified\nx,any,US,access,maybe,,,,false,s,,true")
