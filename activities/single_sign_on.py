"""Single sign-on (OpenID Connect, code with PKCE): a provider says who it is, we say what they may do."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import httpx
from authlib.common.security import generate_token  # type: ignore[import-untyped]  # authlib ships no types
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from activities.doors import Door
from rules.access import Role
from rules.errors import NotAllowed, Refusal

ALGORITHMS = ["RS256", "ES256", "PS256"]  # never "none", never a shared secret
LATE = timedelta(minutes=10)
SEVERAL = frozenset({"mfa", "hwk", "swk", "fpt", "face", "pin"})  # RFC 8176: more than a password was shown
NOT_SAID = "The sign-in service did not say who you are: try again, or sign in another way."


class ProviderSilent(Refusal):
    """The sign-in service does not answer."""

    status = 503


@dataclass(frozen=True, slots=True)
class Provider:
    """The office's identity provider; `groups` says which role its groups give, the first that fits."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    groups: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Errand:
    """What the browser keeps, sealed, while it is away: what we must find again in the answer."""

    state: str
    nonce: str
    verifier: str
    next: str
    invitation: str = ""  # the link that this person came with
    links: bool = False  # a signed-in person links their own identity


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is; issuer and subject are the key, never an e-mail."""

    issuer: str
    subject: str
    groups: tuple[str, ...]
    is_strong: bool  # the provider asked for more than a password


def back_at(door: Door) -> str:
    """Where the provider sends the browser back to."""
    return f"{door.origin}/sign-in/sso/back"


async def set_out(door: Door, provider: Provider, **errand: object) -> tuple[str, str]:
    """The provider's page to go to, and the sealed errand. Raises ProviderSilent."""
    described = await _described(provider)
    kept = Errand(generate_token(32), generate_token(32), generate_token(64), **errand)  # type: ignore[arg-type]
    address = prepare_grant_uri(
        described["authorization_endpoint"],
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=back_at(door),
        scope="openid profile groups",
        state=kept.state,
        nonce=kept.nonce,
        code_challenge=create_s256_code_challenge(kept.verifier),
        code_challenge_method="S256",
    )
    return str(address), door.seal.close(json.dumps(asdict(kept)))


async def come_back(
    door: Door, provider: Provider, sealed: str, state: str, code: str
) -> tuple[Identity, Errand]:
    """Whom the provider named for our own errand. Raises NotAllowed for anything else, or ProviderSilent."""
    errand = Errand(**json.loads(door.seal.open(sealed, LATE)))
    if not state or state != errand.state or not code:
        raise NotAllowed(NOT_SAID)
    described = await _described(provider)
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_at(door),
        "code_verifier": errand.verifier,
    }
    secret = provider.client_id, provider.client_secret
    said = await _fetch("POST", described["token_endpoint"], data=asked, auth=secret)
    keys = await _fetch("GET", described["jwks_uri"])
    return _read(provider, errand, str(said.get("id_token", "")), keys), errand


def _read(provider: Provider, errand: Errand, token: str, keys: Mapping[str, object]) -> Identity:
    must = {"essential": True}
    claims_of = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={**must, "value": provider.issuer},  # type: ignore[typeddict-item]
        aud={**must, "value": provider.client_id},  # type: ignore[typeddict-item]
        nonce={**must, "value": errand.nonce},  # type: ignore[typeddict-item]
        sub=must,  # type: ignore[arg-type]
        exp=must,  # type: ignore[arg-type]
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        claims_of.validate(claims)
    except (JoseError, ValueError, KeyError):
        raise NotAllowed(NOT_SAID) from None
    shown = frozenset(map(str, claims.get("amr", ())))
    groups = tuple(map(str, claims.get("groups", ())))
    return Identity(provider.issuer, str(claims["sub"]), groups, bool(shown & SEVERAL))


async def _described(provider: Provider) -> Mapping[str, str]:
    """The provider's own description of its addresses."""
    found = await _fetch("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise NotAllowed(NOT_SAID)
    return {name: str(value) for name, value in found.items()}


async def _fetch(method: str, address: str, **asked: object) -> Mapping[str, object]:
    try:
        async with httpx.AsyncClient(timeout=10) as line:
            answer = await line.request(method, address, **asked)  # type: ignore[arg-type]
            answer.raise_for_status()
            said = answer.json()
    except httpx.HTTPStatusError:
        raise NotAllowed(NOT_SAID) from None
    except (httpx.TransportError, ValueError):
        raise ProviderSilent(
            "The sign-in service does not answer: try again, or sign in another way."
        ) from None
    return said if isinstance(said, dict) else {}
