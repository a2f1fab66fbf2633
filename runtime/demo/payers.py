"""The outside world of the demo: practice payers that answer through the mailbox folder."""

from runtime.embedded.state import FOLDER
from runtime.settings import Settings
from simulator.simulator import Simulator

SEED = 1


def simulator_of(settings: Settings) -> Simulator:
    """The demo's clearinghouse and payers, with their memory beside the database."""
    return Simulator(settings.mailbox_dir, FOLDER / "payers", SEED)
