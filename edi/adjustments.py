"""Adjustments: what a payer took off a charge, with its group and reason (CAS)."""

from decimal import Decimal
from typing import NamedTuple

CONTRACTUAL, PATIENT, OTHER, PAYER_INITIATED = "CO", "PR", "OA", "PI"


class Adjustment(NamedTuple):
    """One reason; the amount may be negative. A tuple because a remittance file holds millions."""

    group: str  # CO, PR, OA, PI
    reason: str  # a CARC
    amount: Decimal
    quantity: Decimal | None = None  # None: not given


class Procedure(NamedTuple):
    """A procedure code with its modifiers."""

    code: str
    modifiers: tuple[str, ...] = ()
    kind: str = "HC"  # HC HCPCS and CPT, AD dental, N4 drug code, NU revenue code
    description: str = ""
