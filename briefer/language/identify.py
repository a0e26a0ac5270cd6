"""Tells in which language a text is. The only importer of py3langid."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import Any

LEAST_LETTERS = 40  # of a text; shorter ones are told wrongly too often. Not measured
LONGEST = 4000  # characters that are looked at
# Of the languages that the model knows, those in which news is written by millions; the others are taken for these.
KNOWN = """
ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy id is it ja ka kk km kn ko lo lt lv mk ml mn mr ms nb ne nl
no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
""".split()
SAME = {"nb": "no"}
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """Return the code (ISO 639-1) of the language that a text is likeliest in, None for one too short to tell."""
    text = text[:LONGEST]
    letters = sum(c.isalpha() for c in text) + 2 * sum(c >= "\u0e00" for c in text)
    if letters < LEAST_LETTERS:
        return None
    code = str(_identifier().classify(text)[0])
    return SAME.get(code, code)


def likeliest(text: str) -> tuple[str, float]:
    """Return the code of the language that a text is likeliest in, however short, and how likely that is, 0–1."""
    ranked = [(str(code), float(score)) for code, score in _identifier().rank(text)]  # logarithms, the greatest first
    return SAME.get(ranked[0][0], ranked[0][0]), 1 / sum(exp(score - ranked[0][1]) for _, score in ranked)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a model of megabytes, which only new texts need

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in KNOWN if code in known])
    return identifier
