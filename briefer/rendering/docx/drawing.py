"""Draws sections into a document of python-docx, one after another, and keeps count of its footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefer.rendering.blocks import (
    Block,
    Cell,
    Flow,
    Found,
    Handling,
    Lead,
    LeadKind,
    Mark,
    Masthead,
    Note,
    Points,
    Reading,
    Reference,
    References,
    Said,
    Section,
    Silence,
    Speaker,
    Statements,
    Steps,
    Table,
    Title,
)
from briefer.rendering.docx import styles
from briefer.rendering.html import paragraphs
from briefer.rendering.layout import described
from briefer.rendering.page import Page
from briefer.rendering.texts import direction, shown
from briefer.schema import Role

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

LEFT_TO_RIGHT = "\u200e"  # shows nothing: what follows runs from left to right
COLUMNS = (0.24, 0.15, 0.61)  # shares of the width, of a table of who said what


def shares(columns: int) -> tuple[float, ...]:
    """Return the shares of the width that the columns of a table have: those of who said what, else all the same."""
    return COLUMNS if columns == len(COLUMNS) else (1 / columns,) * columns


class Drawing:
    """A document, and of each source that it cites the mark that is its footnote, in the order of their places."""

    def __init__(self, size: float, page: Page) -> None:
        from docx import Document

        self.document = Document()
        self.notes: list[Mark] = []
        self._texts = page.paragraphs
        self._width = styles.prepare(self.document, size, page.paper)

    @property
    def title(self) -> str:
        """The first heading, as what the document is called."""
        return next((p.text for p in self.document.paragraphs if p.style and p.style.name == "Heading 1"), "Passages")

    def add(self, section: Section) -> None:
        """Add a section; of sources, which the footnotes name, only how many there are, and of steps nothing."""
        block = section.block
        if isinstance(block, Steps):
            return
        if isinstance(block, References) and not block.quoted:
            line = self._paragraph("Small", f"{section.title}: see the footnotes.")
            styles.apart(line)
            return
        if section.title:
            heading = self._paragraph("Heading 2", section.title)
            heading.paragraph_format.page_break_before = isinstance(block, References)
            if section.told:
                heading.style = "Story"
        self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Masthead(topic, Said() as headline):
                self._paragraph("Topic", topic)
                self._said("Heading 1", headline)
            case Masthead(topic, _):
                self._paragraph("Heading 1", topic[:1].upper() + topic[1:])
            case Title(text, about):
                self._paragraph("Heading 1", text)
                if about:
                    self._paragraph("Small", about)
            case Silence(reason):
                styles.apart(self._paragraph("Lead", reason))
            case Statements(said, Flow.RUN):
                self._run_on(said)
            case Statements(said, flow):
                for one in said:
                    self._said("List Bullet" if flow is Flow.LIST else "Lead", one)
            case Table(head, rows):
                self._table(head, rows)
            case Points(texts):
                for text in texts:
                    self._paragraph("List Bullet", text)
            case References(sources):
                for source in sorted(sources, key=lambda s: self._number(s.number)):
                    self._quoted(source)
            case Found(passages, about):
                if about:
                    styles.apart(self._paragraph("Small", about))
                for p in passages:
                    self._titled(described(p.title, p.publisher, p.date, p.version), p.article)
                    self._paragraph("Evidence", f"¶{p.paragraph} {p.text}")
            case Reading(parts):
                for part in parts:
                    note = "" if part.role is Role.TEXT else f" ({part.role.value})"
                    self._paragraph("Evidence", f"¶{part.number}{note} {part.text}")
            case Note(text):
                self._paragraph("Small", text)
            case Handling(text):
                styles.handle(self.document, shown(text))

    def _paragraph(self, style: str, text: str) -> Paragraph:
        made = self.document.add_paragraph(style=style)
        self._write(made, text)
        return made

    def _write(self, into: Paragraph, text: str, *, bold: bool | None = None, style: str | None = None) -> None:
        """Add a text, letter for letter, to a paragraph, which runs as its first text does."""
        text = shown(text)
        right = direction(text) == "rtl"
        if not into.runs and right:
            styles.turn(into._p.get_or_add_pPr(), "bidi")
        run = into.add_run(text, style=style)
        run.bold = run.font.cs_bold = bold
        if right:
            styles.turn(run._r.get_or_add_rPr(), "rtl")

    def _said(self, style: str, one: Said) -> None:
        self._tell(self.document.add_paragraph(style=style), one)

    def _run_on(self, said: Iterable[Said]) -> None:
        into = self.document.add_paragraph(style="Lead")
        for n, one in enumerate(said):
            if n:
                self._write(into, " ")
            self._tell(into, one)

    def _tell(self, into: Paragraph, one: Said) -> None:
        """Add what stands before a claim, the claim, its footnotes, and how sure it is."""
        if one.lead:
            self._lead(into, one.lead)
        self._write(into, one.claim.text)
        for n, mark in enumerate({mark.label: mark for mark in one.marks}.values()):
            if n:
                self._write(into, " ", style="footnote reference")
            self._cite(into, mark)
        if one.sure:
            self._write(into, f" ({one.sure})", style="Aside")

    def _lead(self, into: Paragraph, lead: Lead) -> None:
        ends = {LeadKind.VERDICT: ".", LeadKind.SHORT: " —"}.get(lead.kind, ":")
        self._write(into, lead.text, bold=True)
        if lead.note:
            self._write(into, f" ({lead.note})", style="Aside")
        self._write(into, f"{ends} ")

    def _cite(self, into: Paragraph, mark: Mark) -> None:
        """Add a mark: the footnote of its source, or a field with its number where it is there, and the paragraph."""
        number, rest = self._number(mark.source), f":{mark.citation.paragraph}"
        if styles.turned(into._p):  # else 2:7 would be read as 7:2
            self._write(into, LEFT_TO_RIGHT, style="footnote reference")
        if number:
            styles.again(into._p, number, rest)
        else:
            self.notes.append(mark)
            styles.footnote(into._p, len(self.notes), rest)

    def _number(self, source: int) -> int:
        """Return the number of a source's footnote, 0 if it has none; footnotes are numbered as they come."""
        return next((n for n, mark in enumerate(self.notes, 1) if mark.source == source), 0)

    def _table(self, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
        table = self.document.add_table(rows=1 + len(rows), cols=len(head))
        table.autofit = False
        for cell, name in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].style = "Small"
            self._write(cell.paragraphs[0], (name or "how").capitalize(), bold=True)
        for row, values in zip(list(table.rows)[1:], rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.paragraphs[0].style = "Cell"
                if isinstance(value, Said):
                    self._tell(cell.paragraphs[0], value)
                elif isinstance(value, Speaker):
                    self._write(cell.paragraphs[0], value.name, bold=True)
                    self._write(cell.paragraphs[0], f", {value.role}" if value.role else "", style="Aside")
                else:
                    self._write(cell.paragraphs[0], value)
        styles.rule(table, [round(share * self._width) for share in shares(len(head))])

    def _titled(self, about: str, article: str) -> None:
        """Add the title of an article, and which file it is."""
        self._write(self._paragraph("Heading 3", about), f" ({article})", bold=False, style="Aside")

    def _quoted(self, source: Reference) -> None:
        """Add a source and what is quoted of it, the quoted words set off in a paragraph that is whole."""
        about = described(source.title, source.publisher, source.date, source.version)
        self._titled(f"{self._number(source.number)} {about}", source.article)
        for cited in paragraphs(source, self._texts):
            row = self._paragraph("Evidence", f"¶{cited.number} ")
            for n, piece in enumerate(cited.pieces):
                between = " … " if n and not cited.whole else ""
                self._write(row, between + piece.text, style="Quoted" if piece.quoted and cited.whole else None)
