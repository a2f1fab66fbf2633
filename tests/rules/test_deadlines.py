"""Deadlines: the reckoning, with the values the domain gives."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import filing_limits, working_times
from rules.calendars import is_business_day
from rules.deadlines import Channel, Circumstances, Contract, FilingDeadline, explain_deadline, reckon
from rules.errors import Unknown
from rules.filing_limits import Anchor, CountsFrom, FilingLimit, Unit

LIMITS = filing_limits()
TODAY = date(2026, 11, 23)
NOW = Circumstances(TODAY, working_times(TODAY))
ANCHORS = {each.rule_id: each.anchor for each in LIMITS}
days = st.dates(date(2010, 1, 1), date(2060, 12, 31))


def explain(rule: str, on: str, now: Circumstances = NOW) -> FilingDeadline:
    return explain_deadline(LIMITS, rule, {ANCHORS[rule]: date.fromisoformat(on)}, now)


@pytest.mark.parametrize(
    ("rule", "on", "legal", "work_by"),
    [
        ("medicare-professional-initial", "2023-03-01", "2024-03-01", "2024-02-29"),
        ("medicare-professional-initial", "2024-02-29", "2025-02-28", "2025-02-27"),
        (
            "medicare-professional-initial",
            "2025-07-03",
            "2026-07-06",
            "2026-07-02",
        ),  # holiday: rolls
        ("medicare-institutional-initial", "2025-11-22", "2026-11-23", "2026-11-20"),  # Sunday: rolls
        ("tx-medicaid-initial-service", "2026-01-13", "2026-04-20", "2026-04-17"),
        ("ca-medi-cal-initial", "2026-01-01", "2026-07-31", "2026-07-30"),
        ("ca-medi-cal-initial", "2026-01-31", "2026-07-31", "2026-07-30"),
        ("ca-medi-cal-initial", "2026-02-10", "2026-08-31", "2026-08-28"),  # not 28 August
        ("ga-medicaid-initial", "2025-08-05", "2026-02-28", "2026-02-27"),
        ("pa-medicaid-initial", "2026-01-15", "2026-07-14", "2026-07-13"),
        ("az-medicaid-initial-service", "2026-08-31", "2027-02-28", "2027-02-26"),
        ("tricare-initial-service", "2025-11-22", "2026-11-22", "2026-11-20"),  # Sunday, roll unknown: stays
        ("aetna-tx", "2026-01-13", "2026-04-18", "2026-04-17"),  # sent, Saturday
        ("aetna-tx", "2026-01-14", "2026-04-19", "2026-04-17"),  # sent, Sunday
        ("aetna-tx", "2026-01-12", "2026-04-17", "2026-04-17"),  # sent on the last day is in time
    ],
)
def test_the_test_values_of_the_domain_hold(rule: str, on: str, legal: str, work_by: str) -> None:
    found = explain(rule, on)
    assert (found.legal, found.work_by) == (date.fromisoformat(legal), date.fromisoformat(work_by))


def test_reasons_name_rule_event_source_and_what_is_unverified() -> None:
    found = explain("il-medicaid-initial", "2026-01-05")
    words = " ".join(found.reasons)
    assert "il-medicaid-initial gives 180 days from service date 2026-01-05, which is day 0" in words
    assert "(unverified)" in words
    assert "89 Ill. Adm. Code" in words


def test_one_year_is_written_in_the_singular() -> None:
    assert "gives 1 calendar year from" in explain("champva-initial", "2026-01-05").reasons[0]


def test_a_group_gives_the_latest_of_the_events_that_are_known() -> None:
    service = {Anchor.SERVICE_DATE: date(2026, 1, 13)}
    alone = explain_deadline(LIMITS, "tx-medicaid-initial", service, NOW)
    late_number = {**service, Anchor.PROVIDER_ID_ISSUE_DATE: date(2026, 3, 2)}
    both = explain_deadline(LIMITS, "tx-medicaid-initial", late_number, NOW)
    assert alone.legal == date(2026, 4, 20)
    assert (both.legal, both.rule_id) == (date(2026, 6, 5), "tx-medicaid-initial-provider-id")
    assert "The latest of 2 deadlines holds" in both.reasons[-1]


def test_an_earlier_event_never_shortens_a_group() -> None:
    anchors = {
        Anchor.EARLIEST_SERVICE_DATE: date(2026, 1, 10),
        Anchor.PRIOR_PAYER_REMITTANCE_DATE: date(2026, 2, 1),
    }
    assert explain_deadline(LIMITS, "md-medicaid-crossover", anchors, NOW).legal == date(2027, 1, 10)


@pytest.mark.parametrize("rule", ["humana-commercial-90", "humana-commercial-180"])
def test_where_two_rows_disagree_the_shorter_holds(rule: str) -> None:
    found = explain(rule, "2026-01-05")
    assert (found.rule_id, found.legal) == ("humana-commercial-90", date(2026, 4, 5))
    assert "disagree" in found.reasons[0]


@pytest.mark.parametrize("rule", ["in-medicaid-initial", "in-medicaid-initial-before-2019"])
@pytest.mark.parametrize(("service", "legal"), [("2018-12-31", "2019-12-31"), ("2019-01-01", "2019-06-30")])
def test_the_service_date_chooses_the_version(rule: str, service: str, legal: str) -> None:
    assert explain(rule, service).legal == date.fromisoformat(legal)


def test_a_rule_in_force_by_filing_date_holds_for_older_services() -> None:
    assert explain("anthem-ny", "2019-09-15").legal == date(2020, 1, 13)


def test_where_it_is_unknown_which_date_chooses_the_earlier_deadline_holds() -> None:
    assert explain("nc-medicaid-managed-365", "2023-06-30").legal == date(2023, 12, 27)
    assert explain("nc-medicaid-managed-180", "2023-07-01").legal == date(2024, 6, 30)


def test_a_date_before_the_oldest_version_gets_the_assumed_limit() -> None:
    found = explain("aetna-nonpar", "2021-12-31")
    assert found.assumed
    assert found.legal == date(2022, 3, 31)
    assert "No version of aetna-nonpar is recorded" in found.reasons[0]


def test_by_mail_we_work_five_business_days_ahead() -> None:
    found = explain("pa-medicaid-initial", "2026-01-15", replace(NOW, channel=Channel.PAPER))
    assert (found.legal, found.work_by) == (date(2026, 7, 14), date(2026, 7, 7))


def test_the_payers_own_closing_rolls_a_business_day_but_not_a_federal_workday() -> None:
    closed = replace(NOW, closings={date(2026, 4, 20), date(2026, 11, 23)})
    assert explain("tx-medicaid-initial-service", "2026-01-13", closed).legal == date(2026, 4, 21)
    assert explain("medicare-institutional-initial", "2025-11-22", closed).legal == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "amount", "legal", "said"),
    [
        ("pa-medicaid-initial", 60, "2026-03-16", "The contract moves"),
        ("pa-medicaid-initial", 365, "2026-07-14", "may not lengthen"),
        ("pa-medicaid-initial", 180, "2026-07-14", ""),
        ("uhc-par", 60, "2026-03-16", "The contract moves"),
        ("uhc-par", 180, "2026-07-14", "The contract moves"),
        ("tx-commercial-statute", 180, "2026-04-20", "may not lengthen"),
        ("healthfirst-ny-outer", 365, "2026-07-14", "may not lengthen"),
    ],
)
def test_a_contract_shortens_any_limit_and_lengthens_only_one_without_a_statute(
    rule: str, amount: int, legal: str, said: str
) -> None:
    found = explain(rule, "2026-01-15", replace(NOW, contract=Contract(amount, Unit.DAYS)))
    assert found.legal == date.fromisoformat(legal)
    assert said in " ".join(found.reasons)


def test_an_unknown_rule_is_refused_with_near_matches() -> None:
    with pytest.raises(Unknown, match="Near matches: medicare-professional-initial"):
        explain_deadline(LIMITS, "medicare-profesional-initial", {}, NOW)
    with pytest.raises(Unknown, match=r"no rule named zzzz\.$"):
        explain_deadline(LIMITS, "zzzz", {}, NOW)


def test_a_rule_without_its_event_asks_for_it() -> None:
    with pytest.raises(Unknown, match="counts from provider_id_issue_date, service_date"):
        explain_deadline(LIMITS, "tx-medicaid-initial", {}, NOW)


@given(st.sampled_from(LIMITS), days, st.integers(0, 60))
def test_deadlines_are_lawful_workable_and_monotone(limit: FilingLimit, day: date, later: int) -> None:
    found = reckon(limit, day, NOW)
    assert day <= found.work_by <= found.legal
    assert is_business_day(found.work_by)
    assert (found.work_by < found.legal) or limit.counts_from is CountsFrom.SENT
    shifted = reckon(limit, date.fromordinal(day.toordinal() + later), NOW)
    assert shifted.legal >= found.legal
    assert shifted.work_by >= found.work_by


@given(st.sampled_from(LIMITS), days)
def test_the_version_in_force_is_never_later_than_the_longest_version(limit: FilingLimit, day: date) -> None:
    found = explain_deadline(LIMITS, limit.rule_id, {limit.anchor: day}, NOW)
    subject = [each for each in LIMITS if each.subject == limit.subject or each.program == "*"]
    assert found.legal <= max(reckon(replace(each, anchor=limit.anchor), day, NOW).legal for each in subject)
    assert found.anchor == day
