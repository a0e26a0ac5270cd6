"""The index: complete after a crash, one writer at a time, and filters."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from briefer.api import Briefer
from briefer.library.filters import Filters
from briefer.models.embedder import HashingEmbedder

# An embedder that ends its process without a farewell when the texts of one of the articles come.
DYING = """
import os, sys
from briefer.api import Briefer
from briefer.library import ingest
from briefer.models.embedder import HashingEmbedder

ingest.TOGETHER = 1  # each article by itself

class Dying(HashingEmbedder):
    calls = 0

    def encode_titled(self, texts):
        self.calls += 1
        if self.calls == int(sys.argv[3]):
            os._exit(9)
        return super().encode_titled(texts)

Briefer(sys.argv[1], index=sys.argv[2], embedder=Dying()).ingest()
"""
FULL = """
import resource, sys
from briefer.api import Briefer
from briefer.models.embedder import HashingEmbedder

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
Briefer(sys.argv[1], index=sys.argv[2], embedder=HashingEmbedder()).ingest()
"""
INGESTING = """
import sys
from briefer.api import Briefer
from briefer.models.embedder import HashingEmbedder

with Briefer(sys.argv[1], index=sys.argv[2], embedder=HashingEmbedder()) as briefer:
    briefer.ingest()
    print(*sorted(p.article for p in briefer.search("Westhaven museum bridge")))
"""


class CountingEmbedder(HashingEmbedder):
    """Counts the texts that it is given."""

    def __init__(self):
        self.texts = 0

    def encode(self, texts):
        self.texts += len(texts)
        return super().encode(texts)


def assert_whole(briefer: Briefer) -> None:
    """Assert that nothing is half done, and that the vectors are those of the catalogue."""
    library = briefer._open()
    assert library.whole()
    assert library._vectors.count() == library._catalogue.due() > 0


def found(briefer: Briefer, query: str = "Westhaven museum bridge") -> list[tuple[str, int]]:
    return sorted((p.article, p.paragraph) for p in briefer.search(query, top_k=50))


def run(code: str, *arguments: Path | int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_ingesting_twice_is_ingesting_once(open_library):
    embedder = CountingEmbedder()
    briefer = open_library(embedder)
    first = briefer.ingest()
    texts, before = embedder.texts, found(briefer)
    embedded_by_search = embedder.texts - texts
    second = briefer.ingest()
    assert (len(first.read), first.total) == (3, 3)
    assert (second.read, second.gone, second.total) == ((), (), 3)
    assert embedder.texts == texts + embedded_by_search
    assert found(briefer) == before
    assert found(open_library()) == before


def test_a_crash_between_catalogue_and_vectors_is_repaired_and_what_was_done_is_kept(open_library, corpus, tmp_path):
    assert run(DYING, corpus, tmp_path / "index", 3).returncode == 9
    embedder = CountingEmbedder()
    briefer = open_library(embedder)
    done = briefer.ingest()
    assert (done.read, done.total) == ((), 3)
    assert_whole(briefer)
    anew = CountingEmbedder()
    fresh = Briefer(corpus, index=tmp_path / "fresh", embedder=anew)
    fresh.ingest()
    assert 0 < embedder.texts < anew.texts
    assert found(briefer) == found(fresh)


@pytest.mark.parametrize(("state", "read"), [("pending", ()), ("leaving", ("bridge.md",))])
def test_what_a_crash_left_in_the_vectors_is_done_again_alone(open_library, tmp_path, state, read):
    briefer = open_library()
    before = found(briefer)
    briefer.close()
    with sqlite3.connect(tmp_path / "index" / "catalogue.sqlite") as db:
        db.execute("UPDATE article SET state = ? WHERE path = 'bridge.md'", (state,))
    briefer = open_library()
    assert briefer.ingest().read == read
    assert_whole(briefer)
    assert found(briefer) == before


def test_a_crash_while_a_changed_article_is_replaced_leaves_no_trace_of_the_old_one(open_library, corpus, tmp_path):
    open_library().ingest()
    for name in ("harbour.txt", "bridge.md"):
        (corpus / name).write_text(f"The {name} is about lighthouses in Westhaven now.")
    assert run(DYING, corpus, tmp_path / "index", 2).returncode == 9
    briefer = open_library()
    assert briefer.ingest().total == 3
    assert_whole(briefer)
    assert found(briefer) == found(Briefer(corpus, index=tmp_path / "fresh", embedder=HashingEmbedder()))


@pytest.mark.parametrize("room", [100_000, 400_000])
def test_a_disk_that_fills_up_is_an_error_and_once_there_is_room_the_library_is_whole(
    open_library, corpus, tmp_path, room
):
    for number in range(40):
        (corpus / f"more{number}.txt").write_text(" ".join(f"The word{n} is in article{number}." for n in range(20)))
    full = run(FULL, corpus, tmp_path / "index", room)
    assert (full.returncode, "LibraryError" in full.stderr, "Free some space" in full.stderr) == (1, True, True)
    briefer = open_library()
    assert briefer.ingest().total == 43
    assert_whole(briefer)


@pytest.mark.parametrize("what", ["vectors", "vectors/chroma.sqlite3"])
def test_deleted_vectors_are_made_again(open_library, tmp_path, what):
    briefer = open_library()
    before = found(briefer)
    briefer.close()
    gone = tmp_path / "index" / what
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert found(open_library()) == before


def test_an_index_made_with_another_embedder_is_made_anew(open_library):
    class Other(HashingEmbedder):
        name = "other"
        dim = 32

    before = found(open_library())
    assert open_library(Other()).ingest().total == 3
    assert found(open_library(Other())) == before


def test_two_processes_that_ingest_at_once_make_one_whole_library(corpus, tmp_path):
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", INGESTING, str(corpus), str(tmp_path / "index")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in runs]
    assert [errors for _, errors in outputs] == ["", ""]
    assert len({found for found, _ in outputs}) == 1
    assert outputs[0][0].split()


def test_many_threads_may_ask_one_briefer(briefer):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(briefer.search("ferry"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(), {"harbour.txt", "bridge.md", "museum.txt"}),
        (Filters(since="2024-01-01"), {"harbour.txt"}),
        (Filters(until="2023-12-31"), {"bridge.md"}),
        (Filters(since="2023-06-01", until="2024-03-12"), {"harbour.txt", "bridge.md"}),
        (Filters(since="2025-01-01"), set()),
        (Filters(since="2023-06-01", until="2023-06-30"), {"bridge.md"}),
        (Filters(publisher="valley news"), {"bridge.md"}),
        (Filters(publisher="Nobody"), set()),
        (Filters(articles=("museum.txt", "bridge.md")), {"museum.txt", "bridge.md"}),
        (Filters(language="en"), {"harbour.txt", "bridge.md", "museum.txt"}),
        (Filters(language="de"), set()),
    ],
)
def test_filters_choose_by_date_publisher_and_article(briefer, filters, articles):
    query = "Westhaven harbour bridge ferry maps museum"
    assert {p.article for p in briefer.search(query, top_k=50, filters=filters)} == articles


def test_headlines_notices_and_comments_are_no_evidence(briefer):
    shown = [p.text for p in briefer.search("photo quay sources courier gazette cancelled storm", top_k=50)]
    assert shown
    assert not any(word in text for text in shown for word in ("Photo:", "Courier", "cancelled", "reopens"))
