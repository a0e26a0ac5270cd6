"""What `brief doctor` says of an index, that it changes nothing, and that it mends what is broken from the articles."""

import hashlib
import sqlite3

import pytest
from wholeness import contents, damages, opened, stored, write

from briefer.articles.readers import ocr, pdf
from briefer.library import format


@pytest.fixture
def indexed(corpus, tmp_path):
    index = tmp_path / "index"
    return corpus, index, contents(corpus, index)


def wrong(briefer, **options):
    """Return what is wrong with articles and index, and the remedy, by what it is."""
    own = {"articles", "index", "catalogue", "vectors", "not read"}
    return {one.what: (one.told, one.remedy) for one in briefer.doctor(**options) if one.what in own and one.remedy}


def hashes(folder):
    files = [path for path in folder.rglob("*") if path.suffix in {".txt", ".md", ".sqlite"}]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_of_a_whole_index_it_finds_nothing_wrong_and_says_how_much_there_is(indexed):
    with opened(*indexed[:2]) as briefer:
        told = {one.what: one.told for one in briefer.doctor()}
        assert wrong(briefer) == {}
    assert told["catalogue"].startswith("3 articles")
    assert {"disk", "memory", "threads", "fonts", "OCR", "llm", "embedder", "parser"} <= told.keys()


def test_each_thing_that_is_wrong_has_its_remedy(indexed, tmp_path):
    corpus, index, _ = indexed
    (corpus / "broken.txt").write_bytes(b"\xff\xfe")
    with opened(corpus, index) as briefer:
        assert wrong(briefer) == {"index": ("1 files new or changed, 0 gone", "brief ingest")}
        briefer.ingest()
        assert wrong(briefer) == {"not read": ("1 files", "brief articles --problems")}
    with opened(corpus, tmp_path / "none") as briefer:
        assert wrong(briefer)["index"][1] == "brief ingest"
    with opened(tmp_path / "nothing", index) as briefer:
        assert "--corpus" in wrong(briefer)["articles"][1]
    for state, what, told in (
        ("pending", "vectors", "1 articles have none yet"),
        ("leaving", "catalogue", "half done"),
    ):
        with sqlite3.connect(index / "catalogue.sqlite") as db:
            db.execute("UPDATE article SET state = ? WHERE path = 'bridge.md'", (state,))
        db.close()
        with opened(corpus, index) as briefer:
            assert told in wrong(briefer)[what][0]


@pytest.mark.parametrize(("version", "remedy"), [(-1, "made anew"), (1, "Update Briefer")])
def test_an_index_of_another_format_is_told_and_left_as_it_is(indexed, version, remedy):
    corpus, index, _ = indexed
    with sqlite3.connect(index / "catalogue.sqlite") as db:
        db.execute("UPDATE about SET value = ? WHERE key = 'made_with'", (f'[{format.VERSION + version}, "hashing"]',))
    db.close()
    before = hashes(index)
    with opened(corpus, index) as briefer:
        told, what = wrong(briefer)["index"]
    assert f"format {format.VERSION + version}" in told
    assert remedy in what
    assert hashes(index) == before


@pytest.mark.parametrize(
    ("which", "how"),
    [
        *(
            (w, h)
            for w in ("catalogue.sqlite", "chroma.sqlite3")
            for h in ("zeroed", "cut in half", "random in places")
        ),
        ("data_level0.bin", "zeroed"),
    ],
)
def test_what_is_damaged_is_named_and_repaired_from_the_articles_which_stay_as_they_are(indexed, which, how):
    corpus, index, before = indexed
    articles = hashes(corpus)
    damages(3)[how](stored(index)[which])
    damaged = stored(index)[which].read_bytes()
    with opened(corpus, index) as briefer:
        assert "brief doctor --repair" in {remedy for _, remedy in wrong(briefer).values()}
        assert stored(index)[which].read_bytes() == damaged
    with opened(corpus, index) as briefer:
        assert wrong(briefer, repair=True) == {}
    assert contents(corpus, index) == before
    assert hashes(corpus) == articles


def test_what_chroma_knows_of_a_vector_that_was_altered_is_found(indexed):
    corpus, index, before = indexed
    with sqlite3.connect(index / "vectors" / "chroma.sqlite3") as db:
        db.execute("UPDATE embedding_metadata SET int_value = int_value + 1 WHERE key = 'paragraph'")
    db.close()
    with opened(corpus, index) as briefer:
        assert "not as they were written" in wrong(briefer)["vectors"][0]
        assert wrong(briefer, repair=True) == {}
    assert contents(corpus, index) == before


@pytest.mark.parametrize("change", ["title = 'Other'", "text = replace(text, 'bridge', 'tunnel')", "date = NULL"])
def test_an_article_that_was_altered_within_the_database_is_found(indexed, change):
    corpus, index, before = indexed
    with sqlite3.connect(index / "catalogue.sqlite") as db:
        db.execute(f"UPDATE article SET {change} WHERE path = 'bridge.md'")
    db.close()
    with opened(corpus, index) as briefer:
        assert "'bridge.md' is not as it was written" in wrong(briefer)["catalogue"][0]
    assert contents(corpus, index) == before
    assert (index / "catalogue.sqlite.broken").exists()


def test_without_models_it_says_how_to_get_them(corpus, tmp_path, monkeypatch):
    from briefer.api import Briefer

    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "none"))
    monkeypatch.setattr(ocr, "program", lambda: None)
    with Briefer(corpus, index=tmp_path / "index") as briefer:
        remedies = {one.what: one.remedy for one in briefer.doctor()}
    assert all(remedies[kind].startswith("brief models pull ") for kind in ("llm", "embedder", "parser"))
    assert remedies["OCR"] == pdf.OCR


def test_more_articles_than_were_indexed_are_told(indexed):
    corpus, index, _ = indexed
    write(corpus, 1)
    with opened(corpus, index) as briefer:
        assert wrong(briefer)["index"] == ("1 files new or changed, 0 gone", "brief ingest")
