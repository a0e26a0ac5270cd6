"""Groups articles by the event or matter that they tell of, so that no two are taken for one. Knows no pages.

Articles tell of one story if their openings mean nearly the same, of days that are near each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from briefer.briefing.weigh import day
from briefer.models.embedder import FloatMatrix
from briefer.schema import Article

ALIKE = 0.6  # cosine of two articles' openings from which on they may tell of one story; nobody measured it
COPY = 0.9  # and where one has no day, or reports no event
DAYS = 14  # between two articles on one story


def stories(
    articles: Sequence[Article], vectors: Mapping[str, FloatMatrix], news: Collection[str]
) -> list[tuple[Article, ...]]:
    """Return the articles by story, each story's in their order, the stories in that of their first article.

    vectors has for each path the mean of its opening's vectors, of unit length; news are the paths of those that report
    an event.
    """
    grouped: list[list[Article]] = []
    for article in articles:
        home = next((own for own in grouped if any(_one_story(article, other, vectors, news) for other in own)), None)
        if home is None:
            grouped.append([article])
        else:
            home.append(article)
    return [tuple(own) for own in grouped]


def _one_story(first: Article, second: Article, vectors: Mapping[str, FloatMatrix], news: Collection[str]) -> bool:
    days = day(first.date), day(second.date)
    alike = float(vectors[first.path] @ vectors[second.path])
    if not all(days) or not {first.path, second.path} <= set(news):  # only what is nearly a copy is of one event
        return alike >= COPY
    return abs(days[0] - days[1]) <= DAYS and alike >= ALIKE
