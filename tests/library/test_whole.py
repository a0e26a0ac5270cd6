"""Whatever happens to a program or to its index: after the next update each article is whole, once, or named."""

import os
import random
import shutil
import sqlite3
import time

import pytest
from wholeness import Program, contents, cuts, damages, opened, stored, write

from briefer.errors import LibraryError
from briefer.library import format, seal
from briefer.library.folder import scan


@pytest.fixture
def indexed(corpus, tmp_path):
    """A corpus of five articles and one that cannot be read, its index, and what that has."""
    for number in range(2):
        write(corpus, number)
    (corpus / "broken.txt").write_bytes(b"\xff\xfe")
    index = tmp_path / "index"
    return corpus, index, contents(corpus, index)


@pytest.mark.parametrize("seed", range(3))
def test_a_program_that_is_killed_leaves_nothing_half(corpus, tmp_path, seed):
    for number in range(20):
        write(corpus, number)
    chance, index = random.Random(seed), tmp_path / "index"
    program = Program(corpus, index)
    program.ready()
    time.sleep(chance.uniform(0, 0.3))
    program.kill()
    program.ended()
    for number in range(0, 20, 3):
        write(corpus, number, seed=1)
    (corpus / "more1.txt").unlink()
    assert contents(corpus, index) == contents(corpus, tmp_path / "fresh")


def test_a_power_cut_at_any_write_leaves_nothing_half(corpus, tmp_path):
    index, copies = tmp_path / "index", tmp_path / "copies"
    with opened(corpus, index) as briefer, cuts(briefer, copies) as made:
        briefer.ingest()
        (corpus / "harbour.txt").write_text("The lighthouse of Westhaven is green.")
        (corpus / "bridge.md").unlink()
        briefer.ingest()
    fresh = contents(corpus, tmp_path / "fresh")
    assert len(made) > 100
    for cut in made[:: len(made) // 20]:
        assert contents(corpus, cut) == fresh


@pytest.mark.parametrize(
    ("which", "how"),
    [
        *((which, how) for which in ("catalogue.sqlite", "chroma.sqlite3") for how in damages(0)),
        *(("data_level0.bin", how) for how in ("deleted", "zeroed", "random")),  # few vectors are at its beginning
    ],
)
def test_a_damaged_file_of_the_index_is_found_and_made_anew_from_the_articles(indexed, how, which, caplog):
    corpus, index, before = indexed
    damages(1)[how](stored(index)[which])
    assert contents(corpus, index) == before
    assert how in {"deleted", "empty"} or "made anew" in caplog.text


@pytest.mark.parametrize("what", ["vectors", ""])
def test_a_folder_of_the_index_that_is_deleted_is_made_anew(indexed, what):
    corpus, index, before = indexed
    shutil.rmtree(index / what)
    assert contents(corpus, index) == before


def test_a_catalogue_of_before_with_vectors_of_now_is_mended(indexed, tmp_path):
    corpus, index, _ = indexed
    shutil.copy(index / "catalogue.sqlite", tmp_path)
    write(corpus, 0, seed=1)
    after = contents(corpus, index)
    shutil.copy(tmp_path / "catalogue.sqlite", index)
    assert contents(corpus, index) == after


@pytest.mark.parametrize("which", ["catalogue.sqlite", "chroma.sqlite3"])
def test_damage_that_left_no_trace_on_the_files_is_an_error_and_mended_by_the_next_request(indexed, which):
    corpus, index, before = indexed
    path = stored(index)[which]
    times, data = path.stat(), path.read_bytes()
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    hit = (
        [number for number, page in enumerate(pages) if b"Curator Ines" in page] if which == "catalogue.sqlite" else [1]
    )
    path.write_bytes(b"".join(bytes(4096) if number in hit else page for number, page in enumerate(pages)))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert seal.holds(index)
    with opened(corpus, index) as briefer:
        with pytest.raises(LibraryError, match="doctor --repair"):
            briefer.search("Curator maps treasure museum")
        assert briefer.search("Curator maps treasure museum")[0].article == "north/museum.txt"
    assert contents(corpus, index) == before


def test_what_the_app_shows_is_of_the_catalogue_that_took_the_place_of_a_damaged_one(indexed):
    corpus, index, before = indexed
    with opened(corpus, index) as briefer:
        briefer.article("harbour.txt")
        damages(1)["zeroed"](index / "catalogue.sqlite")
        with opened(corpus, index) as other:
            other.ingest()
        write(corpus, 9)
        assert briefer.article("more9.txt").text
        assert briefer.article("harbour.txt").model_dump() in before["articles"]


@pytest.mark.parametrize("room", [60_000, 200_000])
def test_a_disk_that_fills_up_is_told_and_leaves_nothing_half(corpus, tmp_path, room):
    for number in range(30):
        write(corpus, number)
    assert "Free some space" in Program(corpus, tmp_path / "index", room).ended()
    assert contents(corpus, tmp_path / "index") == contents(corpus, tmp_path / "fresh")


def test_two_programs_at_once_of_which_one_is_killed_leave_one_whole_index(corpus, tmp_path):
    for number in range(10):
        write(corpus, number)
    first, second = (Program(corpus, tmp_path / "index") for _ in range(2))
    first.ready()
    time.sleep(0.05)
    first.kill()
    assert first.ended() in {None, ""}
    assert second.ended() == ""
    assert contents(corpus, tmp_path / "index") == contents(corpus, tmp_path / "fresh")


@pytest.mark.parametrize("set_back", [0, -(10**9), -(10**18)], ids=["same time", "a second earlier", "long before"])
def test_a_change_is_seen_though_the_clock_goes_backwards(indexed, tmp_path, set_back):
    corpus, index, _ = indexed
    path = corpus / "harbour.txt"
    times, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"storm", b"flood"))  # of the same size
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + set_back))
    with opened(corpus, index) as briefer:
        assert "flood" in briefer.article("harbour.txt").text
    assert contents(corpus, index) == contents(corpus, tmp_path / "fresh")


def test_a_file_that_was_only_touched_gets_no_new_vectors(indexed):
    corpus, index, before = indexed
    (corpus / "harbour.txt").touch()
    with opened(corpus, index) as briefer:
        rows = briefer._open().prose("harbour.txt").keys()  # what is embedded again gets new ones
        assert briefer._open().stale(scan(corpus).files) == ([], ["harbour.txt"])
        assert briefer.ingest().read == ()
        assert briefer._open().prose("harbour.txt").keys() == rows
        assert briefer._open().stale(scan(corpus).files) == ([], [])
    assert contents(corpus, index) == before


def test_a_file_that_changes_while_it_is_read_is_read_again(corpus, tmp_path):
    index, path = tmp_path / "index", corpus / "museum.txt"

    def change(progress):
        if progress.detail == "harbour.txt":
            (corpus / "bridge.md").unlink(missing_ok=True)
            path.write_text("The lighthouse is green.")
            (corpus / "harbour.txt").write_text(f"The lighthouse is red. {time.time_ns()}")

    path.write_text("The lighthouse is blue!!")
    with opened(corpus, index) as briefer:
        briefer.ingest(report=change)
    assert contents(corpus, index) == contents(corpus, tmp_path / "fresh")


def test_an_older_format_is_made_anew_with_a_message_and_a_newer_one_is_refused_by_both_versions(indexed, caplog):
    corpus, index, before = indexed

    def of(version):
        with sqlite3.connect(index / "catalogue.sqlite") as db:
            db.execute("UPDATE about SET value = ? WHERE key = 'made_with'", (f'[{version}, "hashing"]',))
        db.close()

    of(format.VERSION - 1)
    assert contents(corpus, index) == before
    assert f"format {format.VERSION - 1}" in caplog.text
    assert f"made anew in format {format.VERSION}" in caplog.text
    of(format.VERSION + 1)
    kept = (index / "catalogue.sqlite").read_bytes()
    said = rf"format {format.VERSION + 1}.*up to {format.VERSION}\. Update Briefer.*--index"
    with pytest.raises(LibraryError, match=said), opened(corpus, index) as briefer:
        briefer.ingest()
    assert (index / "catalogue.sqlite").read_bytes() == kept
