"""What a filing limit is: so much time, counted from an event, by a dated and sourced rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.calendars import add_business_days, add_calendar_years, add_months
from rules.tables import Row, in_force, read_rows

TABLE = "filing_limits.csv"


class PlanKind(StrEnum):
    """Who insures, as far as filing law cares."""

    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    MEDICAID_MANAGED = "medicaid_managed"
    TRICARE = "tricare"
    VA = "va"
    COMMERCIAL = "commercial"
    COMMERCIAL_OUT_OF_NETWORK = "commercial_out_of_network"
    COMMERCIAL_INDEMNITY = "commercial_indemnity"
    SELF_FUNDED = "self_funded"
    ANY = "any"  # only the assumed limits


class ClaimKind(StrEnum):
    """What is being filed."""

    INITIAL = "initial"
    CORRECTED = "corrected"
    SECONDARY = "secondary"
    APPEAL_LEVEL_1 = "appeal_level_1"
    APPEAL_LEVEL_2 = "appeal_level_2"
    APPEAL_LEVEL_2_MEDICAL_NECESSITY = "appeal_level_2_medical_necessity"
    SECOND_CLOCK_FILING = "second_clock_filing"
    SECOND_CLOCK_PAYMENT = "second_clock_payment"
    EXCEPTION_RETRO_ENTITLEMENT = "exception_retro_entitlement"
    EXCEPTION_RETRO_ELIGIBILITY = "exception_retro_eligibility"
    EXCEPTION_LATE_WITH_REASON = "exception_late_with_reason"
    EXCEPTION_DELAY_BEYOND_CONTROL = "exception_delay_beyond_control"


class ClaimForm(StrEnum):
    """837P or 837I; any when the rule does not tell them apart."""

    PROFESSIONAL = "professional"
    INSTITUTIONAL = "institutional"
    ANY = "any"


class Anchor(StrEnum):
    """The event a limit counts from."""

    SERVICE_DATE = "service_date"
    SERVICE_FROM_LINE = "service_from_line"
    SERVICE_THROUGH = "service_through"
    SERVICE_MONTH_END = "service_month_end"
    EARLIEST_SERVICE_DATE = "earliest_service_date"
    LAST_CONSECUTIVE_SERVICE_DATE = "last_consecutive_service_date"
    DISCHARGE_DATE = "discharge_date"
    ENTITLEMENT_NOTICE_MONTH_END = "entitlement_notice_month_end"
    ELIGIBILITY_POSTING_DATE = "eligibility_posting_date"
    RETRO_ELIGIBILITY_DECISION_DATE = "retro_eligibility_decision_date"
    PROVIDER_ID_ISSUE_DATE = "provider_id_issue_date"
    DELAYED_CERTIFICATION_DATE = "delayed_certification_date"
    FAIR_HEARING_DECISION_DATE = "fair_hearing_decision_date"
    COURT_ORDER_DATE = "court_order_date"
    DELAY_REASON_ENDED = "delay_reason_ended"
    RETURNED_CLAIM_DATE = "returned_claim_date"
    REMITTANCE_DATE = "remittance_date"
    DECISION_NOTICE_DATE = "decision_notice_date"
    DECISION_RECEIPT_DATE = "decision_receipt_date"
    PRIOR_DECISION_DATE = "prior_decision_date"
    PRIOR_PAYER_EOB_DATE = "prior_payer_eob_date"
    PRIOR_PAYER_REMITTANCE_DATE = "prior_payer_remittance_date"
    MEDICARE_PROCESSED_DATE = "medicare_processed_date"


class Unit(StrEnum):
    """A calendar year is not 365 days, and a month ends where it ends."""

    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    CALENDAR_YEARS = "calendar_years"

    def after(self, day: date, count: int) -> date:
        """The day that lies `count` of this unit after `day`, which is day 0."""
        if self is Unit.BUSINESS_DAYS:
            return add_business_days(day, count)
        if self is Unit.MONTHS:
            return add_months(day, count)
        if self is Unit.CALENDAR_YEARS:
            return add_calendar_years(day, count)
        return day + timedelta(days=count)


class CountsFrom(StrEnum):
    """What must have happened by the last day; unknown is taken for received."""

    RECEIVED = "received"
    SENT = "sent"
    UNKNOWN = "unknown"


class Rollover(StrEnum):
    """What a last day without business becomes; unknown never extends."""

    NEXT_BUSINESS_DAY = "next_business_day"
    NEXT_FEDERAL_WORKDAY = "next_federal_workday"
    UNKNOWN = "unknown"


class EffectiveBy(StrEnum):
    """Which date chooses the version of a rule; unknown tries both and keeps the earlier deadline."""

    SERVICE_DATE = "service_date"
    DISCHARGE_DATE = "discharge_date"
    SUBMISSION_DATE = "submission_date"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FilingLimit:
    """One row of the table: a limit, what it counts from, when it holds and who says so."""

    rule_id: str
    rule_group: str  # rows of one later-of group give one deadline, the latest
    later_of: bool
    program: str  # payer or program, "*" when assumed for any
    state: str  # "US" or empty: everywhere
    plan_kind: PlanKind
    claim_kind: ClaimKind
    claim_form: ClaimForm
    anchor: Anchor
    unit: Unit
    amount: int
    counts_from: CountsFrom
    rollover: Rollover
    effective_from: date | None
    effective_to: date | None
    effective_by: EffectiveBy
    statutory: bool
    conflict: bool  # another row disagrees: the shorter holds until a person decides
    note: str
    source: str
    verified: bool
    checked_on: date | None  # None: nobody has read the source yet

    @property
    def subject(self) -> tuple[str, str, str, str, str]:
        """Rows about one subject are versions of each other, or contradict each other."""
        return (self.program, self.state, self.plan_kind, self.claim_kind, self.anchor)

    @property
    def is_dated(self) -> bool:
        return self.effective_from is not None or self.effective_to is not None

    @property
    def length(self) -> str:
        """In words: "95 days", "1 calendar year"."""
        words = self.unit.replace("_", " ")
        return f"{self.amount} {words.removesuffix('s') if self.amount == 1 else words}"

    def governs(self, day: date) -> bool:
        return in_force(self.effective_from, self.effective_to, day)


def parse_filing_limits(text: str) -> tuple[FilingLimit, ...]:
    """The limits in table order. Raises Unreadable naming line and column."""
    return tuple(_limit(row) for row in read_rows(text, TABLE))


def _limit(row: Row) -> FilingLimit:
    return FilingLimit(
        rule_id=row.text("rule_id"),
        rule_group=row.text("rule_group"),
        later_of=row.read("combine", {"later_of": True, "single": False}.__getitem__),
        program=row.text("payer_or_program"),
        state=row.text("state"),
        plan_kind=row.read("plan_kind", PlanKind),
        claim_kind=row.read("claim_kind", ClaimKind),
        claim_form=row.read("claim_form", ClaimForm),
        anchor=row.read("anchor", Anchor),
        unit=row.read("unit", Unit),
        amount=row.read("amount", int),
        counts_from=row.read("counts_from", CountsFrom),
        rollover=row.read("rollover", Rollover),
        effective_from=row.day("effective_from"),
        effective_to=row.day("effective_to"),
        effective_by=row.optional("effective_by", EffectiveBy) or EffectiveBy.UNKNOWN,
        statutory=row.flag("statutory"),
        conflict=row.flag("conflict"),
        note=row.text("note"),
        source=row.text("source"),
        verified=row.flag("verified"),
        checked_on=row.day("checked_on"),
    )
