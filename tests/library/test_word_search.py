"""Paragraphs are found by their words in a large library too, and no question reads all the texts."""

import sqlite3

import numpy as np
import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.library.catalogue import Catalogue
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.words import Words, passing

SHIPS = 20
RARE = "The ferry of Westhaven sank on Monday, said the harbour master."


@pytest.fixture
def catalogue(tmp_path):
    opened = Catalogue(tmp_path / "catalogue.sqlite", embedder="a", parser=PARSER)
    texts = [f"The harbour master said that ship {number} came in." for number in range(SHIPS)]
    for number, text in enumerate([*texts, RARE]):
        document = Document(text, title="Log", date=f"2024-01-{number + 1:02}", publisher="Coast Courier")
        article = article_of(f"a{number}.txt", document)
        opened.put([Read(article.path, Stamp(1, number), [article])])
    one = np.ones((1, 2), dtype=np.float32)
    rows = "SELECT id FROM paragraph WHERE article = ? AND role = 'text'"
    opened.finish({
        article: dict.fromkeys([row for (row,) in opened._db.execute(rows, (article,))], one)
        for article in opened.pending()
    })  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def words(catalogue, tmp_path):
    """Words of which ten paragraphs are many."""
    db = sqlite3.connect(tmp_path / "catalogue.sqlite")
    yield Words(db, most=10)
    db.close()


def test_a_frequent_word_is_left_out_beside_a_rare_one(catalogue, words):
    alone = words.match(["ferry"], top_k=5, filters=Filters())
    assert len(alone) == 1
    assert words.match(["ferry", "harbour"], top_k=5, filters=Filters()) == alone
    assert len(catalogue.words.match(["ferry", "harbour"], top_k=5, filters=Filters())) == 5


def test_frequent_words_alone_must_stand_together(words):
    assert len(words.match(["harbour", "master"], top_k=50, filters=Filters())) == SHIPS + 1
    assert words.match(["harbour", "master", "came"], top_k=50, filters=Filters()).keys() < set(range(1, 99))
    one = Filters(articles=("a3.txt",))
    assert len(words.match(["harbour", "master", "came"], top_k=50, filters=one)) == 1


@pytest.mark.parametrize("top_k", [1, 3, 50])
@pytest.mark.parametrize("filters", [Filters(since="2024-01-05"), Filters(articles=("a3.txt",)), Filters(since="2030")])
def test_articles_that_are_known_to_pass_change_nothing_of_what_is_found(catalogue, filters, top_k):
    among = catalogue.allowed(filters)
    for words in (["ferry"], ["harbour", "master"], ["lighthouse"]):
        found = catalogue.words.match(words, top_k=top_k, filters=filters, among=among)
        exact = catalogue.words.match(words, top_k=1000, filters=filters)
        assert sorted(found.values()) == sorted(exact.values())[-top_k:]
        assert found.keys() <= exact.keys()


def test_which_articles_pass_is_asked_again_when_some_have_changed(catalogue):
    wanted = Filters(articles=("a3.txt",))
    assert len(catalogue.allowed(wanted)) == 1
    catalogue._db.execute("UPDATE article SET state = 'leaving' WHERE path = 'a3.txt'")
    assert catalogue.allowed(wanted) == frozenset()


def test_a_frequent_word_is_counted_about(catalogue, words):
    told = ["ferry", "harbour", "lighthouse"]
    assert catalogue.words.frequencies(told) == {"ferry": 1, "harbour": SHIPS + 1, "lighthouse": 0}
    about = words.frequencies(told)
    assert (about["ferry"], about["lighthouse"]) == (1, 0)
    assert SHIPS * 0.8 <= about["harbour"] <= SHIPS * 1.3
    assert words.paragraphs() == catalogue.words.paragraphs() == SHIPS + 1


def test_what_is_asked_of_every_article_reads_none_of_their_texts(catalogue):
    asked = []
    catalogue._db.set_trace_callback(asked.append)
    wanted = Filters(since="2024-01-05", until="2024-01-15", publisher="coast courier")
    assert len(catalogue.stale({})[0]) == SHIPS + 1
    assert (catalogue.leaving(), len(catalogue.snapshot()), catalogue.due()) == ([], SHIPS + 1, SHIPS + 1)
    assert len(catalogue.allowed(wanted)) == catalogue.count(wanted) == 11
    assert len(catalogue.words.match(["harbour"], top_k=50, filters=wanted)) == 11
    assert len(catalogue.newest(3, wanted)) == 3
    catalogue._db.set_trace_callback(None)
    plans = [row[-1] for query in asked if query.startswith("SELECT") for row in
             catalogue._db.execute(f"EXPLAIN QUERY PLAN {query}")]  # fmt: skip
    of_articles = [plan for plan in plans if " article " in plan]
    assert of_articles
    assert [plan for plan in of_articles if "COVERING INDEX" not in plan] == []


def test_of_articles_that_are_named_only_those_are_looked_up(catalogue):
    condition, values = passing(Filters(articles=("a3.txt", "a9.txt")))
    asked = catalogue._db.execute(f"EXPLAIN QUERY PLAN SELECT id FROM article WHERE {condition}", values)
    assert not [plan for *_, plan in asked if "state=?" in plan or plan.startswith("SCAN article")]
    many = tuple(f"a{number}.txt" for number in range(300_000))  # more than a statement of SQLite's has values
    assert len(catalogue.allowed(Filters(articles=many))) == SHIPS + 1
