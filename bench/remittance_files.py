"""Makes remittance files of any size: every claim balances, and so does the payment."""

from collections.abc import Iterable, Iterator
from itertools import islice

TERMINATOR = "~"
COPAYS = (0, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000)
FEES = 211  # prices in the fee schedule, as in a practice of some size


def remittance(
    claims: int,
    numbers: Iterable[str] | None = None,
    payer_id: str = "PP001",
    trace: str = "EFT900001",
) -> Iterator[bytes]:
    """An 835 of one payment, a piece at a time: one to three lines and about 20 segments a claim.

    `numbers` are the patient control numbers, in order (made up when not given); fewer of them than
    `claims` make a shorter file.
    """
    given = list(islice(numbers, claims)) if numbers is not None else None
    total = len(given) if given is not None else claims
    paid = sum(_paid(ordinal) for ordinal in range(total))
    yield _joined(_head(payer_id, trace, paid))
    segments = 11  # ST to LX
    for ordinal, number in enumerate(given if given is not None else (f"C{at}" for at in range(claims))):
        rows = list(_claim(ordinal, number))
        segments += len(rows)
        yield _joined(rows)
    yield _joined([f"SE*{segments + 1}*0001", "GE*1*1", "IEA*1*000000001"])


def write_remittance(path: str, claims: int, numbers: Iterable[str] | None = None) -> int:
    """Write such a file and give its size in bytes."""
    size = 0
    with open(path, "wb") as file:
        for piece in remittance(claims, numbers):
            size += file.write(piece)
    return size


def _head(payer_id: str, trace: str, paid: int) -> list[str]:
    isa = (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{payer_id:15}*ZZ*{'CLAIMDESK':15}*261120*0930*^*00501*000000001*0*T*:"
    )
    return [
        isa,
        f"GS*HP*{payer_id}*CLAIMDESK*20261120*0930*1*X*005010X221A1",
        "ST*835*0001",
        f"BPR*I*{_money(paid)}*C*CHK************20261120",
        f"TRN*1*{trace}*1911234567",
        "DTM*405*20261120",
        "N1*PR*PRACTICE PAYER",
        "N3*1 PAYER PLAZA",
        "N4*SALEM*OR*97301",
        f"REF*2U*{payer_id}",
        "PER*BL*REMITTANCE DESK*TE*5035550100",
        "N1*PE*HARBOR FAMILY MEDICINE*XX*1234567893",
        "LX*1",
    ]


def _claim(ordinal: int, number: str) -> Iterator[str]:
    lines = [_line(ordinal, line) for line in range(1 + ordinal % 3)]
    charge, paid, owed = (sum(each) for each in zip(*lines, strict=True))
    sums = f"{_money(charge)}*{_money(paid)}*{_money(owed)}"
    yield f"CLP*{number}*1*{sums}*12*ICN{ordinal:09d}*11*1"
    yield f"NM1*QC*1*ALDER*MAE****MI*M{ordinal:08d}"
    yield "NM1*82*1*HERON*IDA****XX*1234567893"
    yield f"REF*EA*MR{ordinal:06d}"
    yield f"DTM*232*202610{1 + ordinal % 28:02d}"
    yield f"DTM*233*202610{1 + ordinal % 28:02d}"
    yield "DTM*050*20261110"
    yield f"AMT*AU*{_money(charge)}"
    for at, (charge, paid, owed) in enumerate(lines, 1):
        yield f"SVC*HC:{99200 + (ordinal + at) % FEES}:25*{_money(charge)}*{_money(paid)}**1"
        yield f"DTM*472*202610{1 + ordinal % 28:02d}"
        yield f"CAS*CO*45*{_money(charge - paid - owed)}"
        yield f"CAS*PR*{1 + ordinal % 3}*{_money(owed)}"
        yield f"REF*6R*L{at}"
        yield f"AMT*B6*{_money(paid + owed)}"


def _line(ordinal: int, at: int) -> tuple[int, int, int]:
    """Charge, paid and patient's share in cents: a price of the schedule, a copay or part of a deductible."""
    charge = 9_000 + (ordinal + at) % FEES * 137
    owed = COPAYS[ordinal % len(COPAYS)] if ordinal % 3 else (ordinal * 37 + at) % 5_000
    return charge, charge * 3 // 5 - owed, owed


def _paid(ordinal: int) -> int:
    return sum(_line(ordinal, at)[1] for at in range(1 + ordinal % 3))


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _joined(rows: Iterable[str]) -> bytes:
    return "".join(row + TERMINATOR for row in rows).encode()
