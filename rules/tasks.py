"""The kinds of task a person can be given, and the outcomes each one offers."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from rules.claims import Stage


class TaskKind(StrEnum):
    """What a person is asked to do."""

    FIX_CLAIM = "fix claim"
    FIX_REJECTION = "fix rejection"
    MISSING_ACKNOWLEDGEMENT = "missing acknowledgement"
    CALL_PAYER = "call payer"
    TRACE_PAYMENT = "trace payment"
    SEND_INFORMATION = "send information"
    WORK_DENIAL = "work denial"
    WORK_UNDERPAYMENT = "work underpayment"
    CHECK_APPEAL = "check appeal"
    FILING_DEADLINE = "filing deadline"
    MISSED_DEADLINE = "missed deadline"
    APPROVE_WRITE_OFF = "approve write-off"
    APPROVE_EXCEPTION = "approve exception"
    MAP_CODE = "map code"
    UNMATCHED_PAYMENT = "unmatched payment"
    SUSPENDED_PAYMENT = "suspended payment"
    PROVIDER_ADJUSTMENT = "provider adjustment"
    REVIEW_REVERSAL = "review reversal"
    FILE_PROBLEM = "file problem"
    REVIEW_EMERGENCY = "review emergency access"


class TaskState(StrEnum):
    """Open, escalated and waiting tasks are live; done and cancelled ones are history."""

    OPEN = "open"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"
    WAITING_ON_PROVIDER = "waiting on provider"
    DONE = "done"
    CANCELLED = "cancelled"


LIVE = (TaskState.OPEN, TaskState.SNOOZED, TaskState.ESCALATED, TaskState.WAITING_ON_PROVIDER)


class Outcome(StrEnum):
    """What came of a task."""

    CORRECTED = "corrected"
    ASK_PROVIDER = "ask provider"
    RESUBMIT = "resubmit"
    PROOF_RECORDED = "proof recorded"
    IN_PROCESS = "in process"
    PAID_ELSEWHERE = "paid elsewhere"
    DENIED = "denied"
    NEEDS_INFORMATION = "needs information"
    SENT_INFORMATION = "sent information"
    FOUND = "found"
    NOT_FOUND = "not found"
    REPLACE = "correct and resubmit"
    APPEAL = "appeal"
    REQUEST_WRITE_OFF = "request write-off"
    REQUEST_EXCEPTION = "request exception"
    BILL_PATIENT = "bill patient"
    APPROVED = "approved"
    REFUSED = "refused"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    MAPPED = "mapped"
    MATCHED = "matched"
    RELEASED = "released"
    REVIEWED = "reviewed"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not justified"


class Awaited(StrEnum):
    """What can end a snooze before its day."""

    REMITTANCE = "remittance"
    ANSWER = "answer"


class Asks(StrEnum):
    """What an outcome needs to be told before it counts."""

    UNTIL = "until"
    REFERENCE = "reference"
    REASON = "reason"
    CLAIM_NUMBER = "claim number"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a task: its outcome, its words, what must be filled in, and where the claim goes."""

    outcome: Outcome
    words: str
    asks: tuple[Asks, ...] = ()
    stage: Stage | None = None  # None: the claim stays where it is


_REQUEST_WRITE_OFF = Choice(Outcome.REQUEST_WRITE_OFF, "Request a write-off", (Asks.REASON,))
_RESUBMIT = Choice(Outcome.RESUBMIT, "Send it again", (), Stage.SCRUBBING)
_IN_PROCESS = Choice(Outcome.IN_PROCESS, "In process until…", (Asks.UNTIL, Asks.REFERENCE), Stage.ACCEPTED)
_PROOF = Choice(
    Outcome.PROOF_RECORDED, "The payer has it: record the proof", (Asks.REFERENCE,), Stage.ACCEPTED
)
_ASK_PROVIDER = Choice(Outcome.ASK_PROVIDER, "Ask the practice, answer by…", (Asks.UNTIL, Asks.REASON))
_APPEAL = Choice(Outcome.APPEAL, "Appealed, decision expected by…", (Asks.UNTIL,), Stage.APPEALED)
_REVIEWED = Choice(Outcome.REVIEWED, "Reviewed", (Asks.REASON,))
_DENIED = Choice(Outcome.DENIED, "Denied", (Asks.REASON,), Stage.DENIED)

CHOICES: dict[TaskKind, tuple[Choice, ...]] = {
    TaskKind.FIX_CLAIM: (
        Choice(Outcome.CORRECTED, "Fixed: check it again", (), Stage.SCRUBBING),
        _ASK_PROVIDER,
        _REQUEST_WRITE_OFF,
    ),
    TaskKind.FIX_REJECTION: (
        Choice(Outcome.CORRECTED, "Fixed: check and send again", (), Stage.SCRUBBING),
        _ASK_PROVIDER,
        _REQUEST_WRITE_OFF,
    ),
    TaskKind.MISSING_ACKNOWLEDGEMENT: (
        _RESUBMIT,
        _PROOF,
        Choice(Outcome.IN_PROCESS, "Clearinghouse is looking until…", (Asks.UNTIL,)),
    ),
    TaskKind.CALL_PAYER: (
        Choice(Outcome.RESUBMIT, "Not on file: send again with proof", (Asks.REFERENCE,), Stage.SCRUBBING),
        _IN_PROCESS,
        Choice(Outcome.PAID_ELSEWHERE, "Paid, trace it", (Asks.REFERENCE,)),
        _DENIED,
        Choice(Outcome.NEEDS_INFORMATION, "They need something", (Asks.REASON,)),
    ),
    TaskKind.TRACE_PAYMENT: (
        Choice(Outcome.FOUND, "Found: the remittance is coming by…", (Asks.UNTIL, Asks.REFERENCE)),
        Choice(Outcome.NOT_FOUND, "Not found: back to the payer", (), Stage.ACCEPTED),
    ),
    TaskKind.SEND_INFORMATION: (
        Choice(
            Outcome.SENT_INFORMATION, "Sent, look again on…", (Asks.UNTIL, Asks.REFERENCE), Stage.ACCEPTED
        ),
        _ASK_PROVIDER,
        _REQUEST_WRITE_OFF,
    ),
    TaskKind.WORK_DENIAL: (
        Choice(Outcome.REPLACE, "Corrected: send a replacement", (), Stage.SCRUBBING),
        _APPEAL,
        _REQUEST_WRITE_OFF,
        Choice(Outcome.BILL_PATIENT, "Bill the patient", (Asks.REASON,), Stage.PATIENT),
        _ASK_PROVIDER,
    ),
    TaskKind.WORK_UNDERPAYMENT: (_APPEAL, _REQUEST_WRITE_OFF, _IN_PROCESS),
    TaskKind.CHECK_APPEAL: (
        Choice(Outcome.OVERTURNED, "Overturned: payment expected by…", (Asks.UNTIL,), Stage.ACCEPTED),
        Choice(Outcome.UPHELD, "Upheld: next step needed", (Asks.REASON,), Stage.DENIED),
        Choice(Outcome.IN_PROCESS, "No decision yet, look again on…", (Asks.UNTIL,)),
    ),
    TaskKind.FILING_DEADLINE: (
        _RESUBMIT,
        _PROOF,
        _REQUEST_WRITE_OFF,
    ),
    TaskKind.MISSED_DEADLINE: (
        Choice(Outcome.REQUEST_EXCEPTION, "Request an exception", (Asks.REASON,)),
        _REQUEST_WRITE_OFF,
        _PROOF,
    ),
    TaskKind.APPROVE_WRITE_OFF: (
        Choice(Outcome.APPROVED, "Approve the write-off", (), Stage.CLOSED),
        Choice(Outcome.REFUSED, "Refuse: work it again", (Asks.REASON,)),
    ),
    TaskKind.APPROVE_EXCEPTION: (
        Choice(Outcome.APPROVED, "Approve: send with the delay reason", (Asks.REASON,), Stage.SCRUBBING),
        Choice(Outcome.REFUSED, "Refuse", (Asks.REASON,)),
    ),
    TaskKind.MAP_CODE: (Choice(Outcome.MAPPED, "Treat it as…", (Asks.CATEGORY,)),),
    TaskKind.UNMATCHED_PAYMENT: (
        Choice(Outcome.MATCHED, "It belongs to claim…", (Asks.CLAIM_NUMBER,)),
        _REVIEWED,
    ),
    TaskKind.SUSPENDED_PAYMENT: (
        Choice(Outcome.RELEASED, "Corrected file expected: keep aside", (Asks.REASON,)),
        _REVIEWED,
    ),
    TaskKind.PROVIDER_ADJUSTMENT: (_REVIEWED,),
    TaskKind.REVIEW_REVERSAL: (_REVIEWED,),
    TaskKind.FILE_PROBLEM: (_REVIEWED,),
    TaskKind.REVIEW_EMERGENCY: (
        Choice(Outcome.JUSTIFIED, "Justified", (Asks.REASON,)),
        Choice(Outcome.NOT_JUSTIFIED, "Not justified: followed up", (Asks.REASON,)),
    ),
}

OFFICE_WIDE = frozenset({TaskKind.REVIEW_EMERGENCY})  # of no practice: only those who review access see them
SECOND_PERSON = frozenset({TaskKind.APPROVE_WRITE_OFF, TaskKind.APPROVE_EXCEPTION, *OFFICE_WIDE})


def choice(kind: TaskKind, outcome: Outcome) -> Choice | None:
    """The button of this kind of task that has this outcome; None when it has no such button."""
    return next((each for each in CHOICES[kind] if each.outcome is outcome), None)


MONEY_MOVES = frozenset({Outcome.APPROVED, Outcome.BILL_PATIENT, Outcome.MATCHED, Outcome.MAPPED})


def bulk_choices(kinds: Collection[TaskKind]) -> tuple[Choice, ...]:
    """The outcomes that tasks of all these kinds share and that may be given to many at once.

    Never one that moves money: each of those is looked at alone, by a second person where it gives money up.
    """
    if not kinds or SECOND_PERSON & set(kinds):
        return ()
    first, *rest = sorted(kinds)
    shared = (each for each in CHOICES[first] if all(each in CHOICES[kind] for kind in rest))
    return tuple(each for each in shared if each.outcome not in MONEY_MOVES)
