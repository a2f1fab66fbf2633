"""What a person sent while their session could not do it: kept sealed until they proved themself."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import update

from activities.actors import CLAIMDESK
from activities.doors import Door
from activities.sign_in_tries import hash_of
from activities.transactions import Office
from models.users import LoginSession

LARGEST = 64_000  # characters


@dataclass(frozen=True, slots=True)
class KeptAct:
    """Where it was going, with every field of its form; `is_sure` lets it go on by itself."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    is_sure: bool


async def keep_act(office: Office, door: Door, token: str, act: KeptAct) -> bool:
    """Keep it with the session, in place of an older one; False when it is too long to keep."""
    text = json.dumps(asdict(act))
    if len(text) > LARGEST:
        return False
    async with office.begin(CLAIMDESK) as work:
        mine = update(LoginSession).where(LoginSession.token_hash == hash_of(token))
        await work.session.execute(mine.values(sealed_act=door.seal.close(text)))
    return True


async def take_act(office: Office, door: Door, token_hash: str) -> KeptAct | None:
    """What was kept with this session, once."""
    mine = LoginSession.token_hash == token_hash
    async with office.begin(CLAIMDESK) as work:
        login = await work.session.get(LoginSession, token_hash, with_for_update=True)
        sealed = login.sealed_act if login else None
        await work.session.execute(update(LoginSession).where(mine).values(sealed_act=None))
    if not sealed:
        return None
    said = json.loads(door.seal.open(sealed))
    fields = tuple((str(name), str(value)) for name, value in said["fields"])
    return KeptAct(said["method"], said["path"], fields, said["is_sure"])
