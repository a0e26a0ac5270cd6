"""What the forms of exports have in common: names of fields, days, languages, copyright. Knows no form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefer.articles.readers.document import Document
from briefer.language import dates
from briefer.language.identify import code_of
from briefer.language.lists import everywhere

Part = Document | str  # an article of an export, or what stands beside them

COPYRIGHT = re.compile(
    r"(copyright|©|\(c\))\s*(©|\(c\)|\d{4}|by\b)"
    r"|(all rights reserved|alle rechte vorbehalten|tous droits réservés|(todos los )?derechos reservados)\.?$",
    re.IGNORECASE,
)
BY = re.compile(r"^(?:by|von|par|por) ", re.IGNORECASE)
LONGEST_WEEKDAY = 16  # letters beside a date; "Donnerstag, den " has as many


def names(form: str) -> Mapping[str, Any]:
    """Return what a form calls its fields, as the table of it in the data has it."""
    table: Mapping[str, Any] = everywhere("exports")[form]
    return table


def language(name: str | None) -> str | None:
    """Return the code of a language that a form names first."""
    found = re.match(r"[^\W\d_]{4,}", name or "")
    return code_of(found.group()) if found else None


def day(line: str) -> str | None:
    """Return the full date that a line is, with its day of the week wherever it stands; None for any other line."""
    found = dates.full(line)
    beside = f"{line[: found[1]]}{line[found[2] :]}" if found else ""
    return found[0] if found and len(beside.strip()) < LONGEST_WEEKDAY else None
