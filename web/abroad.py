"""What an offshore login never gets: whole files, whole remittances, the trail, and who may see what."""

from fastapi import Request

from rules.errors import NotAllowed

CLOSED = ("/files", "/remittances", "/audit", "/users", "/sites")
WORDS = "This is not shown at a site outside the United States. Ask a colleague there, or your supervisor."


def is_open(path: str) -> bool:
    """Whether a screen at this path is for sites abroad."""
    return not any(path == each or path.startswith(f"{each}/") for each in CLOSED)


def must_be_open(path: str) -> None:
    """Raises NotAllowed."""
    if not is_open(path):
        raise NotAllowed(WORDS)


def subject_of(request: Request) -> str:
    """What was asked for, as the audit trail names it: "task:<id>", else the path of the screen."""
    for name, value in request.path_params.items():
        if name.endswith("_id"):
            return f"{name.removesuffix('_id')}:{value}"
    return f"screen:{request.scope['route'].path}"
