"""Which outcome of a task is put forward: the way out that its denial code usually takes, else the first."""

from collections.abc import Iterable, Sequence

from rules.denials import Strategy
from rules.tasks import Choice, Outcome

WAYS = {
    Strategy.CORRECT_AND_RESUBMIT: (Outcome.REPLACE, Outcome.CORRECTED),
    Strategy.APPEAL: (Outcome.APPEAL,),
    Strategy.BILL_PATIENT: (Outcome.BILL_PATIENT,),
    Strategy.WRITE_OFF_CONTRACTUAL: (Outcome.REQUEST_WRITE_OFF,),
}


def suggested(choices: Sequence[Choice], strategies: Iterable[Strategy]) -> Choice:
    """The outcome of the first strategy that this task offers; without one, its first outcome."""
    for strategy in strategies:
        for each in choices:
            if each.outcome in WAYS.get(strategy, ()):
                return each
    return choices[0]
