"""What a browser keeps of a sign-in, and where it goes on after each step."""

from urllib.parse import quote, urlsplit

from fastapi import Request, Response

from activities.doors import Opened, Proof, Visit
from rules.sessions import Needs
from web.pages import COOKIE, address_of

DEVICE = "__Host-device"
DEVICE_SECONDS = 90 * 86_400  # the database knows how long it counts
STEPS = {
    Needs.SECOND_FACTOR: "/sign-in/factor",
    Needs.ENROLMENT: "/sign-in/enrol",
    Needs.TRAINING: "/sign-in/training",
}


def inside(path: str) -> str:
    """A path of our own, whatever was asked for."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/lock")) and not parts.netloc
    return path if ours and path.isprintable() else "/"


def visit_of(request: Request) -> Visit:
    """Which browser this is, from where."""
    cookies = request.cookies
    return Visit(address_of(request), cookies.get(DEVICE, ""), cookies.get(COOKIE, ""))


def proof_of(form: dict[str, str]) -> Proof:
    """What a form of ours shows as proof."""
    return Proof(**{name: form.get(name, "") for name in ("code", "answer", "question", "password")})


def onward(opened: Opened, next: str) -> str:
    """Where a sign-in goes on: its next step, what had been sent before, or where the person wanted to."""
    if opened.needs is not None:
        return step_path(opened.needs, next)
    return "/sign-in/again" if opened.has_act else inside(next)


def step_path(needs: Needs, next: str) -> str:
    """The screen of this step, which remembers where the person wanted to."""
    wanted = inside(next)
    return STEPS[needs] + (f"?next={quote(wanted, safe='/')}" if wanted != "/" else "")


def keep(answer: Response, opened: Opened) -> Response:
    """The answer, with the session's new token, and this browser's own when it got one."""
    answer.set_cookie(COOKIE, opened.token, path="/", secure=True, httponly=True, samesite="lax")
    if opened.device:
        answer.set_cookie(
            *(DEVICE, opened.device, DEVICE_SECONDS), path="/", secure=True, httponly=True, samesite="lax"
        )
    return answer


def go(opened: Opened, next: str) -> Response:
    """On to wherever this sign-in goes."""
    return keep(Response(status_code=303, headers={"location": onward(opened, next)}), opened)
