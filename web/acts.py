"""Keeps what was sent while a session could not do it, so that nobody types it twice."""

from urllib.parse import urlsplit

from fastapi import Request

from activities.kept_acts import KeptAct, keep_act
from web.cookies import inside
from web.pages import COOKIE, desk_of

LITTLE = (
    "/alive",
    "/draft",
    "/hold",
    "/lock",
    "/unlock",
    "/sign-out",
    "/step-up",
)  # nothing is lost with them
HALF_TYPED = "half_typed"  # where the form would have gone


async def keep_act_of(request: Request, *, is_sure: bool) -> bool:
    """Keep the act of this request with its session; False when there is nothing to keep."""
    path = request.url.path
    if path.startswith("/sign-in") or is_little(path):
        return False
    form = await request.form()
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    if len(fields) < len(form.multi_items()):
        return False  # files are not kept: they are chosen again
    query = f"?{request.url.query}" if request.url.query else ""
    return await _keep(request, KeptAct(request.method, path + query, fields, is_sure))


async def keep_half_typed(request: Request) -> str:
    """Keep what stood half typed on a screen whose session is over; gives where that screen was."""
    form = await request.form()
    told = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    path = next((value for name, value in told if name == HALF_TYPED), "")
    if inside(path) == path and not is_little(urlsplit(path).path):
        fields = tuple(each for each in told if each[0] not in (HALF_TYPED, "back"))
        await _keep(request, KeptAct("POST", path, fields, is_sure=False))
    return inside(next((value for name, value in told if name == "back"), "/"))


def is_little(path: str) -> bool:
    """Whether nothing is lost with an act of this path."""
    return path.endswith(LITTLE)


async def _keep(request: Request, act: KeptAct) -> bool:
    desk, token = desk_of(request), request.cookies.get(COOKIE)
    return await keep_act(desk.office, desk.settings.door, token, act) if token else False
