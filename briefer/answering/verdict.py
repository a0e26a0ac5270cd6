"""Tells yes or no, where a question wants one: by the model, or a sentence that denies what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import fmean

from briefer.answering.context import Candidate, Context
from briefer.answering.question import YES_OR_NO
from briefer.grounding.probability import from_log_odds, log_odds
from briefer.language.speech import SPEECH
from briefer.language.words import WORD, names, stem, stems, tells, undotted
from briefer.library.chunks import Chunk
from briefer.models.prompts import fill
from briefer.progress import Stage
from briefer.schema import Span, Verdict

# Log-odds up to which a yes is none, since models lean to it. The default one gave every yes of 38 passages .52 or more
# and every no .27 or less; 18 of them were written after the first 20 had shown the way.
LEANS_TO_YES = 0.4
LEAST_DENIED = 2  # words of a question that its article's title does not have
# What is said not to be so: the three words behind a negation.
DENIED = re.compile(
    r"\b(?:(?:not|\w+n['’]t)(?! (?:only|just|merely|hesitate))|never|no(?! (?:doubt|longer|matter)))"
    r"((?: [\w'’-]+){1,3})",
    re.IGNORECASE,
)
# A sentence that has one of these may deny something else than what is asked, or nothing.
DOUBTFUL = re.compile(
    r"[“”\"‘]|\b(?:if|unless|until|but|whether|plead\w*|alleg\w*|true|maintain\w*|suggest\w*)\b|(?:^|, )had\b",
    re.IGNORECASE,
)


def verdict(question: str, kept: Sequence[Candidate], context: Context) -> Verdict | None:
    """Return yes or no to a question that wants one, by the surest claim; None where it is left open.

    Its passage and its sentences alone are weighed: among other sentences a denial is overlooked, without them it may
    not be understood.
    """
    if not kept or not YES_OR_NO.match(question):
        return None
    surest = max(kept, key=lambda k: k.confidence)
    cited = " ".join(citation.quote for citation in surest.claim.citations)
    odds = [
        log_odds(context.model.choose(fill("verdict", {"passage": text, "question": question}), ("Yes", "No"))[0])
        for text in dict.fromkeys((surest.hit.chunk.block, cited))
    ]
    yes = fmean(odds)
    context.trace.add(Stage.VERDICT, question, "yes?", value=from_log_odds(yes), hit=surest.hit)
    if yes > LEANS_TO_YES:
        return None if denial(question, surest.hit.chunk) else Verdict.YES
    return Verdict.NO if yes < 0 else None


def denial(question: str, chunk: Chunk) -> Span | None:
    """Return the sentence of a passage that says of what a question for yes or no asks that it is not so, else None.

    It has the question's words in their order, but for those of the article's title, which it need not repeat, and the
    negation at one of them; and nobody says it. A model that is asked whether such a passage states the answer mixes
    that up with the answer, and says no.
    """
    title = stems(chunk.article.title)
    asked = [stem(word) for word in WORD.findall(undotted(question)) if tells(word)]
    asked = [word for word in asked if word not in title]
    new = set(asked) - {stem(word) for word in names(f"that {question}")}
    if not YES_OR_NO.match(question) or len(asked) < LEAST_DENIED or not new:
        return None
    for span, text in zip(chunk.spans, chunk.sentences, strict=True):
        said = iter(stem(word) for word in WORD.findall(undotted(text)))
        doubtful = SPEECH.search(text) or DOUBTFUL.search(text)
        if all(word in said for word in asked) and _denied(text) & new and not doubtful:
            return span
    return None


def _denied(text: str) -> set[str]:
    """Return the stems of the words that a text says are not so."""
    return {stem(word) for match in DENIED.finditer(text) for word in match.group(1).split()}
