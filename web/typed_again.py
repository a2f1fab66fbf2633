"""A refused form comes back open, with everything that was typed in it and the reason beside its field."""

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urlsplit

from web.page_tags import Tag, Tags, Written, write

Sent = Sequence[tuple[str, str]]
MADE_ANEW = ("key", "version")  # each rendered form has its own
NOT_TYPED = ("hidden", "password", "file", "submit", "button", "reset", "image")
CONTROLS = ("input", "select", "textarea")


def typed_again(html: str, path: str, sent: Sent, problem: str, about: str = "") -> str:
    """The page with the form that posts to `path` filled as it was sent, open, and described by `problem`.

    `about` names the field that was wrong; without one the first field has the focus. Passwords, codes,
    files and hidden fields stay as the page has them. A page without that form is given back as it is.
    """
    tags = Tags(html).found
    form = next(iter(_forms(tags, path, sent)), None)
    if form is None:
        return html
    first, last = form
    control = _control(tags, first, last, about)
    if control is None:
        return html  # a form of one button: nothing was typed
    written = _fill(tags, first, last, sent)
    _open(tags, first)
    for each in tags:
        each.drop("autofocus")
    is_wrong = tags[control].attrs.get("name") == about
    _point_at(tags[control], is_wrong=is_wrong)
    place = _beside(tags, control, last) if is_wrong else tags[first].ends
    written.append(Written(place, place, f'<p class="banner late" id="wrong">{escape(problem)}</p>'))
    written += [Written(each.at, each.ends, str(each)) for each in tags if each.changed]
    return write(html, written)


def _forms(tags: list[Tag], path: str, sent: Sent) -> Iterator[tuple[int, int]]:
    """The forms that post there and could have sent this, as the places of their two tags."""
    for first, tag in enumerate(tags):
        if tag.name == "form" and not tag.is_end and urlsplit(tag.attrs.get("action") or "").path == path:
            last = next(at for at in range(first, len(tags)) if tags[at].name == "form" and tags[at].is_end)
            given = [each for each in tags[first:last] if each.attrs.get("type") == "hidden"]
            buttons = [each for each in tags[first:last] if each.name == "button" and not each.is_end]
            is_it = all(_was_sent(each, sent) for each in given if each.attrs["name"] not in MADE_ANEW)
            if is_it and any("name" not in each.attrs or _was_sent(each, sent) for each in buttons):
                yield first, last


def _is_typed(tag: Tag) -> bool:
    return tag.attrs.get("type") not in NOT_TYPED and tag.attrs.get("autocomplete") != "one-time-code"


def _was_sent(tag: Tag, sent: Sent) -> bool:
    return (tag.attrs["name"], tag.attrs.get("value") or "") in sent


def _fill(tags: list[Tag], first: int, last: int, sent: Sent) -> list[Written]:
    """Give every field its value; a folded part of the form opens over a field that was changed."""
    left: dict[str, list[str]] = {}
    for name, value in sent:
        left.setdefault(name, []).append(value)
    written = []
    for at in range(first, last):
        tag, kind = tags[at], tags[at].attrs.get("type") or "text"
        name = tag.attrs.get("name") or ""
        if tag.is_end or tag.name not in CONTROLS or not _is_typed(tag):
            continue
        if kind in ("checkbox", "radio"):
            tag.turn("checked", on=_was_sent(tag, sent))
        elif tag.name == "select":
            for option in _until_end(tags, at):
                option.turn("selected", on=(option.attrs.get("value") or "") in left.get(name, ()))
                tag.changed = tag.changed or option.changed
        elif left.get(name) and tag.name == "textarea":
            text = escape(left[name].pop(0))
            written.append(Written(tag.ends, tags[at + 1].at, "\n" + text))
            tag.changed = True
        elif left.get(name):
            tag.set("value", left[name].pop(0))
        if tag.changed:
            _open(tags, at, first)
    return written


def _until_end(tags: list[Tag], at: int) -> Iterator[Tag]:
    """The options of the select that begins here."""
    for each in tags[at + 1 :]:
        if each.is_end and each.name == "select":
            return
        if each.name == "option" and not each.is_end:
            yield each


def _open(tags: list[Tag], at: int, since: int = 0) -> None:
    """Unfold whatever is folded around this place."""
    closed = 0
    for each in reversed(tags[since:at]):
        if each.name == "details":
            closed += 1 if each.is_end else -1
            if closed < 0:
                each.set("open")
                closed = 0


def _control(tags: list[Tag], first: int, last: int, about: str) -> int | None:
    """The field that is wrong, else the first that a person fills."""
    seen = [
        at
        for at in range(first, last)
        if tags[at].name in CONTROLS and not tags[at].is_end and _is_typed(tags[at])
    ]
    named = (at for at in seen if tags[at].attrs.get("name") == about)
    return next(named, seen[0] if seen else None)


def _point_at(tag: Tag, *, is_wrong: bool) -> None:
    before = tag.attrs.get("aria-describedby")
    tag.set("aria-describedby", f"wrong {before}" if before else "wrong")
    tag.set("autofocus")
    if is_wrong:
        tag.set("aria-invalid", "true")


def _beside(tags: list[Tag], control: int, last: int) -> int:
    """Behind the field and its label: inside the label the words would become the field's name."""
    for at in range(control, last):
        if tags[at].is_end and tags[at].name == "label":
            return tags[at].ends
        if at > control and not tags[at].is_end and tags[at].name == "label":
            break
    ends = (each.ends for each in tags[control:last] if each.is_end and each.name == tags[control].name)
    return tags[control].ends if tags[control].name == "input" else next(ends)
