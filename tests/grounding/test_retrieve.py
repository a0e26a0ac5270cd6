"""Both searches, their fusion and what is folded."""

import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.retrieve import Hit, fold, retrieve
from briefer.library.chunks import Chunk
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.ingest import embed
from briefer.library.library import Library
from briefer.models.embedder import HashingEmbedder

EMBEDDER = HashingEmbedder()


@pytest.fixture
def shelf(tmp_path):
    """Return a library of these texts, one article each: a0.txt, a1.txt and so on."""
    opened = []

    def make(*texts):
        library = Library(tmp_path / f"index{len(opened)}", embedder=EMBEDDER.name, parser=PARSER)
        opened.append(library)
        with library.writing():
            for number, text in enumerate(texts):
                path = f"a{number}.txt"
                library.put([Read(path, Stamp(0, 0), [article_of(path, Document(text))])])
            embed(library, EMBEDDER)
        return library

    yield make
    for library in opened:
        library.close()


def paths(query, library, **options):
    return [hit.chunk.article.path for hit in retrieve(query, library, EMBEDDER, **options)]


FERRY = "The ferry of Lennford carries nine hundred passengers a day across the river."
MAPS = "Forty lost maps were found in the cellar of the customs house and are on show."
STORM = "The storm tore the roof off the market hall, and three streets were flooded."


def test_the_paragraph_that_has_the_words_comes_first(shelf):
    assert paths("ferry passengers", shelf(MAPS, STORM, FERRY))[0] == "a2.txt"
    assert paths("lost maps in a cellar", shelf(MAPS, STORM, FERRY))[0] == "a0.txt"


def test_other_forms_of_a_word_are_found_and_letters_without_their_marks(shelf):
    library = shelf(MAPS, FERRY, "The communiqué was signed.")
    for query, path in (("carrying a passenger", "a1.txt"), ("a communique", "a2.txt")):
        by_words = [hit.chunk.article.path for hit in retrieve(query, library, EMBEDDER) if hit.keyword > 0]
        assert by_words == [path]


def test_scores_fall_and_lie_between_0_and_1(shelf):
    hits = retrieve("ferry roof maps", shelf(MAPS, STORM, FERRY), EMBEDDER)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len(hits) == 3


def test_no_more_than_top_k_are_returned(shelf):
    assert len(paths("ferry roof maps", shelf(MAPS, STORM, FERRY), top_k=2)) == 2


def test_a_paragraph_that_is_printed_twice_comes_once(shelf):
    again = FERRY.replace("carries", "takes")
    assert len(paths("ferry passengers river", shelf(FERRY, MAPS, again))) == 2


def test_copies_take_no_place_of_what_comes_after_them(shelf):
    copies = [FERRY.replace("carries", word) for word in ("takes", "bears", "moves")]
    assert len(paths("ferry passengers river", shelf(FERRY, *copies, MAPS, STORM), top_k=2)) == 2
    assert paths("ferry", shelf(FERRY), top_k=0) == []


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("carries", "takes", ["a.txt"]),
        ("nine hundred", "eight hundred", ["a.txt", "b.txt"]),
        ("Lennford", "Berg", ["a.txt", "b.txt"]),
        ("of Lennford ", "", ["a.txt"]),
    ],
)
def test_a_copy_with_another_number_or_name_is_no_repetition(old, new, left):
    hits = []
    for path, text in (("a.txt", FERRY), ("b.txt", FERRY.replace(old, new))):
        article = article_of(path, Document(text))
        hits.append(Hit(Chunk(len(hits), article, article.paragraphs[0], PARSER), 0.5, 0.5, 0.5))
    assert [hit.chunk.article.path for hit in fold(hits)] == left


def test_a_sentence_in_a_long_paragraph_is_found_by_itself(shelf):
    long = " ".join([STORM, MAPS, "The council met on Monday and talked of taxes.", FERRY, STORM])
    hit = retrieve(FERRY, shelf(long, MAPS), EMBEDDER)[0]
    assert hit.chunk.article.path == "a0.txt"
    assert hit.cosine == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    "query", ['"', "'", "ferry OR", 'NEAR("a" b)', "col:ferry", "*", "-", "()", "the of", "🚢", "a" * 900]
)
def test_no_query_is_read_as_search_syntax(shelf, query):
    retrieve(query, shelf(FERRY, MAPS), EMBEDDER)


def test_an_empty_library_finds_nothing(shelf):
    assert paths("ferry", shelf()) == []


def test_filters_hold_for_both_searches(shelf):
    library = shelf(FERRY, MAPS, STORM)
    assert paths("ferry passengers", library, filters=Filters(articles=("a1.txt",))) == ["a1.txt"]
    assert paths("ferry passengers", library, filters=Filters(publisher="nobody")) == []


def test_the_same_query_gives_the_same_hits(shelf):
    library = shelf(FERRY, MAPS, STORM)
    assert paths("ferry roof maps", library) == paths("ferry roof maps", library)


def test_a_copy_with_another_date_is_no_repetition_though_it_has_no_number_more():
    hits = []
    for path, day in (("a.txt", 21), ("b.txt", 1)):
        article = article_of(
            path, Document(f"The harbour of Westhaven was closed on March {day}, 2024, after a storm.")
        )
        hits.append(Hit(Chunk(len(hits), article, article.paragraphs[0], PARSER), 0.5, 0.5, 0.5))
    assert len(fold(hits)) == 2
