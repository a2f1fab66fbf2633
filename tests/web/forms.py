"""The forms of a page as a person finds them: what stands in them, and whether they are open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass(slots=True)
class Field:
    name: str
    kind: str  # "text", "date", "checkbox", "select", "textarea"...
    value: str = ""
    is_on: bool = False
    is_open: bool = True  # nothing is folded around it
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PageForm:
    path: str
    fields: list[Field] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """What would be sent under this name."""
        mine = [each for each in self.fields if each.name == name and each.kind != "select"]
        options = [each for each in mine if each.kind == "option"]
        if options and not any(each.is_on for each in options):
            return [options[0].value]
        return [each.value for each in mine if each.kind not in ("checkbox", "radio", "option") or each.is_on]

    @property
    def focused(self) -> Field:
        (found,) = [each for each in self.fields if "autofocus" in each.attrs]
        return found

    @property
    def hidden(self) -> dict[str, str]:
        return {each.name: each.value for each in self.fields if each.kind == "hidden"}


class Forms(HTMLParser):
    """Reads `found`, every form of a page in order, and `texts`, the words of each element with an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[PageForm] = []
        self.texts: dict[str, str] = {}
        self.focused = 0
        self._folds: list[bool] = []
        self._select = self._id = ""
        self._area: Field | None = None
        self.feed(page)

    def at(self, path: str) -> PageForm:
        """The only form that posts there."""
        (found,) = [each for each in self.found if each.path == path]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.focused += "autofocus" in said
        self._id = said.get("id", "") or (self._id if tag == "br" else "")
        if tag == "details":
            self._folds.append("open" not in said)
        if tag == "form":
            self.found.append(PageForm(urlsplit(said.get("action", "")).path))
        if self.found:
            self.found[-1].fields += self._fields(tag, said)

    def _fields(self, tag: str, said: dict[str, str]) -> Iterator[Field]:
        is_open, value = not any(self._folds), said.get("value", "")
        if tag == "select":
            self._select = said["name"]
            yield Field(said["name"], "select", attrs=said, is_open=is_open)
        elif tag == "option" and self._select:
            yield Field(self._select, "option", value, "selected" in said)
        elif tag == "textarea":
            self._area = Field(said["name"], "textarea", attrs=said, is_open=is_open)
            yield self._area
        elif tag == "input" and "name" in said:
            kind = said.get("type", "text")
            yield Field(said["name"], kind, value, "checked" in said, is_open, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._folds.pop()
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = None
        self._id = ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data.removeprefix("\n") if not self._area.value else data
        if self._id:
            self.texts[self._id] = self.texts.get(self._id, "") + data
