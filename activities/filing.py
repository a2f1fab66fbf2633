"""By when a claim must be in, set anew whenever its dates, its payer or its kind change."""

from datetime import date

from edi.claims import ProfessionalClaim
from models.claims import Claim
from models.payers import Payer
from models.rulebook import filing_limits, working_times
from rules.claims import Frequency
from rules.deadlines import ASSUMED, Circumstances, FilingDeadline
from rules.filing import PlanFacts, Service, filing_deadline_for_claim
from rules.filing_limits import Anchor, ClaimKind, PlanKind


def filing_deadline(form: ProfessionalClaim, payer: Payer, state: str, today: date) -> FilingDeadline:
    """The deadline of this form at this payer; `state` is the practice's, for a payer without one."""
    services = [
        Service(line.service_from, max(line.service_from, line.last_day or line.service_from))
        for line in form.lines
        if line.service_from
    ]
    decided = [other.decided_on for other in form.other_payers if other.decided_on]
    events = {Anchor.PRIOR_PAYER_EOB_DATE: max(decided)} if decided else {}
    plan = _plan(payer, state, _kind(form, bool(decided)))
    now = Circumstances(today, working_times(today))
    return filing_deadline_for_claim(filing_limits(), plan, services, now, events)


def keep_deadline(claim: Claim, found: FilingDeadline) -> None:
    """Write the deadline and its reasons onto the claim."""
    claim.filing_rule, claim.filing_assumed = found.rule_id, found.assumed
    claim.filing_limit_on, claim.file_by = found.legal, found.work_by
    claim.filing_reasons = list(found.reasons)


def _kind(form: ProfessionalClaim, is_decided: bool) -> ClaimKind:
    if form.frequency in (Frequency.REPLACEMENT, Frequency.VOID):
        return ClaimKind.CORRECTED
    return ClaimKind.SECONDARY if is_decided and form.subscriber.responsibility != "P" else ClaimKind.INITIAL


def _plan(payer: Payer, state: str, kind: ClaimKind) -> PlanFacts:
    """A commercial payer whose card names neither program nor rule gets the assumed limit."""
    plan_kind = PlanKind(payer.plan_kind)
    is_blank = plan_kind is PlanKind.COMMERCIAL and not payer.program
    return PlanFacts(
        program=payer.program or "",
        state=payer.state or state,
        plan_kind=plan_kind,
        claim_kind=kind,
        filing_rule=payer.filing_rule or (ASSUMED if is_blank else None),
    )
