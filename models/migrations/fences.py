"""Grants and row-level security for tables that later migrations add, so that none is forgotten."""

from alembic import op

SEEN = "(select claimdesk_sees_all()) or practice_id = any ((select claimdesk_practices())::uuid[])"
ALL_CLASSES = "(select claimdesk_sees_all_classes())"
OF_A_TASK = "exists (select from task where task.id = {table}.task_id)"  # the task's own fence decides


def grant(table: str, deeds: str = "select, insert, update, delete") -> None:
    """The application may do these deeds on the table; the auditor may read it."""
    op.execute(f"grant {deeds} on {table} to claimdesk_app")
    op.execute(f"grant select on {table} to claimdesk_auditor")


def fence(table: str, seen: str = SEEN) -> None:
    """Only rows of this condition are seen or written; by default those of one's own practices."""
    op.execute(f"alter table {table} enable row level security")
    mine = f"create policy {table}_of_my_practices on {table} to claimdesk_app"
    op.execute(f"{mine} using ({seen}) with check ({seen})")
    auditor = f"create policy {table}_for_the_auditor on {table} for select to claimdesk_auditor"
    op.execute(f"{auditor} using (true)")


def fence_by(table: str, seen_too: str) -> None:
    """Rows of one's own practices; from abroad only those of which this condition holds as well."""
    fence(table, f"({SEEN}) and ({ALL_CLASSES} or {seen_too})")


def fence_by_task(table: str) -> None:
    """Rows are seen by those who may see the task they belong to."""
    fence(table, OF_A_TASK.format(table=table))
