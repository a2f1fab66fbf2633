"""The attestation pack as a paper: people, access, training and refusals of a site abroad, to be signed."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from xml.sax.saxutils import escape

from fastapi import APIRouter, Query, Response
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from activities.attestation import Pack, attest
from models.attestations import Period
from web import words
from web.pages import SignedIn

router = APIRouter(prefix="/sites/{site_id}/attestation")
STYLES = getSampleStyleSheet()
GRID = TableStyle(
    [
        ("FONTSIZE", (0, 0), (-1, -1), 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ]
)


@router.get("")
async def attestation(
    page: SignedIn, site_id: UUID, since: Annotated[date, Query()], until: Annotated[date, Query()]
) -> Response:
    """The pack of this period as PDF; taking it out is recorded."""
    page.step_up()
    pack = await attest(page.office, page.actor, site_id, Period(since, until))
    name = f"attestation-{since.isoformat()}-{until.isoformat()}.pdf"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(as_pdf(pack), media_type="application/pdf", headers=headers)


def as_pdf(pack: Pack) -> bytes:
    """The paper; the same pack gives the same bytes."""
    out = io.BytesIO()
    title = f"Attestation of work abroad: {pack.site}, {pack.country}"
    paper = SimpleDocTemplate(out, pagesize=letter, title=title, author="Claimdesk", invariant=1)
    paper.build([*_head(pack, title), *_people(pack), *_access(pack), *_refusals(pack), *_signatures()])
    return out.getvalue()


def _head(pack: Pack, title: str) -> list[Flowable]:
    period = f"{pack.period.since.isoformat()} to {pack.period.until.isoformat()}"
    made = f"Made {_at(pack.made_at)} UTC by {pack.made_by}. Period: {period}. It names no patient."
    networks = f"People sign in from {', '.join(pack.networks)} only; elsewhere they are refused."
    seen = (
        "Data stays in the United States: this site looks at it and takes out, prints and keeps none of it."
    )
    return [Paragraph(escape(title), STYLES["Title"]), *map(_said, (made, networks, seen))]


def _people(pack: Pack) -> list[Flowable]:
    rows = [
        (
            each.name,
            words.sentence(each.role),
            "yes" if each.active else "closed",
            str(each.practices),
            _at(each.trained_at) or "not on record",
            _at(each.last_seen) or "never",
        )
        for each in pack.people
    ]
    heads = ("Person", "Role", "May sign in", "Practices", "Training read (UTC)", "Last here (UTC)")
    return _section("People and training", heads, rows, "Nobody is assigned to this site.")


def _access(pack: Pack) -> list[Flowable]:
    rows = [
        (
            each.practice,
            f"{words.spoken(each.program)}, {each.state}",
            "seen" if each.allowed else "refused",
            f"{each.rule}: {each.why}",
            f"{each.contract}, from {each.since.isoformat()}",
        )
        for each in pack.access
    ]
    heads = ("Practice", "Class", "From here", "Rule", "Contract")
    return _section(
        "What may be seen", heads, rows, "No contract allows anything: nothing is seen from here."
    )


def _refusals(pack: Pack) -> list[Flowable]:
    rows = [(_at(each.at), each.who, each.what, each.because) for each in pack.refusals]
    heads = ("When (UTC)", "Person", "Asked for", "Answer")
    title = f"Refusals in the period: {len(pack.refusals)}"
    return _section(title, heads, rows, "Nothing was refused.")


def _signatures() -> list[Flowable]:
    lines = (
        f"{who}: ______________________________   Date: ______________" for who in ("For the site", "For us")
    )
    return [Spacer(1, 24), *(_said(each) for each in lines)]


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], none: str) -> list[Flowable]:
    head = Paragraph(escape(title), STYLES["Heading2"])
    if not rows:
        return [head, _said(none)]
    cells = [[Paragraph(escape(each), STYLES["BodyText"]) for each in row] for row in (heads, *rows)]
    return [head, Table(cells, repeatRows=1, style=GRID)]


def _said(text: str) -> Flowable:
    return Paragraph(escape(text), STYLES["BodyText"])


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
