"""Passkeys (WebAuthn): our question, the browser's answer, and the public half that stays here."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from activities import receipts
from activities.doors import Door, Proof
from activities.transactions import Work
from models import rulebook
from models.second_factors import Passkey
from models.users import User
from rules.errors import NotAllowed

NAME = "Claimdesk"
ALWAYS = UserVerificationRequirement.REQUIRED  # fingerprint or PIN: so a passkey alone is two factors
NOT_OURS = "This passkey does not belong here, or it answered too late: try again."


@dataclass(frozen=True, slots=True)
class Question:
    """For the browser: its options as JSON, and the challenge sealed for the way back."""

    options: str
    sealed: str


async def passkeys_of(work: Work, user_id: UUID) -> list[Passkey]:
    """This person's passkeys, the oldest first."""
    mine = select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.added_at)
    return list(await work.session.scalars(mine))


def ask_for_new(door: Door, user_id: UUID, email: str, known: list[Passkey]) -> Question:
    """What the browser needs to make a passkey for this person."""
    challenge = secrets.token_bytes(32)
    options = generate_registration_options(
        rp_id=door.host,
        rp_name=NAME,
        user_name=email,
        user_id=user_id.bytes,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=ALWAYS
        ),
        exclude_credentials=_described(known),
    )
    return Question(options_to_json(options), door.seal.close(bytes_to_base64url(challenge)))


def ask(door: Door, known: list[Passkey] | None = None) -> Question:
    """What the browser needs to show one of these passkeys, or any of ours."""
    challenge = secrets.token_bytes(32)
    options = generate_authentication_options(
        rp_id=door.host,
        challenge=challenge,
        allow_credentials=_described(known or []),
        user_verification=ALWAYS,
    )
    return Question(options_to_json(options), door.seal.close(bytes_to_base64url(challenge)))


def _described(known: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in known]


async def add(work: Work, door: Door, user_id: UUID, proof: Proof, name: str) -> None:
    """Keep a new passkey. Raises NotAllowed when the answer does not fit our question."""
    challenge = await _challenge(work, door, proof)
    try:
        made = verify_registration_response(
            credential=proof.answer,
            expected_challenge=challenge,
            expected_rp_id=door.host,
            expected_origin=door.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        raise NotAllowed(NOT_OURS) from None
    work.session.add(
        Passkey(
            user_id=user_id,
            credential_id=bytes_to_base64url(made.credential_id),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name.strip() or "Passkey",
            added_at=work.real_now,
        )
    )
    await work.session.flush()


async def owner_of(work: Work, door: Door, proof: Proof) -> User | None:
    """Whose passkey answered our question; None when it is nobody's here or the answer is wrong."""
    try:
        challenge = await _challenge(work, door, proof)
        answered = str(json.loads(proof.answer)["id"])
    except (NotAllowed, ValueError, KeyError, TypeError):
        return None
    held = select(Passkey, User).join(User, User.id == Passkey.user_id).where(User.active)
    row = (
        await work.session.execute(held.where(Passkey.credential_id == answered).with_for_update(of=Passkey))
    ).one_or_none()
    if row is None:
        return None
    passkey, user = row
    try:
        shown = verify_authentication_response(
            credential=proof.answer,
            expected_challenge=challenge,
            expected_rp_id=door.host,
            expected_origin=door.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return None
    passkey.sign_count, passkey.last_used_at = shown.new_sign_count, work.real_now
    return user


async def _challenge(work: Work, door: Door, proof: Proof) -> bytes:
    """The challenge of our own question, which may be answered once. Raises NotAllowed."""
    limits = rulebook.sign_in_limits(work.now.date())
    text = door.seal.open(proof.question, timedelta(minutes=limits.passkey_ask))
    challenge = base64url_to_bytes(text)
    once = UUID(bytes=hashlib.sha256(challenge).digest()[:16])
    if not await receipts.first_time(work, once, "answered a passkey's question"):
        raise NotAllowed(NOT_OURS)
    return challenge
