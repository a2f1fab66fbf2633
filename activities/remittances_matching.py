"""Finding our claims and lines behind a chunk of remittance claims: a few questions for all at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from activities.bulk import among
from activities.remittances_staged import StagedClaim
from models.claims import Claim, ClaimLine
from models.patients import Coverage, Patient
from models.remittances import RemittanceClaim
from rules.matching import Candidate, OurLine, match_facts, match_lines, match_number

FACTS = (
    Claim.id, Coverage.member_id, Patient.last_name, Patient.first_name,
    Claim.service_from, Claim.service_to, Claim.charge,
)  # fmt: skip


async def match_claims(session: AsyncSession, practice_id: UUID, staged: Sequence[StagedClaim]) -> None:
    """Set `claim_id` where one claim of this practice is meant beyond doubt: by its number, by the payer's
    number, by member, days and charge; others keep None."""
    waiting = list(staged)
    numbers = {each.number for each in waiting}
    by_number = await _candidates(session, practice_id, Claim.number, among(Claim.number, numbers))
    for each in waiting:
        each.claim_id = match_number(each.told(), by_number.get(each.number, ()))
    if waiting := [each for each in waiting if each.claim_id is None]:
        await _by_payer_number(session, practice_id, waiting)
    if waiting := [each for each in waiting if each.claim_id is None and each.facts["member_ids"]]:
        members = {member for each in waiting for member in each.facts["member_ids"]}
        by_member = await _candidates(
            session, practice_id, Coverage.member_id, among(Coverage.member_id, members)
        )
        for each in waiting:
            found = [one for member in each.facts["member_ids"] for one in by_member.get(member, ())]
            each.claim_id = match_facts(each.told(), found)


async def _by_payer_number(session: AsyncSession, practice_id: UUID, waiting: Sequence[StagedClaim]) -> None:
    """By an ICN we hold: on the claim itself, or from an earlier remittance of it."""
    numbers = {number for each in waiting for number in each.payer_numbers}
    if not numbers:
        return
    known = await _candidates(
        session, practice_id, Claim.payer_claim_number, among(Claim.payer_claim_number, numbers)
    )
    ours = RemittanceClaim.practice_id == practice_id, RemittanceClaim.claim_id == Claim.id
    told = among(RemittanceClaim.payer_claim_number, numbers)
    earlier = _facts(practice_id, RemittanceClaim.payer_claim_number)
    for number, found in (
        await _grouped(session, earlier.join(RemittanceClaim, ours[1]).where(told))
    ).items():
        known[number] = [*known.get(number, ()), *found]
    for each in waiting:
        found = [one for number in sorted(each.payer_numbers) for one in known.get(number, ())]
        each.claim_id = match_number(each.told(), found)


async def _candidates(
    session: AsyncSession, practice_id: UUID, key: InstrumentedAttribute[Any], wanted: ColumnElement[bool]
) -> dict[str, list[Candidate]]:
    return await _grouped(session, _facts(practice_id, key).where(wanted))


def _facts(practice_id: UUID, key: InstrumentedAttribute[Any]) -> Select[Any]:
    joined = select(key, *FACTS).select_from(Claim).join(Coverage, Coverage.id == Claim.coverage_id)
    return joined.join(Patient, Patient.id == Claim.patient_id).where(Claim.practice_id == practice_id)


async def _grouped(session: AsyncSession, wanted: Select[Any]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for key, *facts in await session.execute(wanted):
        found[str(key)].append(Candidate(*facts))
    return found


async def match_services(session: AsyncSession, staged: Iterable[StagedClaim]) -> None:
    """Set `line_id` on every service whose line is certain."""
    matched = [each for each in staged if each.claim_id is not None and each.lines]
    ours = await _our_lines(session, {each.claim_id for each in matched if each.claim_id})
    for each in matched:
        lines = ours.get(each.claim_id, []) if each.claim_id else []
        for line, line_id in zip(
            each.lines, match_lines([one.told() for one in each.lines], lines), strict=True
        ):
            line.line_id = line_id


async def _our_lines(session: AsyncSession, claim_ids: Iterable[UUID]) -> dict[UUID, list[OurLine]]:
    columns = (
        ClaimLine.claim_id, ClaimLine.id, ClaimLine.control, ClaimLine.procedure,
        ClaimLine.modifiers, ClaimLine.service_from, ClaimLine.charge,
    )  # fmt: skip
    found: dict[UUID, list[OurLine]] = defaultdict(list)
    wanted = select(*columns).where(among(ClaimLine.claim_id, claim_ids))
    for claim_id, line_id, control, code, modifiers, day, charge in await session.execute(
        wanted.order_by(ClaimLine.claim_id, ClaimLine.number)
    ):
        found[claim_id].append(OurLine(line_id, control, code, tuple(modifiers), day, charge))
    return found
