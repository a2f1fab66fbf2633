"""One request of a signed-in person: who asks, what they may see, and how the answer is shown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from activities.actors import Actor
from activities.sessions import Person, SignedOut, who_is
from activities.transactions import Office, Work
from models import queues, saved_views
from models.queues import VIEWS, Done, Reader, View
from models.saved_views import Kept
from rules.access import Permission, require
from rules.errors import Refusal
from web import abroad
from web.bell import Bell
from web.links import Links
from web.looks import Looks
from web.settings import TurnDays, WebSettings
from web.shown import Shown
from web.typed_again import Sent, typed_again

COOKIE = "__Host-session"
QUIET = frozenset(
    {"/live", "/rows/{view_name}", "/tasks/{task_id}/fresh", "/boards/team/fresh"}
)  # what a screen does by itself is no sign of life
SCREENS: tuple[tuple[str, str, Permission | None], ...] = (
    ("/boards/team", "Team board", Permission.SEE_TEAM),
    ("/boards/unallocated", "Unallocated", Permission.MANAGE_TEAMS),
    ("/boards/deadlines", "Deadline board", Permission.SEE_DEADLINES),
    ("/boards/performance", "Performance", Permission.SEE_TEAM),
    ("/quality", "Quality", Permission.WORK_TASKS),
    ("/boards/escalation", "Who is asked next", Permission.SET_ESCALATION),
    ("/remittances", "Remittances", Permission.SEE_DEADLINES),
    ("/files", "Files", Permission.SEE_DEADLINES),
    ("/payers", "Payers", Permission.SEE_DEADLINES),
    ("/texts", "Note templates", Permission.KEEP_TEXTS),
    ("/teams", "Teams", Permission.MANAGE_TEAMS),
    ("/allocation", "Allocation", Permission.MANAGE_TEAMS),
    ("/rules", "Rules", None),
    ("/audit", "Audit trail", Permission.READ_AUDIT),
    ("/users", "Users", Permission.MANAGE_USERS),
    ("/access-reviews", "Access reviews", Permission.REVIEW_ACCESS),
    ("/sites", "Sites", Permission.MANAGE_SITES),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every request of this process shares."""

    office: Office
    settings: WebSettings
    looks: Looks
    links: Links
    bell: Bell
    turn_days: TurnDays | None
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class Rail:
    """The counts beside every screen."""

    counts: dict[str, int]
    done: Done
    today: date  # the office's, in UTC
    saved: Sequence[Kept] = ()

    def of(self, view: View) -> int:
        return self.counts.get(view.name, 0)

    def title(self, view: View) -> str:
        """What a saved view is called here, else the view's own title."""
        return next((each.name for each in self.saved if each.place == view.name), view.title)

    def beside(self, view: View, step: int) -> tuple[str, str]:
        """The place and the title of the view `step` before or after this one, round and round."""
        every = [(each.name, each.title) for each in VIEWS.values() if self.counts[each.name] or each.mine]
        every += [(each.place, each.name) for each in self.saved]
        places = [place for place, _ in every]
        at = places.index(view.name) if view.name in places else 0
        return every[(at + step) % len(every)]


@dataclass(frozen=True, slots=True)
class Toast:
    """A few words that go by themselves; with `undo` the act on that task can still be taken back."""

    words: str
    undo: UUID | None = None
    seconds: int = 10
    deed: str = "undo"  # the route that takes it back
    said: str = ""  # how a plain page names what was done; empty: finished


class StepUp(Refusal):
    """This deed asks for a second factor first; what was sent goes on afterwards."""

    status = 403


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


@dataclass(slots=True)
class Page:
    """A request and its answer."""

    request: Request
    desk: Desk
    person: Person
    rail: Rail | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    read_at: datetime | None = None  # None: nothing was read
    named: set[UUID] = field(default_factory=set)  # tasks of the lists that this answer shows
    sent: Sent = ()  # the form that this request came with

    @property
    def office(self) -> Office:
        return self.desk.office

    @property
    def actor(self) -> Actor:
        return self.person.actor

    @property
    def reader(self) -> Reader:
        return Reader(self.person.id, self.person.may(Permission.APPROVE_WRITE_OFF))

    @property
    def is_fragment(self) -> bool:
        return "hx-request" in self.request.headers

    @property
    def screens(self) -> list[tuple[str, str]]:
        """The screens beside the queues that this person may open: address and title."""
        mine = [each for each in SCREENS if each[2] is None or self.person.may(each[2])]
        return [each[:2] for each in mine if not self.person.is_offshore or abroad.is_open(each[0])]

    def require(self, permission: Permission) -> None:
        """Raises NotAllowed, naming the deed and the role."""
        require(self.person.role, permission)

    def step_up(self) -> None:
        """Raises StepUp unless a second factor was just shown: the person shows it, and the act goes on."""
        if not self.person.is_fresh:
            raise StepUp

    @asynccontextmanager
    async def reading(self, view: View | None = None) -> AsyncIterator[Work]:
        """A transaction to read in, with the counts of the rail for a whole page."""
        async with self.office.begin(self.actor) as work:
            self.read_at = work.now
            if not self.is_fragment:
                await self.count(work, view)
            yield work
        if self.named:
            self.desk.shown.keep(self.person.token_hash, self.named)

    async def count(self, work: Work, view: View | None = None) -> None:
        """Read the counts beside the screen; of a view with a filter too."""
        numbers, done = await queues.counts(work.session, self.reader, work.now)
        kept = await saved_views.of_person(work.session, self.person.id)
        places = [each.place for each in kept] + ([view.name] if view and view.name not in VIEWS else [])
        numbers |= await queues.count_of(work.session, places, self.reader, work.now)
        self.rail = Rail(numbers, done, work.now.date(), kept)

    def show(self, template: str, *blocks: str, status: int = 200, **facts: Any) -> HTMLResponse:
        """The whole screen; for htmx only the named blocks, when there are any.

        With a `refusal`, or a `problem` in words, its form comes back open with everything that was typed:
        the one that posts to `form_at`, else the one that was sent.
        """
        shown = {
            "page": self,
            "person": self.person,
            "rail": self.rail,
            "views": VIEWS,
            "toast": None,
            "here": "",
            "revealed": False,
            "problem": "",
        }
        refusal: Refusal | None = facts.pop("refusal", None)
        form_at: str = facts.pop("form_at", "")
        if refusal is not None:
            facts["problem"], status = str(refusal), refusal.status
        shown |= self.facts | facts
        problem = facts.get("problem")
        html = self.desk.looks.render(template, blocks if self.is_fragment else (), shown)
        if problem:
            self.request.state.refused = problem
            about = refusal.field if refusal else ""
            html = typed_again(html, form_at or self.request.url.path, self.sent, problem, about)
        return HTMLResponse(html, status)

    def go(self, path: str) -> Response:
        """On to another screen, by a plain redirect or by htmx."""
        if self.is_fragment:
            return Response(status_code=204, headers={"HX-Redirect": path})
        return Response(status_code=303, headers={"location": path})


def address_of(request: Request) -> str:
    """Where the request came from, as the server saw it."""
    return request.client.host if request.client else "unknown"


async def signed_in(request: Request) -> Page:
    """The page of whoever holds the cookie. Raises SignedOut when nobody does."""
    desk = desk_of(request)
    token = request.cookies.get(COOKIE)
    if not token:
        raise SignedOut("")
    is_touch = request.scope["route"].path not in QUIET
    person = await who_is(desk.office, token, desk.settings.idle, address_of(request), is_touch=is_touch)
    page = request.state.page = Page(request, desk, person, sent=await _sent(request))
    request.state.asks = person.actor
    if person.is_offshore:
        abroad.must_be_open(request.scope["route"].path)
    return page


SignedIn = Annotated[Page, Depends(signed_in)]


async def _sent(request: Request) -> Sent:
    """The fields of the form that was sent, files and their fields apart."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ()
    form = await request.form()
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
