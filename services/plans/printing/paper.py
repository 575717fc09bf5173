"""Sheets of paper: what stands on each of them, and where the next one begins."""

import unicodedata
from typing import BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from services.plans.printing.edition import Edition

WIDTH, HEIGHT = landscape(A4)
MARGIN = 40.0
TOP, BOTTOM = HEIGHT - 58.0, 46.0
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
INK, PALE, ACCENT = HexColor("#1c2733"), HexColor("#5d6b78"), HexColor("#0b5d4e")
SHADE, RULE = HexColor("#eef3f1"), HexColor("#c4cfca")
WATERMARK = HexColor("#ececec")
LAST_PAGE = "last_page"


class Paper:
    """A canvas that knows its running heads, and how far down it is written."""

    def __init__(self, out: BinaryIO, edition: Edition) -> None:
        self.edition = edition
        self.canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.canvas.setTitle(legible(edition.title))
        self.canvas.setSubject(f"One Plan of {edition.space_code}")
        self.canvas.setAuthor("OneDistrict")
        self.y = TOP
        self.page = 0
        self._begin()

    def turn(self) -> None:
        """End this page and begin the next."""
        self.canvas.showPage()
        self._begin()

    def close(self) -> None:
        self.canvas.showPage()
        self.canvas.beginForm(LAST_PAGE, 0, 0, WIDTH, HEIGHT)
        self.text(WIDTH - MARGIN - 30, 26, f"of {self.page}", size=8, ink=PALE)
        self.canvas.endForm()
        self.canvas.save()

    def heading(self, words: str) -> None:
        self.text(MARGIN, self.y - 16, words, font=BOLD, size=16, ink=ACCENT)
        self.y -= 34

    def paragraph(self, words: str, *, size: float = 9, width: float = 0) -> None:
        for line in lines(words, PLAIN, size, width or WIDTH - 2 * MARGIN):
            self.text(MARGIN, self.y - size, line, size=size)
            self.y -= size * 1.4

    def text(  # noqa: PLR0913  where and how a line is set
        self,
        x: float,
        y: float,
        words: str,
        *,
        font: str = PLAIN,
        size: float = 9,
        ink: HexColor = INK,
        right: bool = False,
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(ink)
        set_line = self.canvas.drawRightString if right else self.canvas.drawString
        set_line(x, y, legible(words))

    def _begin(self) -> None:
        self.page += 1
        self.y = TOP
        self._watermark()
        head = f"{self.edition.title} - {self.edition.space_code}"
        room = WIDTH - 2 * MARGIN - 200
        self.text(MARGIN, HEIGHT - 34, clipped(head, PLAIN, 8, room), size=8, ink=PALE)
        self.text(
            *(WIDTH - MARGIN, HEIGHT - 34),
            self.edition.warning or "Adopted",
            font=BOLD,
            size=8,
            ink=PALE,
            right=True,
        )
        seal = f"sha256 {self.edition.seal}" if self.edition.seal else "not sealed"
        self.text(MARGIN, 26, seal, size=7, ink=PALE)
        self._number()

    def _number(self) -> None:
        """The page's number; the form says of how many, once that is known."""
        before = WIDTH - MARGIN - 33
        self.text(before, 26, f"Page {self.page}", size=8, ink=PALE, right=True)
        self.canvas.doForm(LAST_PAGE)

    def _watermark(self) -> None:
        if self.edition.warning is None:
            return
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(30)
        width = stringWidth(self.edition.warning, BOLD, 1)
        size = min(90.0, WIDTH * 0.85 / width)
        self.canvas.setFillColor(WATERMARK)
        self.canvas.setFont(BOLD, size)
        self.canvas.drawCentredString(0, -size / 3, self.edition.warning)
        self.canvas.restoreState()


def legible(words: str) -> str:
    """The same in the letters that a standard font has: those of cp1252.

    A letter with a mark that it lacks loses the mark; any other becomes `?`.
    """
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        return "".join(_nearest(letter) for letter in words)
    return words


def _nearest(letter: str) -> str:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            form.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def lines(words: str, font: str, size: float, width: float) -> list[str]:
    """Words over as many lines as they need; a word too long for one is broken."""
    found: list[str] = []
    for line in simpleSplit(legible(words), font, size, width):
        rest = line
        while stringWidth(rest, font, size) > width and len(rest) > 1:
            kept = _fitting(rest, font, size, width)
            found.append(rest[:kept])
            rest = rest[kept:]
        found.append(rest)
    return found


def clipped(words: str, font: str, size: float, width: float) -> str:
    words = legible(words)
    if stringWidth(words, font, size) <= width:
        return words
    dots = stringWidth("...", font, size)
    return words[: _fitting(words, font, size, width - dots)] + "..."


def _fitting(words: str, font: str, size: float, width: float) -> int:
    """How many letters fit, at least one."""
    taken = 0.0
    for count, letter in enumerate(words):
        taken += stringWidth(letter, font, size)
        if taken > width:
            return max(count, 1)
    return len(words)
