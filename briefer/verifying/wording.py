"""Holds what a statement says against what it cites. Knows no model: of a model's words the facts are held alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.answering.folder import MOST_CITED
from briefer.language.names import names, unnamed
from briefer.language.quantities import numbers
from briefer.language.quotations import quotations
from briefer.language.tokens import WORD, plain, stems
from briefer.schema import Citation, Claim, Wording

PUT_IN = re.compile(r"\[[^\]]*\]")  # what is in brackets a source does not say there
MARKS = re.compile(r"[\s“”\"‘’'„«»`]+")
GAP = " … "


def strays(claim: Claim, known: str) -> str:
    """Return what of a statement is not in its quotations, "" where nothing is.

    The sources' own words stand in them, all or some, in their order. Of other words the numbers, names and quotations
    do, or in known, the text of the articles and what is known of these. Of a count, which is the program's own, the
    words that were counted do, in any form, and it is that of the articles that are cited, which of many are some.
    """
    cited = " ".join(citation.quote for citation in sorted(claim.citations, key=_place))
    if claim.wording is Wording.VERBATIM:
        return next((piece for piece in claim.text.split(GAP) if not _stands(piece, cited)), "")
    if claim.wording is Wording.SHORTENED:
        return _out_of_order(PUT_IN.sub(" ", claim.text), cited)
    if claim.wording is Wording.COUNTED:
        return _miscounted(claim, f"{cited}\n{known}")
    return next(_facts(claim.text, f"{cited}\n{known}"), "")


def _miscounted(claim: Claim, evidence: str) -> str:
    """Return what of a count its citations do not bear out: its number, or the words that were counted."""
    count, articles = claim.text.split(maxsplit=1)[0], len({c.article for c in claim.citations})
    if count != str(articles) and articles < MOST_CITED:
        return count
    told = stems(evidence)
    return next((words for words in quotations(claim.text) if not stems(words) <= told), "")


def _place(citation: Citation) -> tuple[str, int]:
    return citation.article, citation.start


def _stands(piece: str, cited: str) -> bool:
    """Return whether words stand in a text as they are, but for quotation marks and the first letter's case."""
    own, told = MARKS.sub("", piece), MARKS.sub("", cited)
    return own in told or own[:1].swapcase() + own[1:] in told


def _out_of_order(text: str, cited: str) -> str:
    """Return the first word of a text that is not among those of another behind the ones before; "" if all are."""
    said: list[str] = WORD.findall(text)
    told = iter(WORD.findall(cited))
    for number, word in enumerate(said):
        if not any(word == other or (not number and word.lower() == other.lower()) for other in told):
            return word
    return ""


def _facts(text: str, evidence: str) -> Iterator[str]:
    """Yield the numbers, names and quotations of a text that are not in another."""
    told, words = set(numbers(evidence)), plain(evidence)
    yield from (number for number in numbers(text) if number not in told)
    yield from unnamed(names(f"that {text}"), evidence)
    yield from (quoted for quoted in quotations(text) if plain(quoted) not in words)
