"""Live without polling: a queue that changes rings, and the screens that show it look again."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from random import uniform

from psycopg import AsyncConnection, OperationalError

Check = Callable[[], Awaitable[bool]]
OFTEN = 0.8  # seconds between two words to one screen: many changes, one look
STILL_HERE = 20.0  # seconds between signs that the stream lives
CHECK_EVERY = 10.0  # seconds between checks of the sign-in; every look of a screen checks it too
EVERYTHING = "*"
LISTS, TASKS, GONE = "queue-changed", "tasks-changed", "tasks-gone"
LATER = 1.5, 3.5  # seconds until a list that only lost rows, or whose claims changed, looks again
FEW_SCREENS = 15  # more of them wait longer, so that all together never look more than six times a second


@dataclass(frozen=True, slots=True)
class Listener:
    """Whose screen it is: the practices and the classes that they may see where they are; None: all."""

    person_id: str
    practices: frozenset[str] | None
    classes: frozenset[str] | None

    def hears(self, place: str) -> bool:
        """Whether this is about them: their own id, or "<practice>/<class>" that they may see."""
        if place in (EVERYTHING, self.person_id):
            return True
        works_there = self.practices is None or place.partition("/")[0] in self.practices
        return works_there and (self.classes is None or place in self.classes)


@dataclass(eq=False, slots=True)
class Ear:
    """One open stream, and what it has not told yet."""

    listener: Listener
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    events: dict[str, None] = field(default_factory=dict)  # in the order of their first ring
    gone: dict[str, None] = field(default_factory=dict)  # tasks that are in no list any more
    look_at: float = float("inf")  # when the lists look again although nothing new came
    missed: bool = False  # perhaps something, so that the open task looks with the lists

    def hear(self, *events: str) -> None:
        self.events |= dict.fromkeys(events)
        self.rung.set()

    def lose(self, tasks: Iterable[str], patience: float) -> None:
        """These tasks leave the lists at once; counts and what moves up are looked at after `patience`."""
        self.gone |= dict.fromkeys(tasks)
        if self.look_at == float("inf"):
            self.look_at = time.monotonic() + patience
        self.rung.set()

    def catch_up(self, patience: float) -> None:
        """After a beginning or a gap everything looks; a page that was just shown need not at once."""
        self.missed = True
        self.lose((), patience)

    @property
    def patience(self) -> float:
        """Seconds until there is something to tell, even if nothing rings."""
        return max(0.0, min(STILL_HERE, self.look_at - time.monotonic()))

    def tell(self) -> str:
        """Everything that changed since the last time, as one chunk of the stream."""
        if self.look_at - time.monotonic() < OFTEN:  # would be told too late otherwise
            self.events[LISTS] = None
        if LISTS in self.events:
            self.events |= {TASKS: None} if self.missed else {}
            self.look_at, self.missed = float("inf"), False
        told = f"event: {GONE}\ndata: {' '.join(self.gone)}\n\n" if self.gone else ""
        told += "".join(f"event: {each}\ndata: -\n\n" for each in self.events)
        self.events, self.gone = {}, {}
        self.rung.clear()
        return told or ": still here\n\n"


class Bell:
    """Rings for every open screen whose queue changed; one per web process."""

    def __init__(self) -> None:
        self.ears: set[Ear] = set()
        self.closing = asyncio.Event()
        self.check_every = CHECK_EVERY
        self.later = LATER
        self.listening = asyncio.Event()

    async def listen(self, database: str) -> None:
        """Runs as long as the process; after a broken line everybody looks again."""
        while True:
            with suppress(OperationalError):
                async with await AsyncConnection.connect(database, autocommit=True) as line:
                    await line.execute("listen queue_changed")
                    self.ring(EVERYTHING)
                    self.listening.set()
                    async for notice in line.notifies():
                        self.ring(notice.payload)
            self.listening.clear()
            await asyncio.sleep(1)

    def ring(self, payload: str) -> None:
        """Wake the screens of those who may see this: "<practice>/<class> <task> -<task>", a person, "*".

        The lists look again; of the open tasks only the named ones do, with "*" in their place all. A task
        with a minus is in no list any more; where nothing else is named the lists look in a moment.
        """
        place, *tasks = payload.split()
        gone = [each[1:] for each in tasks if each.startswith("-")]
        any_task = EVERYTHING in tasks
        is_new = any_task or "/" not in place or len(gone) < len(tasks)
        events = [TASKS] if any_task else [f"task-{each.removeprefix('-')}" for each in tasks]
        for ear in self.ears:
            if place == EVERYTHING:
                ear.catch_up(self.moment())
            elif ear.listener.hears(place):
                if not is_new or gone:
                    ear.lose(gone, self.moment())
                ear.hear(*([LISTS] if is_new else []), *events)

    def moment(self) -> float:
        """Seconds until one screen looks; each has its own, so that they do not all look at the same time."""
        return uniform(*self.later) * max(1, len(self.ears) / FEW_SCREENS)  # noqa: S311 - spreads work, hides nothing

    async def stream(self, listener: Listener, signed_in: Check) -> AsyncIterator[str]:
        """Says "look again" soon after the beginning and on every change; ends with the login session."""
        ear = Ear(listener)
        self.ears.add(ear)
        ear.catch_up(self.moment())
        checked = float("-inf")
        try:
            while not self.closing.is_set():
                if time.monotonic() - checked >= self.check_every:
                    if not await signed_in():
                        break
                    checked = time.monotonic()
                with suppress(TimeoutError):
                    await asyncio.wait_for(ear.rung.wait(), timeout=ear.patience)
                yield ear.tell()
                await asyncio.sleep(OFTEN)
        finally:
            self.ears.discard(ear)

    def close(self) -> None:
        """Let every stream end, so that the process can."""
        self.closing.set()
        for ear in self.ears:
            ear.rung.set()
