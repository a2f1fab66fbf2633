"""Who is named on claims, found or entered: practices, payers, patients, coverages, many at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.transactions import Work
from edi.claims import ProfessionalClaim
from models.base import new_id
from models.patients import Coverage, Patient
from models.payers import Payer
from models.practices import Practice
from models.users import Membership
from rules.time_zones import zone_of_state

PatientKey = tuple[UUID, str, str, date | None]
CoverageKey = tuple[UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class Parties:
    """The rows that one claim belongs to."""

    practice: Practice
    payer: Payer
    patient: Patient
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Registered:
    """The rows of each claim, in the order of the claims, and what had to be entered for them."""

    parties: list[Parties]
    new_practices: list[Practice]
    new_payers: list[Payer]


def practice_npi(claim: ProfessionalClaim) -> str:
    """The billing provider's NPI; empty when it has none."""
    return claim.billing.name.npi or ""


def payer_key(claim: ProfessionalClaim) -> str:
    """The payer's id; its name where the file gives no id."""
    return claim.payer.id or claim.payer.name


async def register(work: Work, actor: Actor, claims: list[ProfessionalClaim]) -> Registered:
    """Find or enter everyone these claims name; two claims about one person share their rows.

    A practice entered here is at once one of the actor's own.
    """
    practices, new_practices = await _practices(work, actor, claims)
    payers, new_payers = await _payers(work, claims)
    owners = [practices[practice_npi(claim)] for claim in claims]
    patients = await _patients(work, list(zip(owners, claims, strict=True)))
    sought = [
        (patient, payers[payer_key(claim)], claim.subscriber.name.id)
        for patient, claim in zip(patients, claims, strict=True)
    ]
    coverages = await _coverages(work, sought)
    rows = zip(owners, sought, coverages, strict=True)
    parties = [Parties(owner, payer, patient, coverage) for owner, (patient, payer, _), coverage in rows]
    return Registered(parties, new_practices, new_payers)


async def practices_by_npi(work: Work, npis: Iterable[str]) -> dict[str, Practice]:
    """The practices we know among these."""
    known = await work.session.scalars(select(Practice).where(Practice.npi.in_(set(npis))))
    return {practice.npi or "": practice for practice in known}


async def _practices(
    work: Work, actor: Actor, claims: list[ProfessionalClaim]
) -> tuple[dict[str, Practice], list[Practice]]:
    found = await practices_by_npi(work, map(practice_npi, claims))
    entered = []
    for claim in claims:
        if practice_npi(claim) not in found:
            practice = found[practice_npi(claim)] = _new_practice(claim)
            entered.append(practice)
            work.session.add(practice)
            work.record("entered", f"practice:{practice.id}", practice.id, time_zone=practice.time_zone)
    await work.session.flush()
    if entered and actor.practices is not None:
        work.session.add_all(Membership(user_id=actor.id, practice_id=each.id) for each in entered)
    return found, entered


def _new_practice(claim: ProfessionalClaim) -> Practice:
    state = claim.billing.address.state if claim.billing.address else ""
    return Practice(
        id=new_id(),
        name=claim.billing.name.full_name,
        npi=practice_npi(claim),
        tax_id=claim.billing.tax_id or None,
        state=state,
        time_zone=zone_of_state(state),
    )


async def _payers(work: Work, claims: list[ProfessionalClaim]) -> tuple[dict[str, Payer], list[Payer]]:
    names = {payer_key(claim): claim.payer.name or claim.payer.id for claim in claims}
    found = {each.payer_id: each for each in await _payers_known(work, names)}
    missing = [{"id": new_id(), "payer_id": key, "name": names[key]} for key in names if key not in found]
    if not missing:
        return found, []
    rows = insert(Payer).values(missing).on_conflict_do_nothing().returning(Payer.id)
    entered = set((await work.session.scalars(rows)).all())
    found = {each.payer_id: each for each in await _payers_known(work, names)}
    for each in entered:
        work.record("entered", f"payer:{each}")
    return found, [each for each in found.values() if each.id in entered]


async def _payers_known(work: Work, keys: Iterable[str]) -> list[Payer]:
    return list(await work.session.scalars(select(Payer).where(Payer.payer_id.in_(list(keys)))))


async def _patients(work: Work, seen: list[tuple[Practice, ProfessionalClaim]]) -> list[Patient]:
    wanted = [(_patient_key(practice.id, claim), claim) for practice, claim in seen]
    names = {(claim.patient or claim.subscriber).name.last for _, claim in wanted}
    known = await work.session.scalars(
        select(Patient).where(
            Patient.practice_id.in_({key[0] for key, _ in wanted}),
            func.lower(Patient.last_name).in_([func.lower(name) for name in names]),
        )
    )
    found = {_key_of(patient): patient for patient in known}
    for key, claim in wanted:
        if key not in found:
            found[key] = _new_patient(key, claim)
            work.session.add(found[key])
    await work.session.flush()
    return [found[key] for key, _ in wanted]


def _patient_key(practice_id: UUID, claim: ProfessionalClaim) -> PatientKey:
    who = claim.patient or claim.subscriber
    return practice_id, who.name.last.lower(), who.name.first.lower(), who.born_on


def _key_of(patient: Patient) -> PatientKey:
    return patient.practice_id, patient.last_name.lower(), patient.first_name.lower(), patient.birth_date


def _new_patient(key: PatientKey, claim: ProfessionalClaim) -> Patient:
    who = claim.patient or claim.subscriber
    return Patient(
        id=new_id(),
        practice_id=key[0],
        last_name=who.name.last,
        first_name=who.name.first,
        birth_date=who.born_on,
        sex=who.sex or None,
    )


async def _coverages(work: Work, sought: list[tuple[Patient, Payer, str]]) -> list[Coverage]:
    keys: list[CoverageKey] = [(patient.id, payer.id, member) for patient, payer, member in sought]
    of_them = Coverage.patient_id.in_({key[0] for key in keys})
    known = await work.session.scalars(select(Coverage).where(of_them))
    found = {(each.patient_id, each.payer_id, each.member_id): each for each in known}
    for key, (patient, _, _) in zip(keys, sought, strict=True):
        if key not in found:
            found[key] = Coverage(
                id=new_id(),
                practice_id=patient.practice_id,
                patient_id=key[0],
                payer_id=key[1],
                member_id=key[2],
            )
            work.session.add(found[key])
    await work.session.flush()
    return [found[key] for key in keys]
