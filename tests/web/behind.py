"""Opening what stands behind a number of a board, page after page."""

import re
from collections.abc import Iterator
from html import unescape

from httpx import AsyncClient

ROW = re.compile(r'<tr>(?:<td>.*?</td>)?<th scope="row">.*?</tr>', re.DOTALL)
MORE = re.compile(r'href="([^"]+)"[^>]*><kbd>\w</kbd> Further down')


def numbers(page: str, path: str) -> dict[str, tuple[str, str]]:
    """The links of a page to lists under this path: by what they are read as, the address and the words."""
    links = re.findall(rf'<a href="({path}[^"]*)" aria-label="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {unescape(label): (unescape(href), unescape(shown)) for href, label, shown in links}


def rows_of(page: str) -> list[str]:
    """The rows of the list, with everything that stands in them."""
    (body,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return ROW.findall(body)


async def pages_of(client: AsyncClient, href: str) -> list[str]:
    """The list from its beginning to its end, by its own links."""
    pages = []
    while href:
        answer = await client.get(href)
        assert answer.status_code == 200, href
        pages.append(answer.text)
        more = MORE.search(answer.text)
        href = unescape(more[1]) if more else ""
    return pages


def heading(page: str) -> str:
    (said,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return " ".join(unescape(said).split())


def told_rows(pages: list[str]) -> Iterator[str]:
    for page in pages:
        yield from rows_of(page)
