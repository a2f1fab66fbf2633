"""Activities as the workers offer them: each is one deed of `activities/`, bound to this process's desk."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from temporalio import activity

from activities import (
    audit_anchors,
    claims,
    deadline_alerts,
    deadlines,
    discarded_files,
    doctor,
    files,
    follow_ups,
    kept_acts,
    mail,
    mailbox,
    payer_balances,
    performance,
    quality,
    ranking,
    reading,
    reminders,
    remittances,
    scrubbing,
    submissions,
    sweeps,
    unseen,
)
from activities.actors import CLAIMDESK
from activities.claim_looks import ClaimLook
from activities.file_looks import MailboxLook, RemittanceLook, SubmissionLook, SweepLook
from activities.sealing import Seal
from runtime.reconciliation import reconcile
from runtime.wiring import Desk

logger = logging.getLogger(__name__)


class ClaimDeeds:
    """What ClaimWorkflow asks for."""

    def __init__(self, desk: Desk) -> None:
        self.office = desk.office

    @activity.defn
    async def look_at_claim(self, claim_id: str) -> ClaimLook:
        return await claims.look_at_claim(self.office, UUID(claim_id))

    @activity.defn
    async def scrub_claim(self, claim_id: str) -> ClaimLook:
        return await scrubbing.scrub_claim(self.office, UUID(claim_id))

    @activity.defn
    async def ask_for_acknowledgement(self, claim_id: str) -> ClaimLook:
        return await follow_ups.ask_for_acknowledgement(self.office, UUID(claim_id))

    @activity.defn
    async def ask_to_call_payer(self, claim_id: str) -> ClaimLook:
        return await follow_ups.ask_to_call_payer(self.office, UUID(claim_id))

    @activity.defn
    async def ask_about_appeal(self, claim_id: str) -> ClaimLook:
        return await follow_ups.ask_about_appeal(self.office, UUID(claim_id))

    @activity.defn
    async def climb_task(self, claim_id: str) -> ClaimLook:
        return await follow_ups.climb_task(self.office, UUID(claim_id))

    @activity.defn
    async def guard_filing(self, claim_id: str) -> ClaimLook:
        return await deadlines.guard_filing(self.office, UUID(claim_id))


class FileDeeds:
    """What SubmissionWorkflow, MailboxWorkflow and RemittanceWorkflow ask for."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.office = desk, desk.office

    @activity.defn
    async def look_at_submission(self, clearinghouse: str) -> SubmissionLook:
        ready, to_upload = await submissions.waiting(self.office, clearinghouse)
        checking = await submissions.being_checked(self.office)  # after: what has become ready is not missed
        return SubmissionLook(ready, to_upload, self.desk.settings.batch_window_seconds, checking)

    @activity.defn
    async def make_batch(self, clearinghouse: str) -> SubmissionLook:
        await submissions.make_batch(self.office, clearinghouse, self.desk.files, self.desk.submitter)
        return await self.look_at_submission(clearinghouse)

    @activity.defn
    async def upload_batches(self, clearinghouse: str) -> SubmissionLook:
        for batch_id in await submissions.batches_to_upload(self.office, clearinghouse):
            activity.heartbeat()
            await submissions.upload_batch(self.office, self.desk.clearinghouse, self.desk.files, batch_id)
        return await self.look_at_submission(clearinghouse)

    @activity.defn
    async def collect_files(self, clearinghouse: str) -> MailboxLook:
        waiting = await mailbox.collect_files(
            self.office, self.desk.clearinghouse, self.desk.files, activity.heartbeat
        )
        unread = tuple(str(each.id) for each in waiting)
        return MailboxLook(unread, self.desk.settings.mailbox_poll_seconds)

    @activity.defn
    async def read_file(self, file_id: str) -> MailboxLook:
        await reading.read_file(
            self.office, CLAIMDESK, UUID(file_id), self.desk.files, heartbeat=activity.heartbeat
        )
        return MailboxLook((), self.desk.settings.mailbox_poll_seconds)

    @activity.defn
    async def stage_remittances(self, file_id: str) -> RemittanceLook:
        path = await self._path(UUID(file_id))
        return await remittances.stage_remittances(self.office, UUID(file_id), path, activity.heartbeat)

    @activity.defn
    async def post_payments(self, file_id: str) -> RemittanceLook:
        return await remittances.post_payments(self.office, UUID(file_id), activity.heartbeat)

    async def _path(self, file_id: UUID) -> Path:
        async with self.office.begin(CLAIMDESK) as work:
            return self.desk.files.path((await files.one_file(work, file_id)).sha256)


class OfficeDeeds:
    """What the schedules ask for."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.office = desk, desk.office

    @activity.defn
    async def sweep_tasks(self, about: str) -> SweepLook:
        looked_at = await sweeps.sweep_tasks(self.office)
        await performance.count_today(self.office)
        await discarded_files.remove_discarded(self.office, self.desk.files)
        await kept_acts.forget_kept_acts(self.office)
        woken = (await reconcile(self.desk, activity.client())).woken
        return SweepLook(looked_at, len(woken))

    @activity.defn
    async def anchor_trail(self, about: str) -> SweepLook:
        chains, broken = await audit_anchors.anchor_audit(self.office, self.desk.anchors)
        if broken:
            logger.error("The trail is not whole: run `claimdesk audit verify`", extra={"count": broken})
        return SweepLook(chains, broken)

    @activity.defn
    async def examine_office(self, about: str) -> SweepLook:
        await ranking.rank_tasks(self.office)
        await unseen.take_back_unseen(self.office)
        await performance.count_again(self.office)
        await discarded_files.look_through(self.office, self.desk.files)
        await quality.draw_sample(self.office)
        await payer_balances.ask_about_old_balances(self.office)
        findings = await doctor.examine(self.office)
        wrong = sum(len(each.broken_by) for each in findings)
        if wrong:
            logger.error(
                "The nightly look found something wrong: run `claimdesk doctor`", extra={"count": wrong}
            )
        return SweepLook(len(findings), wrong)


class MailDeeds:
    """What MailWorkflow and DailyWorkflow ask for."""

    def __init__(self, desk: Desk) -> None:
        self.office, self.postman = desk.office, desk.postman
        self.seal = Seal.of_letters(*desk.settings.seal_keys)

    @activity.defn
    async def send_mail(self, about: str) -> SweepLook:
        return SweepLook(await mail.send_mail(self.office, self.postman, self.seal), 0)

    @activity.defn
    async def tell_of_the_day(self, about: str) -> SweepLook:
        told = await deadline_alerts.tell_of_deadlines(self.office) + await reminders.remind(self.office)
        return SweepLook(told + await mail.write_digests(self.office), 0)


def deeds_of(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Every activity by the name that workflows ask for."""
    owners: Sequence[object] = (ClaimDeeds(desk), FileDeeds(desk), OfficeDeeds(desk), MailDeeds(desk))
    methods = [getattr(owner, name) for owner in owners for name in dir(owner) if not name.startswith("_")]
    return {each.__name__: each for each in methods if hasattr(each, "__temporal_activity_definition")}
