"""Anchors: the ends of all chains, kept outside the database each hour, so that a rewritten trail shows."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
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
    """The folder of anchors, better on another machine than the database, and the keys that sign them.

    The first key signs, each of them is believed. `link_secret` signed before anchors had a key of their own:
    it is believed for files that name no key, until the first that names one.
    """

    folder: Path
    keys: tuple[str, ...] = field(repr=False)
    link_secret: str = field(default="", repr=False)

    def write(self, anchor: Anchor) -> Path:
        """Keep it, readable by this account alone and never written again."""
        ends = {str(each): list(end) for each, end in sorted(anchor.ends.items())}
        said = {"at": anchor.at.isoformat(), "ends": ends, "key": _name(self.keys[0])}
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / anchor.at.strftime(NAME)
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o400), "w") as file:
            json.dump({**said, "signature": _sign(self.keys[0], said)}, file)
        fresh.replace(path)
        return path

    def read(self) -> tuple[list[Anchor], list[str]]:
        """Every anchor, the oldest first, and the names of files that are not as we wrote them."""
        anchors: list[Anchor] = []
        strange, own = [], False
        for path in sorted(self.folder.glob("anchor-*.json")):
            try:
                said = json.loads(path.read_text())
                self._must_be_ours(said, said.pop("signature"), own)
                ends = {UUID(each): (int(number), str(seal)) for each, (number, seal) in said["ends"].items()}
                anchors.append(Anchor(datetime.fromisoformat(said["at"]), ends))
                own = own or "key" in said
            except (ValueError, KeyError, TypeError, AttributeError):
                strange.append(path.name)
        return anchors, strange

    def _must_be_ours(self, said: dict[str, object], signature: str, own: bool) -> None:
        """Raises ValueError when no key signed it that counts; `own`: earlier anchors name their key."""
        if "key" in said:
            keys = [each for each in self.keys if _name(each) == said["key"]]
        else:
            keys = [] if own else [*self.keys, self.link_secret]
        if not any(hmac.compare_digest(signature, _sign(each, said)) for each in keys if each):
            raise ValueError(signature)


def _name(key: str) -> str:
    """How an anchor says which key signed it, without telling the key."""
    return hashlib.sha256(f"claimdesk anchor key {key}".encode()).hexdigest()[:12]


def _sign(key: str, said: object) -> str:
    secret = hashlib.sha256(f"claimdesk anchors {key}".encode()).digest()
    return hmac.new(secret, json.dumps(said, sort_keys=True).encode(), hashlib.sha256).hexdigest()


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
