"""What somebody types into each form so that it is refused, and which field is wrong then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Typed = Mapping[str, str | list[str]]
BUTTONS = {"outcome", "keep", "stands", "ticked"}


@dataclass(frozen=True, slots=True)
class Case:
    """`about` is the field that is wrong, empty where no single one is; `among` is what an old page says."""

    who: str
    screen: str
    path: str
    typed: Typed
    about: str = ""
    among: Typed = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path} {self.about}".strip()


TASK, OLD = "/tasks/{Okafor}", {"version": "0"}
AWAY, BOOK = "/teams/people/{amara}/absences/preview", "/payers/{payer}/playbooks/{kind}"
AMARA, PRIYA, MARA, OTTO = "Amara Osei", "Priya Nair", "Mara Stone", "Otto Reiss"
WEEK = {
    "starts": ["09:00", "08:00", "", "", "", "", ""],
    "ends": ["17:00", "07:00", "", "", "", "", ""],
}
CASES = [
    Case(PRIYA, "/teams", AWAY,
         {"from_on": "2026-12-24", "until_on": "2026-12-20", "why": "her son's <wedding>"}, "until_on"),
    Case(PRIYA, "/teams", AWAY, {"from_on": "2026-12-20", "until_on": "2026-12-24", "why": "  "}, "why"),
    Case(PRIYA, "/teams", "/teams/people/{amara}",
         {"time_zone": "Texas", "capacity": "31", "skills": ["payer calls", "denials"]}, "time_zone"),
    Case(PRIYA, "/teams", "/teams/people/{amara}", WEEK),
    Case(PRIYA, "/teams", "/teams",
         {"name": "Denials", "guided": "true", "members": ["{amara}"]}, "name"),
    Case(PRIYA, "/teams", "/teams/{team}", {"name": "Late ones", "members": ["{ben}"]}, "name"),
    Case(PRIYA, "/allocation", "/allocation",
         {"name": "Big ones", "money_from": "lots", "kinds": ["call payer"], "states": "TX, LA"}),
    Case(PRIYA, "/allocation", "/allocation/{rule}", {"name": "Mine", "languages": "Klingon"}, "languages"),
    Case(PRIYA, "/boards/team/tasks?overdue=true", "/boards/team/preview",
         {"why": "She left", "ticked": "true"}),
    Case(OTTO, "/users", "/users",
         {"email": "ben@desk.example", "name": "Ben Two", "role": "manager", "practices": ["{hill}"]},
         "email"),
    Case(OTTO, "/sites", "/sites",
         {"name": "Cebu", "country": "Philippines", "networks": "10.0.0.0/8\n10.1.0.0/16"}, "country"),
    Case(OTTO, "/sites", "/sites",
         {"name": "Cebu", "country": "PH", "networks": "the office"}, "networks"),
    Case(OTTO, "/sites", "/sites/{site}/networks", {"networks": "203.0.113.0/24\nhome"}, "networks"),
    Case(OTTO, "/sites", "/sites/terms",
         {"state": "Texas", "source": "section 7", "allowed": "true", "program": "medicaid"}, "state"),
    Case(AMARA, "/me/tokens", "/me/tokens", {"name": "My sheet", "days": "14"}),
    Case(AMARA, "/emergency", "/emergency", {"reason": "too short"}, "reason"),
    Case(
        MARA, "/access-reviews", "/access-reviews/emergencies/{access}", {"finding": "Fine."},
        among={"outcome": "justified"},
    ),
    Case(MARA, "/boards/escalation", "/boards/escalation",
         {"after": "99", "level": "2", "asks": "role:manager"}),
    Case(PRIYA, BOOK, BOOK, {"body": "x" * 4001, "keep": "true"}),
    Case(PRIYA, "/texts", "/texts", {"name": "Silent", "kind": "call payer", "body": "Called {patient}"}),
    Case(PRIYA, "/quality/{drawn}", "/quality/{drawn}/review", {"comment": "The card first"}, among=OLD),
    Case(AMARA, "/quality/{reviewed}", "/quality/{reviewed}/dispute", {"why": "It was there"}, among=OLD),
    Case(MARA, "/quality/{disputed}", "/quality/{disputed}/decide",
         {"why": "I agree", "stands": "true"}, among=OLD),
    Case(MARA, "/boards/deadlines", "/boards/deadlines/tasks/{Silva}/decide",
         {"reason": "Small", "outcome": "refused"}, among=OLD),
    Case(AMARA, "/views/narrow/mine", "/views", {"name": "a" * 41}, "name"),
    Case(AMARA, "/claims/{claim}", "/claims/{claim}/note", {"note": "  "}),
    Case(AMARA, TASK, TASK + "/note", {"note": " ", "spoken_to": "Ms. Lund", "reference": "C-1"}),
    Case(AMARA, TASK, TASK + "/finish",
         {"reason": "Small balance", "outcome": "request write-off"}, among=OLD),
    Case(AMARA, TASK, TASK + "/snooze", {"until": "2031-01-01"}, among=OLD),
    Case(AMARA, TASK, TASK + "/ask", {"body": "Was it a follow-up?", "answer_by": "2025-01-01"}),
    Case(AMARA, "/tasks/{Novak}", "/tasks/{Novak}/answer", {"answer": "   "}),
    Case(AMARA, TASK, TASK + "/transfer", {"to": "{ben}", "reason": "Yours"}, among=OLD),
    Case(AMARA, TASK, TASK + "/skip", {"reason": " "}),
    Case(AMARA, "/tasks/{Tran}", "/tasks/{Tran}/correct", {"member_id": "ZGP1234"}, among=OLD),
]  # fmt: skip
ELSEWHERE = {
    **dict.fromkeys(
        ("/sign-in", "/sign-in/factor", "/sign-in/enrol/app", "/invitation", "/unlock", "/step-up"),
        "a password or a code is never written into a page",
    ),
    **dict.fromkeys(("/me/password", "/me/factors/app"), "a password or a code is never written into a page"),
    **dict.fromkeys(("/files", "/tasks/*/attachments"), "only a browser chooses files"),
    **dict.fromkeys(("/search", "/audit"), "whatever is asked there has an answer"),
    **dict.fromkeys(("snooze", "transfer", "finish"), "each of many tasks says for itself why it stays"),
    "*": "the card of what was kept, which waits on: see test_half_typed.py",
}
