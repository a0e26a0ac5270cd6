"""Writes a row of a table, and an item of a list, as a line that can be cited by itself. Knows no format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.articles.readers.document import Kind

DOT = re.compile(r"[•‣▪●◦·]\s+")


def lines(rows: Sequence[Sequence[str]], *, named: bool | None = None) -> Iterator[str]:
    """Yield a line a row: "Port: Lorne; Ships: 14" where the first row names the columns, else "Lorne; 14".

    Where named is None, the first row names them if it has no figures and most others have. Rows whose cells are all
    empty are left out; a table of one row is given as it is.
    """
    filled = [row for row in ([" ".join(cell.split()) for cell in row] for row in rows) if any(row)]
    columns = filled[0] if len(filled) > 1 and (_is_head(filled) if named is None else named) else []
    for row in filled[1:] if columns else filled:
        cells = [
            f"{columns[i]}: {cell}" if i < len(columns) and columns[i] and columns[i] != cell else cell
            for i, cell in enumerate(row)
            if cell
        ]
        yield "; ".join(cells)


def item(line: str) -> str:
    """Return an item of a list without the dot before it."""
    return DOT.sub("", line, count=1) if DOT.match(line) else line


def kind(line: str) -> Kind:
    """Return what a line is by the dot before it: "• 14 dead" is an item of a list that somebody typed."""
    return Kind.ITEM if DOT.match(line) else Kind.UNKNOWN


def _is_head(rows: Sequence[Sequence[str]]) -> bool:
    figures = [any(c.isdigit() for cell in row for c in cell) for row in rows]
    return len(rows) > 2 and len(rows[0]) > 1 and all(rows[0]) and not figures[0] and sum(figures) > len(rows) / 2
