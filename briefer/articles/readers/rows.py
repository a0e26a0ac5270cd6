"""Writes a row of a table, and an item of a list, as a line that can be cited by itself. Knows no format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile, zip_longest

from briefer.articles.readers.document import Kind

DOT = re.compile(r"[•‣▪●◦·]\s+")

MOST_COLUMNS = 200  # over which cells are spread
REPEATED = 10  # letters and cells that may be repeated in the rows that they span, for each that a table has


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, how many columns and rows it spans, and whether it names a column or a row.

    One that spans no row is part of the cell above it.
    """

    text: str
    across: int = 1
    down: int = 1
    names: bool = False


def table(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield a line a row of a table whose cells may span several columns and rows, by the columns they stand in.

    Rows of names at its top name the columns together: "2024 May: 14". One cell above all of them is a line of its own.
    """
    rows = list(dropwhile(lambda row: not _is_filled(row), cells))
    titles = list(takewhile(lambda row: len(row) == 1, rows)) if any(len(row) > 1 for row in rows) else []
    yield from (text for row in titles if (text := " ".join(row[0].text.split())))
    rows = rows[len(titles) :]
    first = {cell.names for cell in rows[0] if cell.text.strip()} if rows else set()
    heads = len(list(takewhile(_is_of_names, rows))) or 1
    heads = heads if heads < len(rows) else 1
    spread = _spread(rows, heads)
    named = [" ".join(dict.fromkeys(filter(None, column))) for column in zip_longest(*spread[:heads], fillvalue="")]
    yield from lines([named, *spread[heads:]], named=first == {True} if True in first else None)


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(cell.text.strip() for cell in row)


def _is_of_names(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell.text.strip()]
    return len(row) > 1 and all(cell.names for cell in filled)


def _spread(rows: Sequence[Sequence[Cell]], heads: int) -> list[list[str]]:
    """Return the texts of rows by columns: what spans rows stands in each, what spans columns only in the first.

    A name in one of the heads stands in each of its columns.
    """
    left = REPEATED * sum(len(cell.text) + 1 for row in rows for cell in row)
    down: dict[int, tuple[str, int]] = {}  # by column, what the rows above have in this one and in how many more
    found: list[list[str]] = []
    for number, row in enumerate(rows):
        line: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        last = max(down, default=-1)
        rest = [*reversed(row)]
        while (rest or len(line) <= last) and len(line) < MOST_COLUMNS:
            if len(line) in down:
                parts = [down[len(line)]]
                left -= len(parts[0][0]) + 1
            elif rest:
                cell = rest.pop()
                text = " ".join(cell.text.split())
                if not (cell.down or text) and left > 0 and found and len(line) < len(found[-1]):
                    text = found[-1][len(line)]
                    left -= len(text)
                wide = min(cell.across, MOST_COLUMNS - len(line)) - 1
                parts = [(text, cell.down), *[(text if number < heads and cell.names else "", cell.down)] * wide]
            else:
                parts = [("", 1)]
            below |= {n: (text, more - 1) for n, (text, more) in enumerate(parts, len(line)) if more > 1}
            line += [text for text, _ in parts]
        found.append([*line, *(" ".join(cell.text.split()) for cell in reversed(rest))] if _is_filled(row) else [])
        down = below if left > 0 else {}
    return found


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
