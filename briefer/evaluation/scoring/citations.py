"""Scores which sentences of a passage an answer cites, against those that people chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefer.articles.readers import normalise
from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import CitationRow
from briefer.evaluation.scoring.corpus import articles
from briefer.evaluation.scoring.program import ANYTHING, NO, Program, ask, asked, common
from briefer.language.tokens import plain
from briefer.library.filters import Filters

WHOLE = "whole corpus"


def selected(name: str, row: CitationRow, program: Program, *, everywhere: bool) -> Case:
    """Return how the program answers a question, and which sentences it cites: of its own passage, or everywhere."""
    (path,) = articles(name, row)
    filters = ANYTHING if everywhere else Filters(articles=(path,))
    answer, seconds = ask(program, row.question, filters)
    scores = {"answered" if row.answerable else "rejected": Score(hit=answer.answered == row.answerable)}
    if row.answerable and answer.answered and any(row.selected_sentences):
        citations = {c for claim in answer.claims for c in claim.citations}
        scores |= citation_scores([c.quote if c.article == path else "" for c in citations], row)
    failed = any(score.hit < score.of for name, score in scores.items() if name != "citation recall")
    scores |= common(program, answer, seconds)
    where = f": {WHOLE}" if everywhere else ""
    wanted = dict.fromkeys(sentence for chosen in row.selected_sentences for sentence in chosen)
    return asked(
        f"{name}, {WHOLE}" if everywhere else name, program, answer, group=name, filters=filters,
        scores={f"{figure}{where}": score for figure, score in scores.items()}, positive=row.answerable,
        failed=failed, expected=" / ".join(wanted) or (NO if not row.answerable else "an answer"),
    )  # fmt: skip


def citation_scores(quotes: Sequence[str], row: CitationRow) -> dict[str, Score]:
    """Return the citation precision and recall of quotations, counted in the passage's own sentences.

    A cited sentence is right if any annotator chose it. Recall is against the annotator that it is highest for. A
    quotation that the passage does not have counts as one wrong sentence.
    """
    covered = [covered_sentences(quote, row.sentences) for quote in quotes]
    cited = set().union(*covered)
    sentences = list(map(plain, row.sentences))
    chosen = [{i for i, s in enumerate(sentences) if s in set(map(plain, own))} for own in row.selected_sentences]
    recall = max((len(cited & own) / len(own) for own in chosen if own), default=0.0)
    wrong = sum(not places for places in covered)
    return {
        "citation precision": Score(hit=len(cited & set().union(*chosen)), of=len(cited) + wrong),
        "citation recall": Score(hit=recall),
    }


def covered_sentences(quote: str, sentences: Sequence[str]) -> set[int]:
    """Return which of a passage's sentences a quotation covers, compared by words: those it has at least half of.

    A quotation that is less than half of any is of the one that it has most of; one that is not there covers none.
    """
    words = [(word, place) for place, sentence in enumerate(sentences) for word in plain(normalise(sentence)).split()]
    wanted = plain(quote).split()
    lengths = Counter(place for _, place in words)
    for start in range(len(words) - len(wanted) + 1 if wanted else 0):
        stretch = words[start : start + len(wanted)]
        if [word for word, _ in stretch] == wanted:
            had = Counter(place for _, place in stretch)
            return {place for place, n in had.items() if 2 * n >= lengths[place]} or {had.most_common(1)[0][0]}
    return set()
