"""Tells in which language a text is. The only importer of py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

LEAST_LETTERS = 40  # of a text; shorter ones are told wrongly too often. Not measured
LONGEST = 4000  # characters that are looked at
# Of the languages that the model knows, those in which news is written by millions; the others are taken for these.
KNOWN = """
ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy id is it ja ka kk km kn ko lo lt lv mk ml mn mr ms nb ne nl
no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
""".split()
SAME = {"nb": "no"}


def language_of(text: str) -> str | None:
    """Return the code (ISO 639-1) of the language that a text is likeliest in, None for one too short to tell."""
    text = text[:LONGEST]
    letters = sum(c.isalpha() for c in text) + 2 * sum(c >= "\u0e00" for c in text)
    if letters < LEAST_LETTERS:
        return None
    code = str(_identifier().classify(text)[0])
    return SAME.get(code, code)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a model of megabytes, which only new texts need

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in KNOWN if code in known])
    return identifier
