"""pyx12 as a judge of structure, and the findings of its that are known to be false."""

import io
import json
import logging
from typing import Any

import pyx12.params
import pyx12.x12n_document

FALSE_ERRORS = (
    "Loop FOOTER exceeded max count",  # two PLB in one ST: its own map allows them
    "MA15",  # a remark code younger than its list
    "(AD) is not a valid code for Attachment Transmission Code",  # a DME certificate, 2400 PWK02
    "Billing Provider Status Information",  # 277CA 2200C: both public samples do without it
    "CTX exceeded max count",  # a situational trigger and CLM01 under one IK3
)


def complaints(data: bytes) -> list[str]:
    """What pyx12 has against the structure of a file, without what it is known to be wrong about."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    report = io.StringIO()
    source = io.StringIO(data.decode("ascii"))
    valid = pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), source, None, None, fd_json=report)
    found = [text for text in _texts(json.loads(report.getvalue())) if not _is_false(text)]
    if not valid and not found and not any(map(_is_false, _texts(json.loads(report.getvalue())))):
        return ["refused without a reason"]
    return found


def _is_false(text: str) -> bool:
    return any(known in text for known in FALSE_ERRORS)


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if not isinstance(node, dict):
        return []
    own = [json.dumps(each) for each in node.get("errors", [])]
    return own + [text for key, each in node.items() if key != "errors" for text in _texts(each)]
