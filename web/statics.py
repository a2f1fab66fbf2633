"""Static files under names that carry their content's hash, so that a browser may keep them for ever."""

import hashlib
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Response

from rules.errors import Unknown

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    """One file as it is served."""

    content: bytes
    media_type: str


class Statics:
    """Every static file, read once; `url` gives the hashed address of a file by its plain name."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {}
        self.served: dict[str, Static] = {}
        self._read(files("web").joinpath("static"), "")

    def _read(self, folder: Traversable, path: str) -> None:
        for each in folder.iterdir():
            if each.is_dir():
                self._read(each, f"{path}{each.name}/")
            elif each.name.endswith((".css", ".js", ".svg")):
                self._add(f"{path}{each.name}", each.read_bytes())

    def _add(self, name: str, content: bytes) -> None:
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.urls[name] = f"/static/{hashed}"
        self.served[hashed] = Static(content, media_type)

    def url(self, name: str) -> str:
        return self.urls[name]

    def router(self) -> APIRouter:
        """The one route that serves them."""
        router = APIRouter()

        @router.get("/static/{name:path}")
        async def static(name: str) -> Response:
            if name not in self.served:
                raise Unknown("There is no such file.")
            found = self.served[name]
            return Response(found.content, media_type=found.media_type, headers={"cache-control": FOR_EVER})

        return router
