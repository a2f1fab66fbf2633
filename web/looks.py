"""Templates: one file a screen, one block a region, so that a page and its parts have one source."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.utils import concat
from markupsafe import Markup

from models.base import new_id
from models.rulebook import reveal_reasons
from rules.access import Permission
from rules.languages import LANGUAGES
from rules.questions import Asked
from rules.tasks import MONEY_MOVES, OFFICE_WIDE, Asks
from web import chips, words
from web.statics import Statics

LISTS = 200  # lists of colleagues kept: a few for each practice
MOST = 4000  # rows kept: a few lists for everybody of one office


class KeptRows:
    """Rows of lists, rendered once for everybody who sees them the same way."""

    def __init__(self, template: Template) -> None:
        self.render: Callable[..., Markup] = getattr(template.module, "row")  # noqa: B009 - a macro
        self.kept: dict[tuple[Hashable, ...], Markup] = {}

    def __call__(self, row: Any, *around: Hashable) -> Markup:
        """The row; `around` says in which list it stands, and how."""
        task = row.task
        about = (task.id, task.kind, task.money, task.last_name, task.first_name, task.payer)
        key = (*about, row.brief, row.chip, row.held_by, *around)
        if key not in self.kept:
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[key] = self.render(row, *around)
        return self.kept[key]


class Looks:
    """Renders whole screens, or only the blocks that changed."""

    def __init__(self, statics: Statics) -> None:
        self.environment = Environment(
            loader=PackageLoader("web"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,  # templates come with the program: no look at the disk for each
        )
        self.environment.globals.update(
            static=statics.url,
            new_key=new_id,
            chips=chips,
            words=words,
            Asked=Asked,
            Asks=Asks,
            LANGUAGES=LANGUAGES,
            MONEY_MOVES=MONEY_MOVES,
            OFFICE_WIDE=OFFICE_WIDE,
            Permission=Permission,
            reveal_reasons=reveal_reasons,
        )
        for name in ("money", "amount", "dollars", "sentence", "spoken", "ending", "dotted", "count", "days"):
            self.environment.filters[name] = getattr(words, name)
        self.environment.globals["marks"] = self.environment.get_template("macros/marks.html").module
        languages = self.environment.get_template("macros/languages.html").module
        self.environment.globals["language_options"] = cache(getattr(languages, "options"))  # noqa: B009 - a macro
        colleagues = self.environment.get_template("macros/colleagues.html").module
        kept = lru_cache(LISTS)(getattr(colleagues, "options"))  # noqa: B009 - a macro
        self.environment.globals["colleague_options"] = kept
        self.environment.globals["kept_row"] = KeptRows(self.environment.get_template("macros/row.html"))

    def render(self, screen: str, blocks: Sequence[str], facts: Mapping[str, Any]) -> str:
        """The named blocks one after the other, or the whole screen when none is named."""
        template = self.environment.get_template(screen)
        if not blocks:
            return template.render(facts)
        context = template.new_context(dict(facts))
        return concat(part for block in blocks for part in template.blocks[block](context))
