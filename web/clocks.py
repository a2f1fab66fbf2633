"""The clocks of a claim: which one runs until when, by which rule, and what happens at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from models.claim_pages import Subject
from models.claims import Claim
from rules.claims import Stage
from web import words
from web.chips import NEAR, SOON, Chip, Tone


@dataclass(frozen=True, slots=True)
class Clock:
    """One running clock; `spent` of `whole` days are over, both 0 where no start is known."""

    name: str
    chip: Chip
    on: date | None
    spent: int = 0
    whole: int = 0
    why: tuple[str, ...] = ()
    done: bool = False

    @property
    def share(self) -> int:
        """How much is over, of 100."""
        return max(0, min(100, 100 * self.spent // self.whole)) if self.whole else 0


def clocks_of(subject: Subject, today: date) -> list[Clock]:
    """Every clock of the claim that runs, the legal one first."""
    claim = subject.claim
    if claim is None:
        return []
    running = [_filing(claim, today), *_waiting(claim, today)]
    return [each for each in running if each is not None]


def _filing(claim: Claim, today: date) -> Clock | None:
    if claim.filed_on:
        chip = Chip(f"Filed {words.day(claim.filed_on, today)}", Tone.GOOD)
        return Clock("Filing", chip, claim.filed_on, why=(claim.filing_proof or "",), done=True)
    if claim.stage is Stage.CLOSED:
        return None
    reasons = tuple(claim.filing_reasons)
    missing = "No accepted 277CA of the payer yet: nothing proves filing."
    chip, on = _left(claim.file_by, claim.filing_limit_on, today)
    spent, whole = (today - claim.service_from).days, (claim.file_by - claim.service_from).days
    return Clock("Filing", chip, on, spent, whole, (*reasons, missing))


def _waiting(claim: Claim, today: date) -> Iterator[Clock]:
    since = claim.accepted_on or claim.sent_on
    if claim.stage is Stage.SENT and claim.acknowledge_by:
        yield _simple("Payer's receipt", claim.acknowledge_by, claim.sent_on, today)
    if claim.stage is Stage.ACCEPTED and claim.follow_up_on:
        yield _simple("Follow-up", claim.follow_up_on, since, today)
    if claim.stage is Stage.APPEALED and claim.decision_by:
        yield _simple("Decision", claim.decision_by, since, today)
    if claim.stage in (Stage.DENIED, Stage.UNDERPAID):
        if claim.appeal_by:
            yield _legal("Appeal", claim.appeal_by, claim.appeal_limit_on, since, today)
        if claim.correct_by:
            yield _legal("Corrected claim", claim.correct_by, claim.correct_limit_on, since, today)


def _legal(name: str, on: date, lawful: date | None, since: date | None, today: date) -> Clock:
    chip, meant = _left(on, lawful, today)
    return replace(_simple(name, on, since, today), chip=chip, on=meant)


def _simple(name: str, on: date, since: date | None, today: date) -> Clock:
    spent, whole = ((today - since).days, (on - since).days) if since else (0, 0)
    return Clock(name, _soft(on, today), on, max(spent, 0), max(whole, 0))


def _left(ours: date, lawful: date | None, today: date) -> tuple[Chip, date]:
    """Up to our day, then up to the last lawful one, with the day that is meant."""
    is_over = ours < today
    on = lawful if is_over and lawful else ours
    left = (on - today).days
    if left < 0:
        return Chip(f"passed {words.days(-left)} ago", Tone.LATE), on
    if is_over:
        return Chip("our day passed, last lawful day", Tone.LATE), on
    tone = Tone.LATE if left <= NEAR else Tone.SOON if left <= SOON else Tone.CALM
    return Chip("last day" if left == 0 else f"{words.days(left)} left", tone), on


def _soft(on: date, today: date) -> Chip:
    left = (on - today).days
    if left < 0:
        return Chip(f"{words.days(-left)} late", Tone.LATE)
    return Chip(words.away(on, today), Tone.SOON if left == 0 else Tone.CALM)
