"""What a person sent or half typed when their session was over: sealed until they say what becomes of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, update

from activities.actors import CLAIMDESK
from activities.doors import Door
from activities.sign_in_tries import hash_of
from activities.transactions import Office, Work
from models import rulebook
from models.users import LoginSession

LARGEST = 64_000  # characters that one session keeps
FILE = "file"


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field of a form; without a `label` the person never saw it."""

    name: str
    value: str
    label: str = ""
    words: str = ""  # what the person read in place of the value
    is_beside: bool = False  # it belongs to another form, and would have gone along
    kind: str = ""  # how it is written in: "text", "textarea", "date"...; empty: it was chosen, not written

    @property
    def is_file(self) -> bool:
        """Whether it is the name of a file that was chosen and not sent."""
        return self.kind == FILE

    @property
    def size(self) -> int:
        return len(self.name) + len(self.value) + len(self.label) + len(self.words)


@dataclass(frozen=True, slots=True)
class KeptAct:
    """Where it was going, with every field of its form; `is_sure` lets it go on by itself."""

    id: str
    method: str
    path: str
    fields: tuple[KeptField, ...]
    is_sure: bool
    title: str = ""  # the words of its button; empty for what had been sent
    back: str = "/"  # the screen it was typed on

    @property
    def size(self) -> int:
        return sum(each.size for each in self.fields)

    @property
    def files(self) -> list[str]:
        """The names of the files that were not sent with it; with any it cannot be sent again."""
        return [each.value for each in self.fields if each.is_file]

    @property
    def form(self) -> tuple[str, str]:
        """The rendered form it came from: there is one act of each."""
        return self.path, next((each.value for each in self.fields if each.name == "key"), "")


async def keep_acts(
    office: Office, door: Door, token: str, acts: Sequence[KeptAct], whose: UUID | None = None
) -> Sequence[KeptAct]:
    """Keep them with the session and give those that there was room for.

    A later state of the same form takes the earlier one's place, and so does a later act that goes on by
    itself. None is kept where `whose` screen it was is known, and the session is somebody else's.
    """
    kept: list[KeptAct] = []
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, hash_of(token), with_for_update=True)
        if login is None or whose not in (None, login.user_id):
            return ()
        forms, is_sure = {each.form for each in acts}, any(each.is_sure for each in acts)
        rest = [each for each in _opened(door, login) if each.form not in forms]
        rest = [each for each in rest if not (each.is_sure and is_sure)]
        for act in acts:
            if sum(each.size for each in rest + kept) + act.size <= LARGEST:
                kept.append(act)
        login.sealed_act = _closed(door, rest + kept)
    return kept


async def room_left(office: Office, door: Door, token: str) -> int:
    """How many characters this session can still keep; none where there is no such session."""
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, hash_of(token))
        return max(LARGEST - sum(each.size for each in _opened(door, login)), 0) if login else 0


async def kept_acts(office: Office, door: Door, token_hash: str) -> list[KeptAct]:
    """What is kept with this session, what goes on by itself is given once."""
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, token_hash, with_for_update=True)
        if login is None:
            return []
        found = _opened(door, login)
        if any(each.is_sure for each in found):
            login.sealed_act = _closed(door, [each for each in found if not each.is_sure])
    return found


async def revise_act(
    office: Office, door: Door, token: str, act_id: str, sent: Sequence[tuple[str, str]]
) -> None:
    """What the person wrote on its card takes the place of what was kept, as long as there is room."""
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, hash_of(token), with_for_update=True)
        acts = _opened(door, login) if login is not None else []
        revised = [_revised(each, sent) if each.id == act_id else each for each in acts]
        if login is not None and sum(each.size for each in revised) <= LARGEST:
            login.sealed_act = _closed(door, revised)


def _revised(act: KeptAct, sent: Sequence[tuple[str, str]]) -> KeptAct:
    """With the values as they were sent; where a name stands more than once, in its order."""
    left: dict[str, list[str]] = {}
    for name, value in sent:
        left.setdefault(name, []).append(value)
    fields = (
        replace(each, value=left[each.name].pop(0)) if each.kind and left.get(each.name) else each
        for each in act.fields
    )
    return replace(act, fields=tuple(fields))


async def forget_kept_acts(office: Office) -> int:
    """Forget what nobody came back for; gives how many sessions had kept something for too long."""
    async with office.begin(CLAIMDESK) as work:
        stale = update(LoginSession).where(LoginSession.sealed_act.is_not(None), ~is_worth_keeping(work))
        gone = await work.session.scalars(stale.values(sealed_act=None).returning(LoginSession.token_hash))
        return len(gone.all())


def is_worth_keeping(work: Work) -> ColumnElement[bool]:
    """Whether what a session kept is still given to its person: so many days after its end."""
    days = rulebook.sign_in_limits(work.now.date()).kept_forms
    return LoginSession.ends_at > work.real_now - timedelta(days=days)


async def drop_act(office: Office, door: Door, token: str, act_id: str) -> None:
    """Forget one of them: it was done, or the person leaves it."""
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, hash_of(token), with_for_update=True)
        if login is not None and login.sealed_act:
            rest = [each for each in _opened(door, login) if each.id != act_id]
            login.sealed_act = _closed(door, rest)


def _opened(door: Door, login: LoginSession) -> list[KeptAct]:
    if not login.sealed_act:
        return []
    said = json.loads(door.seal.open(login.sealed_act))
    if not isinstance(said, list):
        return []  # an earlier release kept one act in another shape
    return [
        KeptAct(**{**each, "fields": tuple(KeptField(**field) for field in each["fields"])}) for each in said
    ]


def _closed(door: Door, acts: Sequence[KeptAct]) -> str | None:
    return door.seal.close(json.dumps([asdict(each) for each in acts])) if acts else None
