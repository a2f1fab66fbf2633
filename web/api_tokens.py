"""My tokens: for programs that work in my name, within scopes, until a day."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.api_tokens import end_token, make_token, own_tokens
from rules.access import may
from rules.api_scopes import NEEDS, WORDS, Scope
from rules.errors import Refusal
from web.pages import Page, SignedIn

router = APIRouter(prefix="/me/tokens")


class TokenForm(BaseModel, extra="forbid"):
    name: str
    scopes: list[Scope] = []
    days: int


@router.get("")
async def tokens(page: SignedIn) -> Response:
    """Which tokens I have."""
    return await _show(page)


async def _show(page: Page, refusal: Refusal | None = None, token: str = "") -> Response:
    mine = await own_tokens(page.office, page.person)
    scopes = {scope: words for scope, words in WORDS.items() if may(page.person.role, NEEDS[scope])}
    facts: dict[str, Any] = {"tokens": mine, "scopes": scopes, "token": token}
    async with page.reading():
        return page.show("api_tokens.html", here="/me", refusal=refusal, **facts)


@router.post("")
async def make(page: SignedIn, form: Annotated[TokenForm, Form()]) -> Response:
    """A new token, shown this once."""
    page.step_up()
    try:
        token = await make_token(page.office, page.person, form.name, form.scopes, form.days)
    except Refusal as refusal:
        return await _show(page, refusal)
    return await _show(page, token=token)


@router.post("/{token_id}/end")
async def end(page: SignedIn, token_id: UUID) -> Response:
    """End a token at once."""
    await end_token(page.office, page.person, token_id)
    return page.go("/me/tokens")
