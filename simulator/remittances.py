"""A payment as an 835 file."""

from edi.parties import Address, Contact, Party
from edi.remittances import GUIDE, Marked, Payment, PaymentEnd
from edi.remittances_writing import write_835
from simulator.chance import Seed, digits
from simulator.envelopes import group, interchange
from simulator.payers import PracticePayer
from simulator.payments import Paid

OFFICE = Address("1 Practice Way", "Springfield", "IL", "627010001")


def remittance_name(paid: Paid) -> str:
    """Unique for each file; one that is delivered again has another name."""
    again = "-again" if paid.is_again else ""
    return f"{paid.on:%Y%m%d}-{paid.trace}{again}.835"


def remittance_file(paid: Paid, seed: Seed) -> bytes:
    """The whole file: one payment."""
    end = PaymentEnd(provider_adjustments=paid.adjustments)
    return write_835([_head(paid, seed), *(each.claim for each in paid.settlements), end])


def _head(paid: Paid, seed: Seed) -> Payment:
    first = paid.settlements[0]
    payer, payee = first.payer, first.payee
    envelope = interchange(payer.id, first.receiver, paid.on, seed, remittance_name(paid))
    method = payer.method if paid.amount else "NON"
    by_npi = bool(payee.npi)
    return Payment(
        interchange=envelope,
        group=group("HP", envelope, GUIDE),
        control="0001",
        handling="I" if paid.amount else "H",
        amount=paid.amount,
        method=method,
        paid_on=paid.paid_on,
        trace=paid.trace,
        payer_tax_id=f"1{payer.tax_id}",
        payer=Party(payer.card.name, is_person=False),
        payee=Party(payee.name, is_person=False, id=payee.id, id_kind="XX" if by_npi else "FI"),
        produced_on=paid.paid_on,
        bank_details=_bank(payer, seed) if method == "ACH" else (),
        payer_address=OFFICE,
        payer_contact=Contact("Provider Services", payer.card.phone.replace("-", "")),
        payer_references=(Marked("2U", payer.id),),
        payee_references=(Marked("TJ", payee.tax_id),) if by_npi and payee.tax_id else (),
    )


def _bank(payer: PracticePayer, seed: Seed) -> tuple[str, ...]:
    """BPR05 to BPR15: invented accounts."""
    account = digits(9, seed, "account", payer.id)
    ours = ("CTX", "01", "999999992", "DA", account, f"1{payer.tax_id}", "")
    return (*ours, "01", "999988880", "DA", digits(9, seed, "payee account"))
