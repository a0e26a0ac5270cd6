"""Bringing the index up to date with its folder: what is read, what is skipped, and never a write to the articles."""

import hashlib
import os
from pathlib import Path

import pytest

from briefer.api import Briefer
from briefer.errors import ArticleNotFoundError, CorpusError
from briefer.models.embedder import HashingEmbedder


def hashes(folder: Path) -> dict[str, tuple[str, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in files}


def test_only_the_file_that_changed_is_read_again(open_library, corpus):
    briefer = open_library()
    briefer.ingest()
    (corpus / "harbour.txt").write_text("The lighthouse of Westhaven was painted green on Monday.")
    assert briefer.ingest().read == ("harbour.txt",)
    assert "lighthouse" in briefer.search("lighthouse green")[0].text
    assert not any("insurers" in p.text for p in briefer.search("insurers report"))


def test_a_file_that_is_gone_leaves_the_index_and_one_that_is_renamed_moves(open_library, corpus):
    briefer = open_library()
    briefer.ingest()
    (corpus / "harbour.txt").unlink()
    (corpus / "bridge.md").rename(corpus / "north" / "crossing.md")
    done = briefer.ingest()
    assert (done.read, set(done.gone), done.total) == (("north/crossing.md",), {"harbour.txt", "bridge.md"}, 2)
    assert {p.article for p in briefer.search("harbour bridge ferry")} <= {"north/crossing.md", "north/museum.txt"}
    with pytest.raises(ArticleNotFoundError, match="bridge"):
        briefer.article("bridge.md")


def test_files_that_cannot_be_read_are_skipped_with_their_reason_and_the_others_go_on(open_library, corpus, caplog):
    (corpus / "empty.txt").write_text("")
    (corpus / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (corpus / "link.txt").symlink_to(corpus / "nowhere")
    (corpus / "notes.pdf").write_bytes(b"not taken")
    os.mkfifo(corpus / "pipe.txt")
    done = open_library().ingest()
    assert (len(done.read), done.total) == (3, 3)
    assert set(done.skipped) == {"empty.txt", "picture.txt", "link.txt", "pipe.txt"}
    assert all(path in reason for path, reason in done.skipped.items())
    assert all(reason in caplog.text for reason in done.skipped.values())
    assert open_library().ingest().skipped == done.skipped


def test_a_file_that_was_skipped_is_read_once_it_is_mended_and_one_that_breaks_leaves(open_library, corpus):
    (corpus / "late.txt").write_text("")
    briefer = open_library()
    assert set(briefer.ingest().skipped) == {"late.txt"}
    (corpus / "late.txt").write_text("The lighthouse of Westhaven was painted green on Monday.")
    (corpus / "harbour.txt").write_bytes(b"\xff\xfe")
    done = briefer.ingest()
    assert (done.read, set(done.skipped), done.total) == (("late.txt",), {"harbour.txt"}, 3)


def test_a_name_that_cannot_be_printed_is_passed_over_with_a_warning(open_library, corpus, caplog):
    Path(os.fsdecode(os.fsencode(corpus) + b"/\xff\xfe.txt")).write_text("text")
    (corpus / "line\nend.txt").write_text("text")
    assert open_library().ingest().total == 3
    assert caplog.text.count("Rename it") == 2


def test_names_with_blanks_and_letters_of_other_scripts_are_articles_like_others(open_library, corpus):
    (corpus / "Überfahrt – 渡船.txt").write_text("The ferry of Lennford carries passengers across the river.")
    assert open_library().search("ferry passengers river")[0].article == "Überfahrt – 渡船.txt"


def test_nothing_is_ever_written_to_the_articles(open_library, corpus):
    before = hashes(corpus)
    briefer = open_library()
    briefer.ingest()
    briefer.search("bridge")
    briefer.article("harbour.txt")
    assert hashes(corpus) == before


def test_the_index_lies_hidden_in_the_folder_unless_a_place_is_given(corpus):
    before = hashes(corpus)
    with Briefer(corpus, embedder=HashingEmbedder()) as briefer:
        assert briefer.ingest().total == 3
        assert briefer.ingest().read == ()
    after = hashes(corpus)
    assert {path: after[path] for path in before} == before
    assert {Path(path).relative_to(corpus).parts[0] for path in after.keys() - before.keys()} == {".briefer"}


@pytest.mark.parametrize("make", [lambda f: None, Path.mkdir, Path.touch], ids=["none", "empty", "a file"])
def test_a_folder_without_articles_is_an_error_that_names_it(tmp_path, make):
    make(tmp_path / "corpus")
    with pytest.raises(CorpusError, match=r"corpus.*--corpus"):
        Briefer(tmp_path / "corpus", index=tmp_path / "index", embedder=HashingEmbedder()).ingest()
