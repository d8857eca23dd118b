"""Documents on paper: PDFs in Korean and English, the same bytes for the same content.

The font is embedded, so that a receipt reads the same on any machine, in ten years too.
"""

import io
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer

REGULAR, BOLD = "NanumGothic", "NanumGothicBold"
MARGIN = 16 * mm
CELL_PADDING = 12
"""Points, left and right together, as reportlab has it."""
INK, QUIET, LINE, BAND = (colors.HexColor(code) for code in ("#1b1f24", "#5b6570", "#cfd6dd", "#f2f5f7"))


class Paper:
    """A document that grows from the top to the bottom.

    Text from people goes in as it is: nothing in it is markup. `title` is also what a reader's window shows.
    """

    def __init__(self, title: str, *, language: str = "ko", footer: str = "") -> None:
        _register_fonts()
        self._title, self._language, self._footer = title, language, footer
        self._parts: list[Flowable] = [_paragraph(title, TITLE)]

    def heading(self, text: str) -> None:
        self._parts.append(_paragraph(text, HEADING))

    def text(self, text: str, *, quiet: bool = False) -> None:
        self._parts.append(_paragraph(text, SMALL if quiet else BODY))

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values beside each other, as in a form."""
        rows: list[list[object]] = [
            [_paragraph(name, SMALL), _paragraph(value, BODY)] for name, value in pairs
        ]
        self._add_table(rows, [40 * mm, None], header=False, right=())

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float | None] | None = None,
        right: Sequence[int] = (),
        wrap: Sequence[int] = (),
        total: bool = False,
    ) -> None:
        """`widths` in millimetres, None takes what is left; columns `right` are set flush right, columns
        `wrap` break their lines. With `total` the last row is a sum."""
        sizes = [None if width is None else width * mm for width in widths] if widths else None
        body: list[list[object]] = [list(header)]
        for row in rows:
            cells: list[object] = list(row)
            for column in wrap:
                if not _fits(str(row[column]), sizes[column] if sizes else None):
                    cells[column] = _paragraph(str(row[column]), CELL)
            body.append(cells)
        self._add_table(body, sizes, header=True, right=right, total=total)

    def qr(self, text: str, *, side_mm: float = 32) -> None:
        """A code that a phone's camera reads."""
        side = side_mm * mm
        picture = Drawing(side, side)
        picture.add(QrCodeWidget(text, barWidth=side, barHeight=side, barBorder=2))
        self._parts.append(picture)

    def space(self, height_mm: float = 4) -> None:
        self._parts.append(Spacer(1, height_mm * mm))

    def pdf(self) -> bytes:
        """The document as bytes; nothing in them depends on when it was made."""
        buffer = io.BytesIO()
        document = SimpleDocTemplate(
            buffer,
            pagesize=A4,
            title=self._title,
            author="Pumasi",
            lang=self._language,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN + 4 * mm,
            invariant=1,
        )
        document.build(self._parts, onFirstPage=self._foot, onLaterPages=self._foot)
        return buffer.getvalue()

    def _foot(self, canvas: object, document: object) -> None:
        canvas.saveState()  # type: ignore[attr-defined]
        canvas.setFont(REGULAR, 7.5)  # type: ignore[attr-defined]
        canvas.setFillColor(QUIET)  # type: ignore[attr-defined]
        canvas.drawString(MARGIN, MARGIN - 2 * mm, self._footer)  # type: ignore[attr-defined]
        page = str(document.page)  # type: ignore[attr-defined]
        canvas.drawRightString(A4[0] - MARGIN, MARGIN - 2 * mm, page)  # type: ignore[attr-defined]
        canvas.restoreState()  # type: ignore[attr-defined]

    def _add_table(
        self,
        rows: Sequence[list[object]],
        widths: Sequence[float | None] | None,
        *,
        header: bool,
        right: Sequence[int],
        total: bool = False,
    ) -> None:
        style: list[Any] = [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, LINE),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            *(("ALIGN", (column, 0), (column, -1), "RIGHT") for column in right),
        ]
        if header:
            style += [("FONT", (0, 0), (-1, 0), BOLD, 8.5), ("BACKGROUND", (0, 0), (-1, 0), BAND)]
        if total:
            style += [("FONT", (0, -1), (-1, -1), BOLD, 8.5), ("LINEABOVE", (0, -1), (-1, -1), 0.75, INK)]
        self._parts.append(
            LongTable(rows, colWidths=widths, style=style, repeatRows=1 if header else 0, hAlign="LEFT")
        )
        self.space(3)


@cache
def _register_fonts() -> None:
    # The package draws with matplotlib when it is imported; its files are all that is wanted.
    found = find_spec("koreanize_matplotlib")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the font package koreanize-matplotlib is not installed")
    folder = Path(found.submodule_search_locations[0]) / "fonts"
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _style(
    name: str, size: float, *, bold: bool = False, color: colors.Color = INK, after: float = 3
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.45,
        textColor=color,
        spaceAfter=after,
        wordWrap="CJK",
    )


TITLE = _style("title", 17, bold=True, after=8)
HEADING = _style("heading", 11, bold=True, after=4)
BODY = _style("body", 9.5)
SMALL = _style("small", 8.5, color=QUIET)
CELL = _style("cell", 8.5, after=0)


def _fits(text: str, width: float | None) -> bool:
    """Whether it needs no breaking, which costs a hundred times what setting a line does."""
    return width is not None and "\n" not in text and stringWidth(text, REGULAR, 8.5) <= width - CELL_PADDING


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text, quote=False).replace("\n", "<br/>"), style)
