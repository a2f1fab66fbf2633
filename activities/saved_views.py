"""Saving a view under a name, for oneself or for a team, and forgetting it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.transactions import Office
from models.base import new_id
from models.queues import view_at
from models.saved_views import SavedView, teams_of
from rules.errors import NotAllowed, Refusal, Unknown

LONGEST = 40


@dataclass(frozen=True, slots=True)
class SaveView:
    """`place` is the view as links write it; without a team it stays one's own."""

    name: str
    place: str
    team_id: UUID | None = None


async def save_view(office: Office, actor: Actor, said: SaveView) -> str:
    """Keep it under this name, in place of one's own view of the same name; gives its place.

    Raises Refusal without a name, Unknown for a place that is no view, NotAllowed for others' teams.
    """
    name = " ".join(said.name.split())
    if not 0 < len(name) <= LONGEST:
        raise Refusal(f"A view needs a name of at most {LONGEST} letters.").about("name")
    place = view_at(said.place).name
    async with office.begin(actor) as work:
        if said.team_id and said.team_id not in {each.id for each in await teams_of(work.session, actor.id)}:
            raise NotAllowed("A view can be shared with a team of your own only.")
        kept = {"place": place, "team_id": said.team_id, "saved_at": work.now}
        row = insert(SavedView).values(id=new_id(), owner_id=actor.id, name=name, **kept)
        await work.session.execute(row.on_conflict_do_update(constraint="uq_saved_view_name", set_=kept))
        work.record("saved a view", f"user:{actor.id}", place=place, team=str(said.team_id or ""))
    return place


async def forget_view(office: Office, actor: Actor, view_id: UUID) -> None:
    """Remove one's own view. Raises Unknown when there is none, NotAllowed for somebody else's."""
    async with office.begin(actor) as work:
        view = await work.session.get(SavedView, view_id)
        if view is None:
            raise Unknown("There is no such view.")
        if view.owner_id != actor.id:
            raise NotAllowed("Only the person who saved a view removes it.")
        await work.session.delete(view)
        work.record("forgot a view", f"user:{actor.id}", place=view.place)
