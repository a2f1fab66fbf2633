"""Filing: the rule that governs a claim."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from models.rulebook import filing_limits, working_times
from rules.deadlines import Circumstances, FilingDeadline
from rules.errors import Unknown
from rules.filing import NO_EVENTS, PlanFacts, Service, anchors_of_service, filing_deadline_for_claim
from rules.filing_limits import Anchor, ClaimForm, ClaimKind, PlanKind

LIMITS = filing_limits()
TODAY = date(2026, 11, 23)
NOW = Circumstances(TODAY, working_times(TODAY))
JANUARY_13 = date(2026, 1, 13)
ONE_DAY = (Service(JANUARY_13, JANUARY_13),)


def deadline(plan: PlanFacts, events: Mapping[Anchor, date] = NO_EVENTS) -> FilingDeadline:
    return filing_deadline_for_claim(LIMITS, plan, ONE_DAY, NOW, events)


@pytest.mark.parametrize(
    ("plan", "rule", "legal"),
    [
        (PlanFacts("Medicare FFS", "OH", PlanKind.MEDICARE), "medicare-professional-initial", "2027-01-13"),
        (PlanFacts("", "OH", PlanKind.MEDICARE), "medicare-professional-initial", "2027-01-13"),
        (PlanFacts("texas medicaid", "TX", PlanKind.MEDICAID), "tx-medicaid-initial-service", "2026-04-20"),
        (PlanFacts("", "CA", PlanKind.MEDICAID), "ca-medi-cal-initial", "2026-07-31"),
        (PlanFacts("", "TX", PlanKind.TRICARE), "tricare-initial-service", "2027-01-13"),
        (PlanFacts("UnitedHealthcare", "OH", PlanKind.COMMERCIAL), "uhc-par", "2026-04-13"),
        (PlanFacts("Humana", "OH", PlanKind.COMMERCIAL), "humana-commercial-90", "2026-04-13"),
        (PlanFacts("Aetna", "OH", PlanKind.COMMERCIAL), "aetna-par", "2026-05-13"),
        (PlanFacts("Nobody's Plan", "NY", PlanKind.COMMERCIAL), "ny-commercial-statute", "2026-05-13"),
    ],
)
def test_payer_program_and_state_choose_the_rule(plan: PlanFacts, rule: str, legal: str) -> None:
    found = deadline(plan)
    assert (found.rule_id, found.legal, found.assumed) == (rule, date.fromisoformat(legal), False)


@pytest.mark.parametrize(
    "plan",
    [
        PlanFacts("Nobody's Plan", "OH", PlanKind.COMMERCIAL),
        PlanFacts("", "OH", PlanKind.MEDICAID),  # the federal ceiling is no limit to work to
        PlanFacts("Aetna", "NY", PlanKind.SELF_FUNDED),  # state law does not bind it
        PlanFacts("Some Plan", "CA", PlanKind.MEDICAID_MANAGED),
        PlanFacts("Cigna", "OH", PlanKind.COMMERCIAL, ClaimKind.CORRECTED),
        PlanFacts("Cigna", "OH", PlanKind.COMMERCIAL, ClaimKind.SECONDARY),  # its EOB is not known yet
    ],
)
def test_without_a_rule_ninety_days_from_the_service_are_assumed(plan: PlanFacts) -> None:
    found = deadline(plan)
    assert found.assumed
    assert (found.rule_id, found.legal) == ("assumed-initial", date(2026, 4, 13))
    assert found.reasons[0].startswith("Assumed")


def test_the_rows_of_payer_and_state_go_before_the_general_ones_and_the_statute_still_binds() -> None:
    found = deadline(PlanFacts("Aetna", "TX", PlanKind.COMMERCIAL))
    assert (found.rule_id, found.work_by) == ("aetna-tx", date(2026, 4, 17))
    assert found.reasons[-1] == "The earliest of aetna-tx, tx-commercial-statute holds."


def test_institutional_claims_count_from_the_last_date() -> None:
    stay = (Service(date(2026, 1, 30), date(2026, 2, 3)), Service(date(2026, 1, 28), date(2026, 1, 29)))
    plan = PlanFacts("", "OH", PlanKind.MEDICARE, claim_form=ClaimForm.INSTITUTIONAL)
    assert filing_deadline_for_claim(LIMITS, plan, stay, NOW).legal == date(2027, 2, 3)
    professional = PlanFacts("", "OH", PlanKind.MEDICARE)
    assert filing_deadline_for_claim(LIMITS, professional, stay, NOW).legal == date(2027, 1, 28)


def test_a_discharge_replaces_the_service_date() -> None:
    left = {Anchor.DISCHARGE_DATE: date(2026, 1, 20)}
    found = deadline(PlanFacts("", "TX", PlanKind.TRICARE), left)
    assert (found.rule_id, found.legal) == ("tricare-initial-discharge", date(2027, 1, 20))


def test_the_latest_known_event_of_a_state_group_counts() -> None:
    posted = {Anchor.ELIGIBILITY_POSTING_DATE: date(2026, 3, 31)}
    assert deadline(PlanFacts("", "AZ", PlanKind.MEDICAID), posted).legal == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("kind", "event", "rule"),
    [
        (ClaimKind.CORRECTED, Anchor.DECISION_NOTICE_DATE, "assumed-corrected"),
        (ClaimKind.SECONDARY, Anchor.PRIOR_PAYER_EOB_DATE, "assumed-secondary"),
    ],
)
def test_later_claims_without_a_rule_get_sixty_days_from_what_made_them_possible(
    kind: ClaimKind, event: Anchor, rule: str
) -> None:
    found = deadline(PlanFacts("", "OH", PlanKind.COMMERCIAL, kind), {event: date(2026, 3, 2)})
    assert (found.rule_id, found.legal, found.assumed) == (rule, date(2026, 5, 1), True)


def test_a_corrected_claim_may_still_count_from_the_service() -> None:
    decided = {Anchor.DECISION_NOTICE_DATE: date(2026, 6, 1)}
    plan = PlanFacts("", "PA", PlanKind.MEDICAID, ClaimKind.CORRECTED)
    assert deadline(plan, decided).legal == date(2027, 1, 13)


def test_the_unbroken_run_of_days_ends_at_the_first_gap() -> None:
    dates = [(5, 6), (7, 7), (9, 9)]
    services = [Service(date(2026, 1, first), date(2026, 1, last)) for first, last in dates]
    found = anchors_of_service(services)
    assert found[Anchor.LAST_CONSECUTIVE_SERVICE_DATE] == date(2026, 1, 7)
    assert found[Anchor.EARLIEST_SERVICE_DATE] == date(2026, 1, 5)


def test_a_claim_without_lines_is_refused() -> None:
    with pytest.raises(Unknown, match="without lines"):
        anchors_of_service(())


def test_a_rule_set_on_the_payers_card_goes_before_the_table() -> None:
    card = PlanFacts("", "OH", PlanKind.COMMERCIAL, filing_rule="cigna-par")
    assert deadline(card).rule_id == "cigna-par"
    assert deadline(replace(card, claim_kind=ClaimKind.SECONDARY)).rule_id == "assumed-initial"
