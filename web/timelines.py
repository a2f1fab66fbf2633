"""What happened to a claim, in words, and what happens next if nobody does anything."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from models.claims import Claim
from models.tasks import Task
from models.timelines import Event
from rules.claims import Stage
from web import words

DEEDS = {
    "finished": "finished",
    "took back": "took back",
    "snoozed": "put aside",
    "woke": "took up again",
    "transferred": "handed on",
    "took over": "took over",
    "escalated": "moved up",
    "reassigned": "moved",
    "withdrew": "withdrew",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline; `file_id` and `segment` say where the payer said it."""

    at: str
    who: str
    words: str
    more: str
    tone: str  # a tone of chips, or nothing
    file_id: UUID | None
    segment: int | None
    kind: str

    @property
    def by_payer(self) -> bool:
        """Somebody outside answered."""
        return self.kind in ("acknowledgement", "remittance")

    @property
    def is_note(self) -> bool:
        return self.kind == "note"


def tell(event: Event, time_zone: str, today: date) -> Told:
    """The event in a biller's words."""
    on = words.day(words.local_date(event.at, time_zone), today)
    who, said, more, tone = TELLERS[event.kind](event)
    return Told(on, who, said, more, tone, event.file_id, event.segment, event.kind)


Said = tuple[str, str, str, str]  # who, words, more, tone


def _event(event: Event) -> Said:
    detail = event.detail
    if event.words == "moved":
        return event.who, f"{words.sentence(str(detail.get('stage', '')))}", str(detail.get("reason", "")), ""
    if event.words == "finished":
        return event.who, f"{event.task_kind}: {detail.get('outcome', 'done')}".capitalize(), "", ""
    deed = DEEDS.get(event.words, event.words)
    about = f" “{event.task_kind}”" if event.task_kind else ""
    if event.words == "escalated" and detail.get("to"):
        about += f" to {detail['to']}"
    if detail.get("to_name"):
        about += f" to {detail['to_name']}"
    return event.who, words.sentence(f"{deed}{about}"), _reasons(detail), ""


def _reasons(detail: dict[str, Any]) -> str:
    """What an event says of its why and until when, without ids."""
    told = [str(detail[key]) for key in ("because", "why", "reason") if detail.get(key)]
    if until := detail.get("until"):
        told.append(f"until {until}")
    if step := detail.get("step"):
        told.append(str(step))
    return " · ".join(told)


def _note(event: Event) -> Said:
    call = event.detail
    if not call.get("spoken_to"):
        return event.who, event.words, "", ""
    reference = f", reference {call['reference']}" if call.get("reference") else ""
    return event.who, event.words, f"Call: spoke to {call['spoken_to']}{reference}", ""


def _sent(event: Event) -> Said:
    batch = f"Sent in batch {event.detail['batch']}, place {event.detail['place']}"
    return event.who, batch, event.words or f"batch {event.detail['state']}", ""


def _acknowledgement(event: Event) -> Said:
    accepted = event.detail["accepted"]
    verdict = "received" if accepted is None else "accepted" if accepted else "rejected"
    codes = ", ".join(event.detail["codes"] or ())
    tone = "" if accepted is None else "good" if accepted else "late"
    return f"{event.detail['kind']} of the {event.who}", verdict.capitalize(), event.words or codes, tone


def _remittance(event: Event) -> Said:
    detail = event.detail
    trace = f"trace {detail['trace']} · {detail['state']}"
    paid = Decimal(detail["paid"])
    did = f"paid {words.money(paid)}" if paid >= 0 else f"took back {words.money(-paid)}"
    return event.who, f"835: {did}", f"{event.words} {trace}".strip(), ""


TELLERS = {
    "event": _event,
    "note": _note,
    "sent": _sent,
    "acknowledgement": _acknowledgement,
    "remittance": _remittance,
}


def next_step(claim: Claim, task: Task | None, today: date) -> str:
    """What comes next, who does it, and when somebody else is called."""
    if task is not None:
        due = words.away(task.due_on, today)
        climbs = "" if task.level else " If nobody does, it moves up to the supervisor."
        return f"Next: {task.kind}, due {due}.{climbs}"
    on = {
        Stage.SENT: claim.acknowledge_by,
        Stage.ACCEPTED: claim.follow_up_on,
        Stage.APPEALED: claim.decision_by,
    }.get(claim.stage)
    when = f" {words.day(on, today)}" if on else ""
    return NEXT[claim.stage].format(when=when)


NEXT = {
    Stage.SCRUBBING: "Next: our own checks, by themselves.",
    Stage.HELD: "Next: somebody corrects it.",
    Stage.BLOCKED: "Next: the missing key arrives, then it is checked again.",
    Stage.READY: "Next: it leaves with the next batch.",
    Stage.SENT: "Next: the payer's receipt is expected until{when}; if it stays silent, a task.",
    Stage.REJECTED: "Next: somebody corrects it and it goes out again.",
    Stage.ACCEPTED: "Next: the payment. If the payer is silent on{when}, somebody calls.",
    Stage.DENIED: "Next: somebody decides: correct, appeal, or give up with a second person.",
    Stage.UNDERPAID: "Next: somebody decides about the difference.",
    Stage.APPEALED: "Next: the payer's decision, expected until{when}.",
    Stage.PATIENT: "Next: the patient's part is billed.",
    Stage.CLOSED: "Closed: nothing comes next.",
}
