"""What the catalogue keeps and finds by words."""

import sqlite3

import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.language.tokens import terms
from briefer.library.catalogue import Catalogue
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp

DAM = "北岭市政府周二表示，北岭水库大坝发现渗漏，下游约3200名居民已经转移。"
BRIDGE = "สะพานข้ามแม่น้ำจะถูกปิดเป็นเวลาสามเดือน"


@pytest.fixture
def catalogue(tmp_path):
    opened = Catalogue(tmp_path / "catalogue.sqlite", embedder="a", parser=PARSER)
    yield opened
    opened.close()


def put(catalogue, path, text, **about):
    catalogue.put([Read(path, Stamp(1, 1), [article_of(path, Document(text, **about))])])
    catalogue.finish({article: {} for article in catalogue.pending()})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("大坝", True), ("渗漏", True), ("坝大", False), ("水库大坝什么时候", True), ("3200", True), ("长江", False),
        ("สะพาน", True), ("แม่น้ำ", True), ("ferry", True),
    ],
)  # fmt: skip
def test_a_word_of_a_script_without_blanks_is_found(catalogue, query, found):
    put(catalogue, "a.txt", f"{DAM}\n\n{BRIDGE} และอื่น ๆ\n\nThe ferry of Westhaven sank on Monday.")
    assert bool(catalogue.words.match(terms(query), top_k=5, filters=Filters())) == found


def test_an_article_comes_back_as_it_was_put_in(catalogue):
    document = Document(
        "14.32\n\nThe ferry sank.\n\n15.10\n\nNobody died.",
        title="Ferry", author="Ada Lenn", language="en", url="https://a.example", notes=("It was mended.",),
    )  # fmt: skip
    article = article_of("a.txt", document)
    catalogue.put([Read(article.path, Stamp(1, 1), [article])])
    assert catalogue.article("a.txt") == article
    assert [part.time for part in article.paragraphs] == ["14:32", "14:32", "15:10", "15:10"]


def test_an_index_of_an_earlier_version_with_other_columns_is_made_anew(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    with sqlite3.connect(path) as old:
        old.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        old.execute("INSERT INTO about VALUES ('made_with', '[6, \"a\"]')")
        old.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, path TEXT)")
    old.close()
    catalogue = Catalogue(path, embedder="a", parser=PARSER)
    put(catalogue, "a.txt", "The ferry of Westhaven sank on Monday.")
    assert [path for path, _ in catalogue.snapshot()] == ["a.txt"]
    catalogue.close()
