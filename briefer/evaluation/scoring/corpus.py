"""Writes the articles that rows bring with them. Knows nothing of how they are asked."""

from __future__ import annotations

import json
from urllib.parse import quote

from briefer.articles.readers import normalise
from briefer.evaluation.rows import CitationRow, ConflictRow, Row, SwapRow
from briefer.rendering.markdown import literal


def articles(name: str, row: Row) -> dict[str, str]:
    """Return the files that a row brings, in its order; their names tell nothing of what is right."""
    match row:
        case CitationRow():
            # As an article of an encyclopedia is: it knows its title, and its text does not repeat it.
            body = "\n\n".join(literal(line) for line in row.passage.splitlines())
            return {f"{quote(name, safe='')}.md": f"---\ntitle: {json.dumps(row.title)}\n---\n\n{body}\n"}
        case SwapRow():
            texts = [row.positive[0], row.positive_wrong[-1], row.positive_wrong[0], row.positive[-1]]
        case ConflictRow():
            texts = [document.text for document in row.documents]
        case _:
            return {}
    return {f"{quote(name, safe='')}-{number}.txt": normalise(text) for number, text in enumerate(texts, 1)}
