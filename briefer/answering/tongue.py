"""Tells questions that are in another language than questions are read in, and says what to do. Knows no answers.

Names are of any language, so they decide nothing: what decides are the words written small, and where they are found.
"""

from __future__ import annotations

import re

from briefer.language.identify import NAMES, likeliest
from briefer.language.tokens import STOPWORDS, UNSPACED, bare
from briefer.library.library import Library

# Probability of a language from which on a question may be in it; measured in tests/answering/test_tongue.py.
SURE = 0.8
ENGLISH = 0.5  # of the words of a question written small; one with more that are English is in English
LONG = 4  # letters of a word that is English because English articles of the folder have it: "la" is of La Paz
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LATIN = "\u024f"  # the last letter of the scripts that English borrows from
LEAST_SMALL = 2  # words written small that are needed to tell
LEAST_SIGNS = 6  # of a script without blanks, and
LEAST_WORDS = 3  # of another that is not Latin, if a question mark ends them, else one more: fewer may be a name
# Within a name: "Ursula von der Leyen", "Olympique de Marseille"; but not "sagte der Minister".
PARTICLES = re.compile(
    r"(?<![^\W_])([^\W\d_a-z][\w'’-]*) (?:(?:al|bin|da|de|del|den|der|di|du|e|el|et|ibn|la|le|und|v|van|von|y|zu) )+"
    r"(?=[^\W\d_a-z])"
)


def foreign(question: str, library: Library) -> str | None:
    """Return the code of the language that a question is in, where its parser reads English and it is in no English.

    None where that is not sure.
    """
    if library.parser.language != "en":
        return None
    letters = [c for c in question if c.isalpha()]
    other = sum(c > LATIN for c in letters)
    words = WORD.findall(PARTICLES.sub(r"\1 ", question))
    asks = question.rstrip()[-1:] in {"?", "؟", "？"}
    enough = len(UNSPACED.findall(question)) >= LEAST_SIGNS or len(words) >= LEAST_WORDS + (not asks)
    code, sure = likeliest(question)
    if 2 * other > len(letters):
        return code if enough and code != "en" else None
    small = [word for word in words if word[0].islower()]
    if len(small) < LEAST_SMALL or code == "en" or code not in NAMES or sure < SURE:
        return None
    said = [*small, *(word for word in words[:1] if word[0].isupper())]
    english = sum(_is_english(word, library) for word in said)
    return code if english <= ENGLISH * len(said) and english < len(small) else None


def told(code: str) -> str:
    """Return that a question in this language is not read, and what to do."""
    name = NAMES.get(code, f"the language '{code}'")  # of a script of its own it may be any
    return (
        f"The question was not read: it seems to be in {name}, and questions are read in English. Ask it in English; "
        "articles in other languages are quoted as they stand."
    )


def _is_english(word: str, library: Library) -> bool:
    plain = word.lower()
    return plain in STOPWORDS or (len(plain) >= LONG and library.has_word(" ".join(bare(plain)), language="en"))
