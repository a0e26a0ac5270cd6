"""Writes a row of a table as a line that can be cited without its table. Knows no format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def lines(rows: Sequence[Sequence[str]], *, named: bool) -> Iterator[str]:
    """Yield a line a row: "Port: Lorne; Ships: 14" where the first row names the columns, else "Lorne; 14".

    A table of one row, and a row whose cells are all empty, lose nothing: the first is given as it is.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows]
    columns = filled[0] if named and len(filled) > 1 else []
    for row in filled[1:] if columns else filled:
        cells = [
            f"{columns[i]}: {cell}" if i < len(columns) and columns[i] and columns[i] != cell else cell
            for i, cell in enumerate(row)
            if cell
        ]
        if cells:
            yield "; ".join(cells)
