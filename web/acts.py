"""Keeps what was sent while a session could not do it, so that nobody types it twice."""

from fastapi import Request

from activities.kept_acts import KeptAct, keep_act
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


async def keep_act_of(request: Request, *, is_sure: bool) -> bool:
    """Keep the act of this request with its session; False when there is nothing to keep."""
    token, path = request.cookies.get(COOKIE), request.url.path
    if not token or path.startswith("/sign-in") or path.endswith(LITTLE):
        return False
    form = await request.form()
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    if len(fields) < len(form.multi_items()):
        return False  # files are not kept: they are chosen again
    query = f"?{request.url.query}" if request.url.query else ""
    desk = desk_of(request)
    act = KeptAct(request.method, path + query, fields, is_sure)
    return await keep_act(desk.office, desk.settings.door, token, act)
