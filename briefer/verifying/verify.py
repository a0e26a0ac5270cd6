"""Tells what of a brief or an answer still holds: its file, its page, its articles, quotations and statements.

Knows no model. What holds was written by the program as it stands, and its sources say now what they said then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from briefer.errors import ArticleNotFoundError, ReadError
from briefer.language.tokens import overlap, stems
from briefer.rendering.page import paragraphs
from briefer.reviews import Part, Ruling, State, Verification
from briefer.schema import Answer, Article, Brief, Citation
from briefer.verifying.reading import REMEDY, Written, cited, claims
from briefer.verifying.seen import difference
from briefer.verifying.wording import strays

LIKE = 0.5  # of the words of a quotation, that what became of it has; unmeasured


def verify(written: Written, article: Callable[[str], Article]) -> Verification:
    """Return what of a file holds; article gives an article of the library as it is now.

    Raises ReadError for a file of an earlier version, which had no seal.
    """
    if written.sealed is None:
        raise ReadError(
            f"'{written.path}' has no seal, so that nobody can tell whether it was edited: an earlier version wrote "
            f"it, or the seal was taken off. {REMEDY}, or make it again."
        )
    library = _Library(article)
    rulings = (
        *_file(written), *_page(written, article), *_articles(written.result, library),
        *_quotations(written.result, library), *_statements(written.result, library),
    )  # fmt: skip
    about = written.result.topic if isinstance(written.result, Brief) else written.result.question
    return Verification(
        file=str(written.path), format=written.format, about=about,
        holds=all(ruling.state is State.HOLDS for ruling in rulings), rulings=rulings,
    )  # fmt: skip


class _Library:
    """The articles as they are now; None for one that is gone."""

    def __init__(self, article: Callable[[str], Article]) -> None:
        self._article = article
        self.get = lru_cache(maxsize=None)(self._get)

    def _get(self, path: str) -> Article | None:
        try:
            return self._article(path)
        except ArticleNotFoundError:
            return None


def _file(written: Written) -> Iterator[Ruling]:
    state = State.HOLDS if written.sealed else State.CHANGED
    reason = "" if written.sealed else "what it carries was edited after it was written"
    yield Ruling(part=Part.FILE, state=state, text=written.path.name, reason=reason)


def _page(written: Written, article: Callable[[str], Article]) -> Iterator[Ruling]:
    """Give whether the page shows what the data says; of JSON that is the same."""
    found = difference(written, paragraphs(written.result, article))
    if found is None:
        yield Ruling(part=Part.PAGE, state=State.HOLDS, text=written.path.name)
    else:
        yield Ruling(part=Part.PAGE, state=State.CHANGED, text=found[0], reason=f"as it was written: “{found[1]}”")


def _articles(result: Brief | Answer, library: _Library) -> Iterator[Ruling]:
    digests: dict[str, set[str]] = {}
    for citation in cited(result):
        digests.setdefault(citation.article, set()).add(citation.sha256)
    for path, digest in digests.items():
        now = library.get(path)
        if now is None:
            yield Ruling(part=Part.ARTICLE, state=State.GONE, text=path, reason="not in the folder", article=path)
        elif digest == {now.sha256}:
            yield Ruling(part=Part.ARTICLE, state=State.HOLDS, text=path, article=path)
        else:
            reason = "its text is not the one that was cited"
            yield Ruling(part=Part.ARTICLE, state=State.CHANGED, text=path, reason=reason, article=path)


def _quotations(result: Brief | Answer, library: _Library) -> Iterator[Ruling]:
    for citation in cited(result):
        state, reason = _quotation(citation, library.get(citation.article))
        yield Ruling(
            part=Part.QUOTATION, state=state, text=citation.quote, reason=reason, article=citation.article,
            paragraph=citation.paragraph,
        )  # fmt: skip


def _quotation(citation: Citation, article: Article | None) -> tuple[State, str]:
    if article is None:
        return State.GONE, "the article is not in the folder"
    stands = article.text[citation.start : citation.end] == citation.quote
    start = citation.start if stands else article.text.find(citation.quote)
    if start < 0:
        return _lost(citation.quote, article)
    number = next((p.number for p in article.paragraphs if p.start <= start < p.end), 0)
    known = {"title": article.title, "publisher": article.publisher, "date": article.date}
    other = next((name for name, value in known.items() if getattr(citation, name) != value), "")
    if other:
        return State.CHANGED, f"the article's {other} is '{known[other]}'"
    if not stands or number != citation.paragraph:
        return State.MOVED, f"it stands in paragraph {number}"
    return State.HOLDS, ""


def _lost(quote: str, article: Article) -> tuple[State, str]:
    """Return what became of a quotation that is not in its article: what is nearest to it there, if that is like it."""
    sentences = [article.text[s.start : s.end] for p in article.paragraphs for s in p.sentences]
    own = stems(quote)
    best = max(sentences, key=lambda text: overlap(own, stems(text)), default="")
    if overlap(own, stems(best)) >= LIKE:
        return State.CHANGED, f"the article has: “{best}”"
    return State.GONE, "the article has nothing like it"


def _statements(result: Brief | Answer, library: _Library) -> Iterator[Ruling]:
    for claim in dict.fromkeys(claims(result)):
        found = [library.get(path) for path in dict.fromkeys(c.article for c in claim.citations)]
        known = "\n".join(f"{a.title}\n{a.publisher}\n{a.date}\n{a.text}" for a in found if a)
        other = strays(claim, known)
        reason = f"not in what it cites: “{other}”" if other else ""
        yield Ruling(
            part=Part.STATEMENT, state=State.CHANGED if other else State.HOLDS, text=claim.text, reason=reason,
            article=claim.citations[0].article, paragraph=claim.citations[0].paragraph,
        )  # fmt: skip
