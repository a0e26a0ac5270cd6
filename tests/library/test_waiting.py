"""A folder's first look: it is searched by words while vectors are still to be made, and says so."""

import threading

import pytest

from briefer.errors import StoppedError
from briefer.library.ingest import TOGETHER
from briefer.models.embedder import HashingEmbedder
from briefer.progress import Stage

ARTICLES, PARAGRAPHS = 45, 10


class Slow(HashingEmbedder):
    """Makes the vectors of articles only when it may."""

    def __init__(self):
        self.asked, self.may = threading.Event(), threading.Event()

    def encode_titled(self, texts):
        self.asked.set()
        assert self.may.wait(60), "the vectors were waited for"
        return super().encode_titled(texts)


@pytest.fixture
def many(corpus):
    """The corpus, with more articles than a search would wait for."""
    assert ARTICLES * PARAGRAPHS > TOGETHER
    for number in range(ARTICLES):
        lines = [f"The ferry number {number} sails on day {day} from Port Ansel." for day in range(PARAGRAPHS)]
        (corpus / f"ferry{number}.txt").write_text("\n\n".join(lines))
    return corpus


@pytest.mark.usefixtures("many")
def test_a_new_folder_is_searched_by_words_before_it_has_vectors_and_a_warning_says_so(open_library, caplog):
    briefer = open_library(Slow())
    found = briefer.search("insurers report Westhaven")
    assert found[0].article == "harbour.txt"
    assert 0 < found[-1].score <= found[0].score <= 1
    assert "48 of 48 articles have no vectors yet: found by words alone; 'brief ingest' goes on." in caplog.text
    assert len(briefer.articles()) == 48
    assert briefer.article("ferry7.txt").paragraphs
    assert briefer.search("insurers report Westhaven") == found


@pytest.mark.usefixtures("many")
def test_once_the_vectors_are_made_nothing_is_said_and_all_is_as_if_they_had_been_made_at_once(
    open_library, caplog, tmp_path
):
    waiting = open_library()
    waiting.search("ferry")
    done = waiting.ingest()
    assert (done.read, done.total, done.waiting) == ((), 48, 0)
    caplog.clear()
    found = waiting.search("Which ferry sails from Port Ansel?", top_k=20)
    assert caplog.text == ""
    waiting.index = tmp_path / "other"
    waiting._close_library()
    waiting.ingest()
    again = waiting.search("Which ferry sails from Port Ansel?", top_k=20)
    assert [(one.text, one.score) for one in again] == [(one.text, one.score) for one in found]


def test_a_few_new_articles_get_their_vectors_before_a_search(open_library, caplog):
    briefer = open_library()
    briefer.search("insurers")
    assert caplog.text == ""
    assert briefer._open().whole()


@pytest.mark.usefixtures("many")
def test_while_one_program_makes_vectors_another_searches_by_words(open_library, caplog):
    embedder = Slow()
    making, searching = open_library(embedder), open_library()
    thread = threading.Thread(target=making.ingest)
    thread.start()
    try:
        assert embedder.asked.wait(60)
        assert searching.search("insurers report Westhaven")[0].article == "harbour.txt"
        assert "48 of 48 articles have no vectors yet" in caplog.text
    finally:
        embedder.may.set()
        thread.join()
    assert searching.ingest().waiting == 0


def test_files_that_another_program_has_still_to_read_are_counted(open_library, corpus, caplog):
    reading, searching = open_library(), open_library()
    reading.ingest()
    (corpus / "late.txt").write_text("The lighthouse of Westhaven was painted green on Monday.")
    with reading._open().writing():
        assert searching.search("insurers")
    assert "1 files are not read yet: another process is reading them." in caplog.text
    assert searching.search("lighthouse green")[0].article == "late.txt"


@pytest.mark.usefixtures("many")
def test_who_stops_while_vectors_are_made_keeps_what_was_read_and_what_was_made(open_library):
    stages = []

    def report(now):
        stages.append(now.stage)
        if now.stage is Stage.EMBED and now.done:
            raise StoppedError

    briefer = open_library()
    with pytest.raises(StoppedError):
        briefer.ingest(report=report)
    assert list(dict.fromkeys(stages)) == [Stage.INGEST, Stage.EMBED]
    library = open_library()._open()
    assert len(library.snapshot()) == 48
    assert 0 < library.waiting() < 48
    assert library._vectors.count() == library._catalogue.due() > 0
    after = open_library()
    assert after.ingest().read == ()
    assert after._open().whole()
