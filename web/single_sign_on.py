"""Signing in by the office's identity provider: there, and back again."""

from fastapi import APIRouter, Request, Response

from activities.identities import accept_by_identity, link_identity, sign_in_by_identity
from activities.sessions import SignedOut, who_is
from activities.single_sign_on import Errand, Identity, Provider, come_back, set_out
from rules.errors import Refusal, Unknown
from web.cookies import go, inside, visit_of
from web.pages import COOKIE, Desk, SignedIn, address_of, desk_of
from web.sign_in import door_page

router = APIRouter()
KEPT = "__Host-sso"


def provider_of(desk: Desk) -> Provider:
    """The provider of the settings. Raises Unknown when there is none."""
    if desk.settings.provider is None:
        raise Unknown("This office has no single sign-on.")
    return desk.settings.provider


@router.get("/sign-in/sso")
async def away(request: Request, next: str = "/", invitation: str = "") -> Response:
    """To the provider."""
    desk = desk_of(request)
    return await _away(desk, next=inside(next), invitation=invitation)


@router.get("/me/sso")
async def link(page: SignedIn) -> Response:
    """To the provider, to link one's own identity with the account."""
    page.step_up()
    return await _away(page.desk, next="/me", links=True)


async def _away(desk: Desk, **errand: object) -> Response:
    address, sealed = await set_out(desk.settings.door, provider_of(desk), **errand)
    answer = Response(status_code=303, headers={"location": address})
    answer.set_cookie(KEPT, sealed, 600, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@router.get("/sign-in/sso/back")
async def back(request: Request, state: str = "", code: str = "") -> Response:
    """From the provider: whoever it named is signed in, takes their invitation, or links their account."""
    desk = desk_of(request)
    provider, door = provider_of(desk), desk.settings.door
    try:
        identity, errand = await come_back(door, provider, request.cookies.get(KEPT, ""), state, code)
        answer = await _take_in(request, desk, provider, identity, errand)
    except SignedOut:
        raise
    except Refusal as refusal:
        answer = door_page(request, problem=str(refusal), status=refusal.status)
    answer.delete_cookie(KEPT, path="/", secure=True, httponly=True, samesite="lax")
    return answer


async def _take_in(
    request: Request, desk: Desk, provider: Provider, identity: Identity, errand: Errand
) -> Response:
    office, door, visit = desk.office, desk.settings.door, visit_of(request)
    if errand.links:
        token, address = request.cookies.get(COOKIE, ""), address_of(request)
        person = await who_is(office, token, desk.settings.idle, address)
        await link_identity(office, person, identity)
        return Response(status_code=303, headers={"location": "/me"})
    if errand.invitation:
        opened = await accept_by_identity(office, door, errand.invitation, identity, visit)
    else:
        opened = await sign_in_by_identity(office, door, provider, identity, visit)
    return go(opened, errand.next)
