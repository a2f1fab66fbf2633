"""Takes the pictures of docs/guide: a demo in a folder and on a port of its own, screen by screen."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from runtime.demo.loading import PASSWORD

IMAGES = Path(__file__).parents[1] / "docs/guide/images"
PORT = 8470
SIZE: ViewportSize = {"width": 1280, "height": 800}
FIRST = "CS10007"  # a claim that the payer has paid by the week's end
COLORS = 96  # a screen has few: a third of the bytes
OPEN = re.compile(r"Claimdesk is open: (http://\S+)")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
NAMES = ("chromium", "chromium-browser", "google-chrome")
Prepare = Callable[[Page], object]


def nothing(_: Page) -> None:
    """The screen as it opens."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks, at what, after which steps."""

    name: str
    who: str
    path: str
    prepare: Prepare = nothing


def open_first(page: Page) -> None:
    page.locator("#rows a.row").first.click()
    page.locator("article[data-task]").wait_for()


def work_next(page: Page) -> None:
    page.keyboard.press("g")
    page.locator("article[data-task]").wait_for()


def open_then(key: str) -> Prepare:
    def prepare(page: Page) -> None:
        open_first(page)
        page.keyboard.press(key)

    return prepare


def search_for(words: str) -> Prepare:
    def prepare(page: Page) -> None:
        page.locator("#find").fill(words)
        page.locator("#find").press("Enter")
        page.get_by_role("link", name=words).first.click()
        page.get_by_role("heading", level=1).wait_for()

    return prepare


SHOTS = (
    Shot("biller-queue", "amara", "/queue/mine"),
    Shot("biller-task", "amara", "/queue/denials", open_first),
    Shot("biller-keys", "amara", "/queue/calls", open_then("?")),
    Shot("biller-claim", "amara", "/queue/mine", search_for(FIRST)),
    Shot("biller-views", "amara", "/views/narrow/mine"),
    Shot("supervisor-team", "priya", "/boards/team"),
    Shot("supervisor-unallocated", "priya", "/boards/unallocated"),
    Shot("supervisor-allocation", "priya", "/allocation"),
    Shot("supervisor-performance", "priya", "/boards/performance"),
    Shot("supervisor-quality", "priya", "/quality"),
    Shot("manager-deadlines", "marc", "/boards/deadlines"),
    Shot("manager-escalation", "marc", "/boards/escalation"),
    Shot("offshore-task", "liza", "/queue/mine", work_next),
    Shot("offshore-sites", "ada", "/sites"),
    Shot("administrator-users", "ada", "/users"),
    Shot("administrator-reviews", "ada", "/access-reviews"),
    Shot("administrator-audit", "ada", "/audit"),
    Shot("administrator-me", "ada", "/me"),
)


@contextmanager
def demo(running_at: str | None) -> Iterator[str]:
    """The address of a demo that ends with the block and leaves nothing behind, or of one that runs."""
    if running_at:
        yield running_at
        return
    command = shutil.which("claimdesk", path=str(Path(sys.executable).parent)) or "claimdesk"
    with tempfile.TemporaryDirectory(prefix="claimdesk-guide-") as folder:
        running = subprocess.Popen(  # noqa: S603 - our own command
            [command, "demo", "--port", str(PORT)], cwd=folder, stdout=subprocess.PIPE, text=True
        )
        try:
            yield next(found[1] for line in running.stdout or () if (found := OPEN.search(line)))
        finally:
            running.terminate()
            running.wait(60)


def sign_in(page: Page, origin: str, who: str) -> None:
    form: dict[str, str | float | bool] = {"email": f"{who}@demo.example", "password": PASSWORD}
    answer = page.request.post(f"{origin}/sign-in", form=form, headers={"origin": origin})
    assert answer.ok, f"{who} was not let in: {answer.status}"  # noqa: S101 - a tool for developers


def pass_a_week(page: Page, origin: str) -> None:
    """A week passes: boards then have something to show."""
    page.goto(origin)
    page.get_by_role("button", name="Next week").click()
    page.get_by_role("link", name="Show this page as it is now").wait_for(timeout=0)


def take(page: Page, origin: str, shot: Shot) -> None:
    """Open, prepare, wait until nothing loads, and keep the picture with few colors."""
    page.goto(origin + shot.path)
    shot.prepare(page)
    page.wait_for_timeout(400)  # for a swap or a dialog: a stream keeps the network from being idle
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"{shot.name}.png", optimize=True)
    print(f"{shot.name}.png")  # noqa: T201 - a command prints


def main(arguments: Sequence[str]) -> None:
    """Take all pictures, or those whose names are given; an address is a demo that runs already."""
    running_at = next((each for each in arguments if each.startswith("http://")), None)
    names = {each for each in arguments if each != running_at}
    wanted = [each for each in SHOTS if not names or each.name in names]
    IMAGES.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with demo(running_at) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        for who in dict.fromkeys(each.who for each in wanted):
            page = browser.new_context(viewport=SIZE, color_scheme="light").new_page()
            sign_in(page, origin, who)
            if not running_at and who == wanted[0].who:
                pass_a_week(page, origin)
            for shot in (each for each in wanted if each.who == who):
                take(page, origin, shot)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
