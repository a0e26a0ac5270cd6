"""Bringing the index up to date with its folder: what is read, what is skipped, and never a write to the articles."""

import hashlib
import json
import os
import sqlite3
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
    assert set(done.skipped) == {"empty.txt", "picture.txt", "link.txt", "notes.pdf", "pipe.txt"}
    assert all(path in reason for path, reason in done.skipped.items())
    assert all(reason in caplog.text for reason in done.skipped.values())
    assert open_library().ingest().skipped == done.skipped


def test_whatever_is_not_read_is_named_with_what_to_do_and_many_of_a_kind_are_told_in_one_line(
    open_library, corpus, caplog
):
    for number in range(30):
        (corpus / f"photo{number}.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100))
    (corpus / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    (corpus / "talk.mp3").write_bytes(b"ID3\x00")
    (corpus / "README").write_text("What this folder has.")
    (corpus / ".hidden.txt").write_text("The ferry is hidden.")
    (corpus / ".git").mkdir()
    (corpus / "elsewhere").mkdir()
    (corpus / "elsewhere" / "a.txt").write_text("The ferry sails from Westhaven on Friday.")
    (corpus / "link").symlink_to(corpus / "elsewhere")
    done = open_library().ingest()
    assert done.total == 4
    assert len(done.skipped) == 34
    assert done.hidden == 2
    told = "\n".join(done.told())
    assert len(done.told()) == 6
    for part in ("30 not read ('photo0.jpg'", "OCR", "'letter.doc'", "Save it as .docx", "transcript", "'README'"):
        assert part in told
    assert "Links to folders are not followed" in told
    assert "2 hidden files" in told
    assert "30 not read" in caplog.text
    assert {one.status for one in open_library().articles() if one.path == "link"} != {"indexed"}
    assert open_library().ingest().skipped == done.skipped


def test_a_folder_that_cannot_be_listed_is_named(open_library, corpus, monkeypatch):
    walk = os.walk

    def closed(top, onerror):
        for folder, folders, names in walk(top):
            if Path(folder).name == "north":
                onerror(PermissionError(13, "Permission denied", folder))
            else:
                yield folder, folders, names

    monkeypatch.setattr(os, "walk", closed)
    assert "cannot be listed" in open_library().ingest().skipped["north"]


def test_an_index_in_a_folder_that_is_not_hidden_is_no_part_of_the_articles(corpus):
    with Briefer(corpus, index=corpus / "index", embedder=HashingEmbedder()) as briefer:
        assert briefer.ingest().skipped == {}
        assert briefer.ingest().skipped == {}


def export(*lines):
    return "".join(
        json.dumps({"title": f"Ferry {n}", "text": line, "date": "2025-05-06"}) + "\n" for n, line in enumerate(lines)
    )


def test_articles_of_one_file_come_and_go_together(open_library, corpus):
    (corpus / "ferries.jsonl").write_text(
        export(
            "The lighthouse of Lorne was painted green.",
            "The harbour of Ansel was closed by ice.",
            "The fare rose by a crown.",
        )
    )
    briefer = open_library()
    assert briefer.ingest().total == 6
    assert briefer.article("ferries.jsonl#2").title == "Ferry 1"
    assert briefer.search("lighthouse painted green")[0].article == "ferries.jsonl#1"
    assert briefer.ingest().read == ()
    (corpus / "ferries.jsonl").write_text(export("The lighthouse of Lorne was painted red."))
    done = briefer.ingest()
    assert (done.read, done.total) == (("ferries.jsonl",), 4)
    assert briefer.article("ferries.jsonl").date == "2025-05-06"
    (corpus / "ferries.jsonl").write_text("{}")
    done = briefer.ingest()
    assert (set(done.skipped), done.total) == ({"ferries.jsonl"}, 3)
    (corpus / "ferries.jsonl").unlink()
    assert briefer.ingest().gone == ("ferries.jsonl",)


@pytest.mark.parametrize(("state", "read"), [("pending", ()), ("leaving", ("ferries.jsonl",))])
def test_a_file_of_which_a_crash_left_one_article_undone_is_whole_again(open_library, corpus, tmp_path, state, read):
    (corpus / "ferries.jsonl").write_text(
        export("The lighthouse of Lorne is green.", "The harbour of Ansel is closed.")
    )
    open_library().ingest()
    open_library().close()
    with sqlite3.connect(tmp_path / "index" / "catalogue.sqlite") as db:
        db.execute("UPDATE article SET state = ? WHERE path = 'ferries.jsonl#2'", (state,))
    briefer = open_library()
    assert briefer.ingest().read == read
    assert [one.path for one in briefer.articles() if one.path.startswith("ferries")] == [
        "ferries.jsonl#1",
        "ferries.jsonl#2",
    ]
    assert {hit.article for hit in briefer.search("harbour of Ansel closed")} >= {"ferries.jsonl#2"}


def test_removing_one_article_of_a_file_moves_the_file(open_library, corpus):
    (corpus / "ferries.jsonl").write_text(
        export("The lighthouse of Lorne is green.", "The harbour of Ansel is closed.")
    )
    with Briefer(corpus, embedder=HashingEmbedder()) as briefer:
        briefer.ingest()
        briefer.remove("ferries.jsonl#2")
        assert briefer.ingest().total == 3


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
