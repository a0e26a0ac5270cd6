"""Measures one row of an evaluation set, a function a kind of set: a row in, its cases out. Knows no files.

The program is measured as a user has it, a folder of articles that is asked; choosing and consistency by themselves.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote

from briefer.articles.metadata import article_of
from briefer.articles.readers import normalise
from briefer.articles.readers.document import Document
from briefer.errors import ArticleNotFoundError
from briefer.evaluation.choice import choose
from briefer.evaluation.report import Case, Score
from briefer.evaluation.sets import Mixed, Multiple, PassageClaim, Question, Row, Selected, Summary, Swapped
from briefer.grounding.check import check, consistency
from briefer.grounding.write import align
from briefer.language.words import in_digits, names, numbers, plain, strange_first, unnamed
from briefer.library.chunks import Chunk
from briefer.library.filters import Filters
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.progress import Report
from briefer.rendering.markdown import literal
from briefer.schema import Answer, Article, Citation, Claim, Passage

RETRIEVED = 3  # passages that are listed with a failure
WHOLE = "whole corpus"
FALSE_ALARM = "false alarm"
MADE_UP = "made up"
CHECKS = {"check", "judge", "verdict", "compare"}  # steps of an answer
NO = "no answer"
ANYTHING = Filters()


class Program(Protocol):
    """A folder of articles that can be asked."""

    def ask(self, question: str, *, filters: Filters = ANYTHING, explain: bool = False) -> Answer:
        """Return what the articles say to a question, with its steps if they are to be explained."""

    def search(self, query: str, *, top_k: int = 8, filters: Filters = ANYTHING) -> list[Passage]:
        """Return the best paragraphs for a query."""

    def article(self, path: str) -> Article:
        """Return one article."""

    def ingest(self, *, report: Report = lambda *_: None) -> object:
        """Bring the library up to date with the folder."""


def articles(name: str, row: Row) -> dict[str, str]:
    """Return the files that a row brings, in its order; their names tell nothing of what is right."""
    match row:
        case Selected():
            # As an article of an encyclopedia is: it knows its title, and its text does not repeat it.
            body = "\n\n".join(literal(line) for line in row.passage.splitlines())
            return {f"{quote(name, safe='')}.md": f"---\ntitle: {json.dumps(row.title)}\n---\n\n{body}\n"}
        case Swapped():
            texts = [row.positive[0], row.positive_wrong[-1], row.positive_wrong[0], row.positive[-1]]
        case Mixed():
            texts = [document.text for document in row.documents]
        case _:
            return {}
    return {f"{quote(name, safe='')}-{number}.txt": normalise(text) for number, text in enumerate(texts, 1)}


def question(name: str, row: Question, program: Program) -> Case:
    """Return how the program answers a question from its folder of articles."""
    answer, seconds = _ask(program, row.question)
    statements = []
    for claim in answer.claims:
        statements.append((claim.text, [(c.article, _paragraph(program, c)) for c in claim.citations]))
    scores = question_scores(row, statements) | _common(program, answer, seconds)
    wanted = ["right and cited" if row.answerable else "rejected"]
    if row.verdict:
        scores["yes or no"] = Score(hit=answer.verdict is row.verdict)
        wanted.append("yes or no")
    expected = f"/{row.accept}/, citing '{row.evidence}' of {row.article or 'any article'}" if row.answerable else NO
    return _asked(
        name, program, answer, scores=scores, positive=row.answerable,
        failed=not all(scores[name].hit for name in wanted),
        expected=f"{row.verdict}: {expected}" if row.verdict else expected,
    )  # fmt: skip


def question_scores(row: Question, statements: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> dict[str, Score]:
    """Return how an answer scores on a question: right, right and cited, wrongly rejected; or rejected.

    statements are what was answered, none if nothing was: the text of each, and the article and the paragraph's text
    of each of its citations.
    """
    if not row.answerable:
        return {"rejected": Score(hit=not statements)}
    right = [cited for text, cited in statements if re.search(row.accept or "", text, re.IGNORECASE | re.DOTALL)]
    shown = any(_shows(row, *citation) for cited in right for citation in cited)
    hits = {"right": bool(right), "right and cited": shown, "wrongly rejected": not statements}
    return {name: Score(hit=hit) for name, hit in hits.items()}


def _shows(row: Question, article: str, text: str) -> bool:
    """Return whether a citation is of the right article and has the evidence; line breaks do not count."""
    evidence, shown = (" ".join(part.split()) for part in (row.evidence or "", text))
    return row.article in {None, article} and evidence in shown


def choice(name: str, row: Multiple, article: Article, model: LanguageModel) -> Case:
    """Return how a choice scores. The set's own "not enough information" is not shown: choosing nothing means it."""
    started = time.perf_counter()
    shown = [i for i in range(len(row.choices)) if i != row.nei_idx]
    made = choose(row.question, [row.choices[i] for i in shown], article.text, model)
    chosen = row.nei_idx if made.index is None else shown[made.index]
    scores = {"seconds": Score(hit=time.perf_counter() - started)}
    if row.unanswerable:
        scores["rejected"] = Score(hit=chosen == row.nei_idx)
    else:
        right = Score(hit=chosen == row.answer_idx)
        scores |= {"right": right, f"right: {row.type}": right, "wrongly rejected": Score(hit=chosen == row.nei_idx)}
    return Case(
        id=name, group=row.article_id, question=row.question, said=row.choices[chosen],
        expected=row.choices[row.answer_idx], failed=chosen != row.answer_idx, scores=scores,
        probabilities={
            f"{i + 1}. {row.choices[i]}": p for i, p in zip([*shown, row.nei_idx], made.probabilities, strict=True)
        },
    )  # fmt: skip


def summary(
    name: str, row: Summary, article: Article, *, embedder: Embedder, model: LanguageModel, line: float
) -> Case:
    """Return how well the support of a statement tells whether an article says it; line is the support line, 0–1."""
    started = time.perf_counter()
    support = consistency(row.summary, article, embedder, model)
    scores = {"seconds": Score(hit=time.perf_counter() - started)}
    if row.label:
        scores["consistent kept"] = Score(hit=support >= line)
    else:
        caught = Score(hit=support < line)
        scores |= {"inconsistent caught": caught} | {f"inconsistent caught: {kind}": caught for kind in row.edit_types}
    return Case(
        id=name, group=row.doc_id, question=row.summary, said=f"support {support:.2f}, line {line:.2f}",
        expected="consistent" if row.label else f"not consistent ({', '.join(row.edit_types) or 'of no named type'})",
        positive=bool(row.label), failed=(support >= line) != bool(row.label), scores=scores,
        probabilities={"support": support},
    )  # fmt: skip


def claim(name: str, row: PassageClaim, *, model: LanguageModel, line: float) -> Case:
    """Return whether the check keeps a claim that a passage supports and stops an altered one; line is 0–1."""
    started = time.perf_counter()
    article = article_of(row.article, Document(normalise(row.passage)))
    found = Chunk(0, article, article.paragraphs[-1], article.paragraphs[0])
    cited = [article.text[span.start : span.end] for span in align(row.claim, found, found.spans[0])]
    result = check(row.claim, found, model, cited=cited)
    kept = result.support >= line
    figure = "kept" if row.supported else "stopped"
    hit = Score(hit=kept == row.supported)
    missing = f", missing: {', '.join(result.missing)}" if result.missing else ""
    return Case(
        id=name, group=row.article, question=row.claim, said=f"support {result.support:.2f}, line {line:.2f}{missing}",
        expected="supported" if row.supported else f"not supported ({row.kind})", positive=row.supported,
        failed=kept != row.supported, probabilities={"support": result.support},
        scores={
            figure: hit, f"{figure}: {row.kind}": hit, "seconds": Score(hit=time.perf_counter() - started),
        },
    )  # fmt: skip


def selected(name: str, row: Selected, program: Program, *, everywhere: bool) -> Case:
    """Return how the program answers a question, and which sentences it cites: of its own passage, or everywhere."""
    (path,) = articles(name, row)
    filters = ANYTHING if everywhere else Filters(articles=(path,))
    answer, seconds = _ask(program, row.question, filters)
    scores = {"answered" if row.answerable else "rejected": Score(hit=answer.answered == row.answerable)}
    if row.answerable and answer.answered and any(row.selected_sentences):
        citations = {c for claim in answer.claims for c in claim.citations}
        scores |= citation_scores([c.quote if c.article == path else "" for c in citations], row)
    failed = any(score.hit < score.of for name, score in scores.items() if name != "citation recall")
    scores |= _common(program, answer, seconds)
    where = f": {WHOLE}" if everywhere else ""
    wanted = dict.fromkeys(sentence for chosen in row.selected_sentences for sentence in chosen)
    return _asked(
        f"{name}, {WHOLE}" if everywhere else name, program, answer, group=name, filters=filters,
        scores={f"{figure}{where}": score for figure, score in scores.items()}, positive=row.answerable,
        failed=failed, expected=" / ".join(wanted) or (NO if not row.answerable else "an answer"),
    )  # fmt: skip


def citation_scores(quotes: Sequence[str], row: Selected) -> dict[str, Score]:
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


def swapped(name: str, row: Swapped, program: Program) -> list[Case]:
    """Return whether disagreement is reported between a true and a swapped snippet, and not between two true ones."""
    true, other, copy, second = articles(name, row)
    expected = f"{row.answer} against {row.fakeanswer}"
    # Where there is one snippet only, its own swapped copy is the other one.
    pairs: dict[tuple[str, ...], str] = {("reported",): other, ("reported, same snippet",): copy}
    if len(row.positive_wrong) == 1:
        pairs = {("reported", "reported, same snippet"): copy}
    cases = [
        _conflict(name, figures, row.query, program, paths=(true, path), expected=expected)
        for figures, path in pairs.items()
    ]
    if len(row.positive) > 1:
        cases.append(
            _conflict(name, (FALSE_ALARM,), row.query, program, paths=(true, second), expected="no disagreement")
        )
    return cases


def mixed(name: str, row: Mixed, program: Program) -> Case:
    """Return whether disagreement is reported where a row's documents give different answers, and only there."""
    given = sorted({plain(document.answer) for document in row.documents} - {"unknown"})
    figure, expected = ("reported", " against ".join(given)) if len(given) > 1 else (FALSE_ALARM, "no disagreement")
    return _conflict(name, (figure,), row.question, program, paths=list(articles(name, row)), expected=expected)


def _conflict(
    name: str, figures: Sequence[str], question: str, program: Program, *, paths: Sequence[str], expected: str
) -> Case:
    """Return whether a disagreement was reported, as a hit for these figures."""
    filters = Filters(articles=tuple(paths))
    answer, seconds = _ask(program, question, filters)
    reported = bool(answer.disagreements)
    scores = {figure: Score(hit=reported) for figure in figures} | {"answered": Score(hit=answer.answered)}
    return _asked(
        f"{name}, {figures[0]}", program, answer, group=name, filters=filters, expected=expected,
        scores=scores | _common(program, answer, seconds), failed=reported == (FALSE_ALARM in figures),
    )  # fmt: skip


# What they share


def _ask(program: Program, question: str, filters: Filters = ANYTHING) -> tuple[Answer, float]:
    started = time.perf_counter()
    answer = program.ask(question, filters=filters, explain=True)
    return answer, time.perf_counter() - started


def _asked(
    name: str,
    program: Program,
    answer: Answer,
    *,
    scores: dict[str, Score],
    expected: str,
    failed: bool,
    group: str | None = None,
    positive: bool | None = None,
    filters: Filters = ANYTHING,
) -> Case:
    """Return the case of a question that was asked; what was retrieved is kept where it failed."""
    failed = failed or any(name.startswith(MADE_UP) and score.hit for name, score in scores.items())
    sides = [" against ".join(side.text for side in d.sides) for d in answer.disagreements]
    retrieved = answer.nearest
    if failed and not retrieved:
        retrieved = tuple(program.search(answer.question, top_k=RETRIEVED, filters=filters))
    supports = {f"support {number}": claim.support for number, claim in enumerate(answer.claims, 1)}
    return Case(
        id=name, group=group or name, question=answer.question, expected=expected, positive=positive, failed=failed,
        said=" / ".join([*(claim.text for claim in answer.claims), *sides]) or answer.reason, scores=scores,
        probabilities={"confidence": answer.confidence, **supports}, retrieved=retrieved if failed else (),
    )  # fmt: skip


def _common(program: Program, answer: Answer, seconds: float) -> dict[str, Score]:
    """Return the scores that every question has: its seconds, those for checks, its claims with something made up."""
    claims = [*answer.claims, *(side for d in answer.disagreements for side in d.sides)]
    wrong = sum(not _stands(program, claim) for claim in claims)
    checking = sum(step.seconds for step in answer.steps if step.stage in CHECKS)
    scores = {"seconds": Score(hit=seconds), "checking, of the seconds": Score(hit=checking, of=seconds)}
    return scores | ({MADE_UP: Score(hit=wrong, of=len(claims))} if claims else {})


def _stands(program: Program, claim: Claim) -> bool:
    """Return whether nothing in a claim is made up: its quotations are where they say, its numbers and names are there.

    The cited articles are looked through as a whole, with what is known of them, and the checks that the program made
    are not asked again.
    """
    texts = []
    for citation in claim.citations:
        try:
            article = program.article(citation.article)
        except ArticleNotFoundError:
            return False
        here = article.text[citation.start : citation.end] == citation.quote
        if not here or citation.quote not in _paragraph(program, citation):
            return False
        texts += [article.text, article.title, article.publisher or "", article.date or ""]
    text = "\n".join(texts)
    named = [*unnamed(names(claim.text), text), *strange_first(in_digits(claim.text), in_digits(text))]
    return set(numbers(claim.text)) <= set(numbers(text)) and not named


def _paragraph(program: Program, citation: Citation) -> str:
    article = program.article(citation.article)
    part = next((p for p in article.paragraphs if p.number == citation.paragraph), None)
    return article.text[part.start : part.end] if part else ""
