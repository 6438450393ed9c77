"""How does a receipt look as PDF? The same story; letters that the built-in fonts do not have are shown as `?`, and that is said."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from watchgate.remediation.receipts.telling import Story, Told, told

_INK, _SOFT, _LOUD = HexColor(0x1B1F24), HexColor(0x5B6570), HexColor(0x8A2B06)
_BODY = ParagraphStyle(
    "body", fontName="Helvetica", fontSize=9.5, leading=14, textColor=_INK, splitLongWords=1
)
_SOFTLY = ParagraphStyle("soft", _BODY, textColor=_SOFT)
_LOUDLY = ParagraphStyle("loud", _BODY, textColor=_LOUD, fontName="Helvetica-Bold")
_TITLE = ParagraphStyle("title", _BODY, fontName="Helvetica-Bold", fontSize=18, leading=24, spaceAfter=8)
_HEADING = ParagraphStyle(
    "heading", _BODY, fontName="Helvetica-Bold", fontSize=11, spaceBefore=14, spaceAfter=4, keepWithNext=1
)
_OBJECT = ParagraphStyle("object", _BODY, fontName="Helvetica-Bold", spaceBefore=8, keepWithNext=1)
_CODE = ParagraphStyle("code", _SOFTLY, fontName="Courier", fontSize=7.5, leading=10)
_NOT_SHOWN = "Some letters cannot be shown in this form, and stand as “?”. The JSON and HTML forms have them."


def pdf(receipt: Mapping[str, Any]) -> bytes:
    """A4, with page numbers."""
    story = told(receipt)
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"Receipt {story.request}",
        author="Watchgate",
        invariant=1,
    )
    flow = list(_flow(story))
    document.build(flow, onFirstPage=_numbered, onLaterPages=_numbered)
    return file.getvalue()


def _flow(story: Story) -> Iterator[Flowable]:
    yield Paragraph("Watchgate · receipt", _SOFTLY)
    yield Paragraph(_safe(story.title), _TITLE)
    if not story.is_proven:
        yield Paragraph(
            "Not yet proven: some entries wait for the ledger's next signature. Ask for this receipt again.",
            _LOUDLY,
        )
    facts = (("Request", story.request), ("Workspace", story.workspace), ("Reason", story.reason))
    for name, value in facts:
        yield Paragraph(f'<font color="#5b6570">{name}</font>&nbsp;&nbsp;{_safe(value)}', _BODY)
    if _has_others(story):
        yield Paragraph(_NOT_SHOWN, _SOFTLY)
    yield Paragraph("Who asked, who agreed", _HEADING)
    yield from _steps(story.steps)
    yield Paragraph("What became of it", _HEADING)
    for one in story.objects:
        number = f"{one.number} · " if len(story.objects) > 1 else ""
        owner = f" · owner {one.owner}" if one.owner else ""
        yield Paragraph(_safe(f"{number}{one.kind} {one.id}"), _OBJECT)
        yield Paragraph(_safe(f"{one.result}{owner}"), _SOFTLY)
        yield from _steps(one.steps)
    yield Paragraph("Proof", _HEADING)
    yield Paragraph(
        "Everything above stands in entries of a tamper-evident ledger. The JSON form of this receipt proves it without us:"
        ' <font face="Courier" size="8">watchgate ledger verify-receipt receipt.json --public-key key.pub</font>.'
        " Take the key from elsewhere than this page.",
        _BODY,
    )
    for name, key, note in story.logs:
        yield Paragraph(_safe(name), _OBJECT)
        for line in (key, *note.splitlines()):
            yield Paragraph(_safe(line) or "&nbsp;", _CODE)
        yield Spacer(1, 6)


def _steps(steps: Sequence[Told]) -> Iterator[Flowable]:
    for step in steps:
        who = f" {_safe(step.who)}" if step.who else ""
        lines = "".join(f"<br/>{_safe(line)}" for line in step.more)
        yield Paragraph(
            f'<font color="#5b6570">{step.at}</font>&nbsp;&nbsp;<b>{_safe(step.what)}</b>{who}{lines}', _BODY
        )


def _safe(text: str) -> str:
    """Escaped, and without letters that the fonts do not have (they are those of Windows-1252)."""
    return escape(text.encode("cp1252", "replace").decode("cp1252", "replace"))


def _has_others(story: Story) -> bool:
    said = [story.reason, *(part for step in story.steps for part in (step.who, *step.more))]
    said += [one.owner for one in story.objects]
    said += [part for one in story.objects for step in one.steps for part in (step.who, *step.more)]
    return any(text.encode("cp1252", "ignore").decode("cp1252") != text for text in said)


def _numbered(canvas: Canvas, _document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(_SOFT)
    canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, str(canvas.getPageNumber()))
