"""Task queues and workflow kinds, by the names they go by on the wire."""

from workflows.claims import ClaimWorkflow
from workflows.mail import DailyWorkflow, MailWorkflow
from workflows.mailbox import MailboxWorkflow
from workflows.remittances import RemittanceWorkflow
from workflows.submissions import SubmissionWorkflow
from workflows.sweeps import AnchorWorkflow, NightlyWorkflow, SweepWorkflow

WORKFLOWS = (
    ClaimWorkflow,
    SubmissionWorkflow,
    MailboxWorkflow,
    RemittanceWorkflow,
    SweepWorkflow,
    AnchorWorkflow,
    NightlyWorkflow,
    MailWorkflow,
    DailyWorkflow,
)
WORKFLOW_OF = {
    "claim": "ClaimWorkflow",
    "submission": "SubmissionWorkflow",
    "mailbox": "MailboxWorkflow",
    "remittance": "RemittanceWorkflow",
    "mail": "MailWorkflow",
}  # the word before the colon of a workflow id


def queue(name: str, prefix: str = "") -> str:
    """A task queue of this office; two offices on one Temporal differ in the prefix."""
    return f"{prefix}-{name}" if prefix else name
