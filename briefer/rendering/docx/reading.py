"""Reads a DOCX back: what it carries, and the text that a reader sees of it. It may come from anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from briefer.rendering.docx.parts import NOTES, OWN, WORD

LARGEST = 100_000_000  # bytes of a part, unpacked: a small file can hold what fills a memory
TEXT, TAB, BREAK, NOTE = (f"{{{WORD}}}{name}" for name in ("t", "tab", "br", "footnoteReference"))
PARAGRAPH, RUN, STYLE = (f"{{{WORD}}}{name}" for name in ("p", "r", "rStyle"))


def read(file: bytes) -> tuple[list[str], str]:
    """Return what a DOCX carries, each result of Briefer's in it, and its text: head, body, footnotes, foot.

    Raises ValueError if it is damaged.
    """
    from docx.oxml import parse_xml

    try:
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            names = parts.namelist()
            if any(entry.file_size > LARGEST for entry in parts.infolist()):
                raise ValueError("a part of it is too large")

            def trees(*begins: str) -> list[Any]:
                wanted = sorted(name for name in names if name.startswith(begins) and name.endswith(".xml"))
                return [parse_xml(parts.read(name)) for name in wanted]

            own = [tree.text or "" for tree in trees("customXml/item") if tree.tag == f"{{{OWN}}}result"]
            seen = [*trees("word/header"), *trees("word/document"), *trees(NOTES), *trees("word/footer")]
            return own, "\n".join(line for tree in seen for line in _lines(tree))
    except (zipfile.BadZipFile, SyntaxError, EOFError, RuntimeError, OSError) as exc:  # a SyntaxError is lxml's
        raise ValueError(str(exc)) from exc


def _lines(tree: Any) -> Iterator[str]:
    """Yield the text of each paragraph, its marks as other formats have them: [2:7], of the second footnote."""
    for paragraph in tree.iter(PARAGRAPH):
        found = [""]
        mark = ""  # the part of one that was read: its number and its paragraph are runs of their own
        for run in paragraph.iter(RUN):
            raised = any(style.get(f"{{{WORD}}}val") == "FootnoteReference" for style in run.iter(STYLE))
            text = "".join(_text(part) for part in run.iter(TEXT, TAB, BREAK, NOTE))
            if raised and text.strip():
                mark += text.strip(" \u200e")
                if text.startswith(":"):
                    found.append(f" [{mark}]")
                    mark = ""
            else:
                found.append(text)
        yield "".join(found)


def _text(part: Any) -> str:
    if part.tag == NOTE:
        return str(part.get(f"{{{WORD}}}id"))
    return part.text or "" if part.tag == TEXT else " "
