"""Tells in which language a text is, and which language a file names. The only importer of py3langid."""

from __future__ import annotations

import re
from functools import cache
from math import exp
from typing import Any

from briefer.language.lists import everywhere

LEAST_LETTERS = 40  # of a text; shorter ones are told wrongly too often. Not measured
# Letters of a text from which on it is believed against what its file says, if it is as likely as that. Not measured
SURE_LETTERS, SURE = 100, 0.99
LONGEST = 4000  # characters that are looked at
# Of the languages that the model knows, those in which news is written by millions; the others are taken for these.
KNOWN = """
ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy id is it ja ka kk km kn ko lo lt lv mk ml mn mr ms nb ne nl
no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
""".split()
SAME = {"nb": "no"}
# Languages so near each other that a text of one may be taken for another: of these what the file says holds.
NEAR = ("da no", "bg mk", "cs sk", "hr sl sr", "id ms", "hi mr ne", "ar fa ps ur")
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str, declared: str | None = None) -> str | None:
    """Return the code (ISO 639-1) of the language that a text is likeliest in, None for one too short to tell.

    declared is the code that its file gives. It holds, unless the text is long and surely in another language: programs
    that make pages call all of them English.
    """
    text = text[:LONGEST]
    letters = sum(c.isalpha() for c in text) + 2 * sum(c >= "\u0e00" for c in text)
    if declared and (letters < SURE_LETTERS or declared not in KNOWN):
        return declared
    if letters < LEAST_LETTERS:
        return None
    code, sure = likeliest(text)
    near = any({code, declared} <= set(group.split()) for group in NEAR)
    return declared if declared and (near or sure < SURE) else code


def code_of(name: str | None) -> str | None:
    """Return the code of the language that a file names by a code or a word: "de-AT", "ger", "German"; else None."""
    words = re.findall(r"[^\W\d_]+", (name or "").casefold())
    found = next((code for word in words if (code := _codes().get(word))), None)
    return found or (words[0] if words and re.fullmatch("[a-z]{2}", words[0]) else None)


@cache
def _codes() -> dict[str, str]:
    """Return the codes of languages by what files call them."""
    named = everywhere("languages")
    own = {word: code for code, words in named.items() for word in (code, *words.split())}
    return {**own, **{name.casefold(): code for code, name in NAMES.items()}}


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
