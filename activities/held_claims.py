"""A claim that may not go yet waits with one task that lists what is to be mended."""

from collections.abc import Sequence
from dataclasses import asdict

from activities import claims, tasks
from activities.transactions import Work
from models.claims import Claim
from rules.claims import Stage
from rules.edits import Finding
from rules.tasks import TaskKind


async def hold(work: Work, claim: Claim, findings: Sequence[Finding]) -> None:
    """Keep the claim back and give a person what is to be mended, in working order."""
    today = await claims.today_of(work, claim.practice_id)
    more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
    ask = f"Mend before it can go: {findings[0].text.rstrip('.')}{more}"
    cause = f"fix:{claim.id}:{claim.version}"
    claims.move(work, claim, Stage.HELD, ask)
    if await tasks.limit_is_decided(work, claim.id):
        return
    detail = {"findings": [asdict(finding) for finding in findings]}
    await tasks.give(
        work, tasks.for_claim(claim, TaskKind.FIX_CLAIM, cause, ask, today, detail=detail), today
    )
