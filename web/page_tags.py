"""The tags of a page that was rendered, to be looked through and written anew where they change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser


@dataclass(slots=True)
class Tag:
    """A start or an end tag and where it stands; `attrs` are what is written of it in the end."""

    name: str
    at: int
    ends: int
    attrs: dict[str, str | None] = field(default_factory=dict)
    is_end: bool = False
    changed: bool = False

    def set(self, name: str, value: str | None = None) -> None:
        if name not in self.attrs or self.attrs[name] != value:
            self.attrs[name], self.changed = value, True

    def drop(self, name: str) -> None:
        self.changed = self.changed or name in self.attrs
        self.attrs.pop(name, None)

    def turn(self, name: str, *, on: bool) -> None:
        if on:
            self.set(name)
        else:
            self.drop(name)

    def __str__(self) -> str:
        said = (key if value is None else f'{key}="{escape(value)}"' for key, value in self.attrs.items())
        return f"<{' '.join((self.name, *said))}>"


class Tags(HTMLParser):
    """Every tag of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Tag] = []
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.html = html
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = self._at()
        self.found.append(Tag(tag, at, at + len(self.get_starttag_text() or ""), dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        at = self._at()
        self.found.append(Tag(tag, at, self.html.index(">", at) + 1, is_end=True))

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column


@dataclass(slots=True)
class Written:
    """What goes into the page in place of what stands between two of its places."""

    at: int
    ends: int
    text: str


def write(html: str, written: Sequence[Written]) -> str:
    """The page with all of it in place; what does not change stays letter by letter."""
    parts, at = [], 0
    for each in sorted(written, key=lambda one: (one.at, one.ends)):
        parts += [html[at : each.at], each.text]
        at = each.ends
    return "".join([*parts, html[at:]])
