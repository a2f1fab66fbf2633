"""Remittances as bytes, as facts of ours and as read."""

from dataclasses import replace
from decimal import Decimal

from edi.adjustments import Adjustment, Procedure
from edi.parties import Contact, Party
from edi.remittance_files import read_835
from edi.remittances import Marked, Payment, PaymentEnd, ProviderAdjustment, RemitClaim, RemitLine
from tests.edi.made import ON, STREET, group, interchange, person

HEAD = "ST*835*0001~BPR*I*{paid}*C*CHK************20261120~TRN*1*EFT1*1911234567~"
HEAD += "N1*PR*PAYER~N1*PE*HARBOR*XX*1234567893~LX*1~"


def remittance(paid: str, *segments: str) -> bytes:
    """A whole 835 of these segments after LX, its trailers counted."""
    body = HEAD.format(paid=paid) + "".join(segment + "~" for segment in segments)
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'P':15}*ZZ*{'C':15}*261120*0930*^*00501*000000001*0*T*:~"
    trailer = f"SE*{body.count('~') + 1}*0001~GE*1*1~IEA*1*000000001~"
    return f"{isa}GS*HP*P*C*20261120*0930*1*X*005010X221A1~{body}{trailer}".encode()


def pieces(source: bytes) -> tuple[list[Payment], list[RemitClaim], list[PaymentEnd]]:
    read = list(read_835(source))
    return (
        [each for each in read if isinstance(each, Payment)],
        [each for each in read if isinstance(each, RemitClaim)],
        [each for each in read if isinstance(each, PaymentEnd)],
    )


BASE = (
    "CLP*A1*1*200*90*25*12*ICN1*11*1",
    "SVC*HC:99214*200*90**1",
    "CAS*CO*45*85",
    "CAS*PR*3*25",
    "REF*6R*L1",
)
REVERSED = (
    "CLP*A1*22*-200*-90*-25*12*ICN1*11*1",
    "SVC*HC:99214*-200*-90**-1",
    "CAS*CO*45*-85",
    "CAS*PR*3*-25",
)
FORTY = ("CLP*B2*1*100*60*0", "SVC*HC:99213*100*60**1", "CAS*CO*45*40")


def made() -> list[Payment | RemitClaim | PaymentEnd]:
    """A payment of ours with two claims and money outside of them."""
    payment = Payment(
        interchange=interchange(),
        group=group("HP", "005010X221A1"),
        control="0001",
        handling="I",
        amount=Decimal("140"),
        method="CHK",
        paid_on=ON,
        trace="EFT1",
        payer_tax_id="1911234567",
        payer=Party("PRACTICE PAYER", is_person=False),
        payee=Party("HARBOR", is_person=False, id="1234567893", id_kind="XX"),
        produced_on=ON,
        payer_address=STREET,
        payer_contact=Contact("HELP", telephone="5035550199"),
        payer_references=(Marked("2U", "PP001"),),
        payee_references=(Marked("TJ", "931234567"),),
    )
    line = RemitLine(
        Procedure("99214", ("25",)),
        Decimal(200),
        Decimal(90),
        Decimal(1),
        0,
        service_from=ON,
        control="L1",
        adjustments=(Adjustment("CO", "45", Decimal(85)), Adjustment("PR", "3", Decimal(25))),
        remarks=("N1", "M51"),
        amounts=(("B6", Decimal(115)),),
    )
    first = RemitClaim(
        "A1",
        "1",
        Decimal(200),
        Decimal(90),
        Decimal(25),
        0,
        "12",
        "ICN1",
        "11",
        "1",
        patient=person("ALDER", "MAE", "M1", "MI"),
        rendering=person("HERON", "IDA", "1234567893"),
        remarks=("MA01",),
        references=(Marked("EA", "MR1"),),
        received_on=ON,
        statement_from=ON,
        statement_to=ON,
        amounts=(("AU", Decimal("115.5")),),
        lines=(line,),
    )
    eight = tuple(Adjustment("OA", str(at), Decimal("-1.25")) for at in range(8))
    second = replace(
        first,
        status="22",
        charge=Decimal("-10"),
        paid=Decimal("0"),
        patient_responsibility=Decimal(0),
        adjustments=eight,
        lines=(),
        is_balanced=True,
    )
    taken = [ProviderAdjustment("WO", f"ICN{at}", Decimal("-10"), "1234567893", ON) for at in range(4)]
    back = ProviderAdjustment("L6", None, Decimal("-10"), "1234567893", ON)
    return [payment, first, second, PaymentEnd((*taken, back), 2, Decimal(90))]


def bare(piece: object) -> object:
    """Without raw segments and positions."""
    if isinstance(piece, RemitClaim):
        lines = tuple(replace(each, segment=0) for each in piece.lines)
        return replace(piece, raw=(), segment=0, lines=lines)
    if isinstance(piece, PaymentEnd):
        given = tuple(replace(each, segment=0) for each in piece.provider_adjustments)
        return replace(piece, raw=(), segment=0, provider_adjustments=given)
    if isinstance(piece, Payment):
        kept = tuple(filter(None, piece.bank_details))
        outer = replace(piece.interchange, raw=""), replace(piece.group, raw="")
        return replace(piece, raw=(), segment=0, bank_details=kept, interchange=outer[0], group=outer[1])
    return piece
