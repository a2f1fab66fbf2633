"""Anchors: the ends of all chains, kept outside the database each hour, so that a rewritten trail shows."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.audit_check import check_on
from activities.transactions import Office
from models.audit import AuditHead

NAME = "anchor-%Y%m%dT%H%M%S%fZ.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many events each chain had at that moment, and the seal of the last one."""

    at: datetime
    ends: dict[UUID, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The folder of anchors and the secret that signs them; better on another machine than the database."""

    folder: Path
    secret: str

    def write(self, anchor: Anchor) -> Path:
        """Keep it, readable by this account alone and never written again."""
        ends = {str(each): list(end) for each, end in sorted(anchor.ends.items())}
        said = {"at": anchor.at.isoformat(), "ends": ends}
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / anchor.at.strftime(NAME)
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o400), "w") as file:
            json.dump({**said, "signature": self._sign(said)}, file)
        fresh.replace(path)
        return path

    def read(self) -> tuple[list[Anchor], list[str]]:
        """Every anchor, the oldest first, and the names of files that are not as we wrote them."""
        anchors, strange = [], []
        for path in sorted(self.folder.glob("anchor-*.json")):
            try:
                said = json.loads(path.read_text())
                signature = said.pop("signature")
                if not hmac.compare_digest(signature, self._sign(said)):
                    raise ValueError(signature)
                ends = {UUID(each): (int(number), str(seal)) for each, (number, seal) in said["ends"].items()}
                anchors.append(Anchor(datetime.fromisoformat(said["at"]), ends))
            except (ValueError, KeyError, TypeError, AttributeError):
                strange.append(path.name)
        return anchors, strange

    def _sign(self, said: object) -> str:
        key = hashlib.sha256(b"claimdesk anchors " + self.secret.encode()).digest()
        return hmac.new(key, json.dumps(said, sort_keys=True).encode(), hashlib.sha256).hexdigest()


async def anchor_audit(office: Office, anchors: Anchors) -> tuple[int, int]:
    """Check what came since the last hour and anchor the ends; gives how many chains, and how many broken."""
    async with office.begin(CLAIMDESK) as work:
        heads: Sequence[AuditHead] = (await work.session.scalars(select(AuditHead))).all()
        chains = [await check_on(work.session, head) for head in heads]
        for head, chain in zip(heads, chains, strict=True):
            if not chain.fault:
                head.checked_number, head.checked_at = chain.events, work.real_now
        ends = {
            head.practice_id: (head.number, head.hash)
            for head, chain in zip(heads, chains, strict=True)
            if not chain.fault
        }
        anchor = Anchor(work.real_now, ends)
    anchors.write(anchor)
    return len(heads), sum(1 for each in chains if each.fault)
