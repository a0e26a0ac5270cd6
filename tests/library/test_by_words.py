"""What a library tells by its words alone: how many paragraphs have each, which articles have all, how these begin."""

import pytest

from briefer.library.filters import Filters

EVERYTHING = Filters()
BRIDGE = Filters(publisher="valley news")


def test_the_paragraphs_that_have_a_word_in_any_form_are_counted(library):
    found = library.frequencies(["ferry", "ferries", "harbour", "maps", "penguins", 'a"b', "OR"])
    assert found["ferry"] == found["ferries"] == 1
    assert found["harbour"] > 1
    assert (found["penguins"], found['a"b']) == (0, 0)
    assert all(0 <= count <= library.paragraphs() for count in found.values())


@pytest.mark.parametrize(
    ("words", "filters", "articles"),
    [
        (["westhaven"], EVERYTHING, {"harbour.txt", "museum.txt"}),
        (["westhaven", "maps"], EVERYTHING, {"museum.txt"}),
        (["map"], EVERYTHING, {"museum.txt"}),
        (["okafor", "lenn"], EVERYTHING, {"bridge.md"}),  # one of them in the title alone
        (["okafor", "september"], EVERYTHING, set()),  # in two paragraphs
        (["cancelled"], EVERYTHING, set()),  # in a comment, which is no evidence
        (["westhaven"], Filters(articles=("museum.txt",)), {"museum.txt"}),
        (["westhaven"], BRIDGE, set()),
    ],
)
def test_a_paragraph_of_each_article_that_has_all_words_is_given(library, words, filters, articles):
    found = library.having(words, filters=filters)
    assert [chunk.article.path for chunk in found] == sorted({chunk.article.path for chunk in found})
    assert {chunk.article.path for chunk in found} == articles
    assert all(chunk.paragraph.role == "text" for chunk in found)


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        (EVERYTHING, ["harbour.txt", "bridge.md", "museum.txt"]),  # the newest first, without a date last
        (Filters(since="2024-01-01"), ["harbour.txt"]),
        (Filters(until="2024-01-01"), ["bridge.md"]),
        (BRIDGE, ["bridge.md"]),
        (Filters(publisher="nobody"), []),
    ],
)
def test_articles_are_counted_and_begin_with_their_prose_as_filters_allow(library, filters, paths):
    openings = library.openings(articles=9, paragraphs=1, filters=filters)
    assert [one.article.path for one in openings] == paths
    assert library.count(filters) == len(paths)
    assert all(one.chunks[0].paragraph.role == "text" for one in openings)
    assert [one.article.path for one in library.openings(articles=1, paragraphs=1, filters=filters)] == paths[:1]
