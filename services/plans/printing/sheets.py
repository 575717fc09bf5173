"""The first and the last sheet: what this is, who agreed to it, how to verify it."""

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing

from services.plans.printing.matrix import in_rand
from services.plans.printing.paper import (
    ACCENT,
    BOLD,
    BOTTOM,
    MARGIN,
    PALE,
    PLAIN,
    RULE,
    WIDTH,
    Paper,
    clipped,
    lines,
)

PROVENANCE = {
    "own": "The space's own figures.",
    "illustrative": "Illustrative: figures and commitments in this plan are invented.",
    "published": "Compiled from published documents.",
}
QR_SIDE = 130.0
COLUMNS = (0.0, 160.0, 400.0, 540.0, 700.0)
HEADS = ("Decision or signature", "Body or seat", "By", "Office", "On")
LINE = 14.5


def set_cover(paper: Paper) -> None:
    edition = paper.edition
    paper.y -= 60
    paper.text(MARGIN, paper.y, "ONE PLAN", font=BOLD, size=12, ink=PALE)
    paper.y -= 16
    for line in lines(edition.title, BOLD, 28, WIDTH - 2 * MARGIN)[:4]:
        paper.y -= 32
        paper.text(MARGIN, paper.y, line, font=BOLD, size=28, ink=ACCENT)
    paper.y -= 30
    space = f"{edition.space_name} ({edition.space_code})"
    paper.text(MARGIN, paper.y, space, font=BOLD, size=14)
    paper.y -= 26
    for words in _particulars(paper):
        paper.text(MARGIN, paper.y, words, size=10)
        paper.y -= 16
    if edition.vision is not None:
        _set_vision(paper, edition.vision)


def _set_vision(paper: Paper, vision: str) -> None:
    """The vision below the title, and on further sheets if it is long."""
    paper.y -= 14
    paper.text(MARGIN, paper.y, "Vision", font=BOLD, size=12, ink=ACCENT)
    paper.y -= 8
    for line in lines(vision, PLAIN, 11, WIDTH - 2 * MARGIN):
        if paper.y - 18 < BOTTOM:
            paper.turn()
        paper.text(MARGIN, paper.y - 11, line, size=11)
        paper.y -= 16


def _particulars(paper: Paper) -> list[str]:
    edition = paper.edition
    total = sum(row.total for row in edition.rows)
    adopted = f"adopted on {edition.adopted_on}" if edition.adopted_on else ""
    status = "" if edition.status == "adopted" else edition.status
    return [
        f"Status: {', '.join(filter(None, (status, adopted)))}",
        f"Version {edition.version}, generation {edition.generation}",
        f"{len(edition.rows)} interventions, {in_rand(total)} rand in all"
        if total
        else f"{len(edition.rows)} interventions",
        PROVENANCE[edition.provenance],
    ]


def set_seal(paper: Paper) -> None:
    """Decisions and signatures, and how anybody verifies what they are about."""
    paper.turn()
    paper.heading("Decisions, signatures and seal")
    _set_marks(paper)
    if paper.y - QR_SIDE < BOTTOM:
        paper.turn()
    if paper.edition.address is None:
        paper.paragraph("This is a draft: nobody has adopted it, and it bears no seal.")
        return
    _set_code(paper, paper.edition.address)


def _set_marks(paper: Paper) -> None:
    if paper.edition.marks:
        _set_line(paper, HEADS, font=BOLD)
    for mark in paper.edition.marks:
        if paper.y - LINE < BOTTOM:
            paper.turn()
            _set_line(paper, HEADS, font=BOLD)
        _set_line(paper, (mark.what, mark.body, mark.who, mark.office, mark.on))
    paper.y -= 14


def _set_line(paper: Paper, cells: Sequence[str], *, font: str = PLAIN) -> None:
    ends = (*COLUMNS[1:], WIDTH - 2 * MARGIN)
    for left, end, words in zip(COLUMNS, ends, cells, strict=True):
        shown = clipped(words, font, 8.5, end - left - 8)
        paper.text(MARGIN + left, paper.y - 10, shown, font=font, size=8.5)
    paper.y -= LINE
    paper.canvas.setStrokeColor(RULE)
    paper.canvas.line(MARGIN, paper.y, WIDTH - MARGIN, paper.y)


def _set_code(paper: Paper, address: str) -> None:
    code = QrCodeWidget(f"{address}#sha256={paper.edition.seal}", barLevel="M")
    left, low, right, high = code.getBounds()
    drawing = Drawing(
        QR_SIDE,
        QR_SIDE,
        transform=[QR_SIDE / (right - left), 0, 0, QR_SIDE / (high - low), 0, 0],
    )
    drawing.add(code)
    renderPDF.draw(drawing, paper.canvas, MARGIN, paper.y - QR_SIDE)
    words = (
        ("Sealed content", f"{address}/sealed"),
        ("SHA-256", paper.edition.seal or ""),
        ("To verify", f"onedistrict verify-plan {address}"),
    )
    y = paper.y - 14
    for label, value in words:
        paper.text(MARGIN + QR_SIDE + 20, y, label, font=BOLD, size=9, ink=ACCENT)
        paper.text(MARGIN + QR_SIDE + 20, y - 13, value, size=9)
        y -= 36
    paper.y -= QR_SIDE + 10
