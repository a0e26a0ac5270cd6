"""Articles put into the folder and taken out: nothing is overwritten, lost, or written anywhere else."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import PARSER

from briefer import Briefer
from briefer.errors import ArticleNotFoundError, CorpusError, ReadError
from briefer.library.folder import scan
from briefer.library.shelf import add, remove, safe_name
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel

NEWS = b"The ferry to Lennford was cancelled on Friday. The council said that it would run again in May."


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("ferry.txt", "ferry.txt"),
        ("../../etc/cron.d/ferry.md", "ferry.md"),
        ("/etc/passwd.txt", "passwd.txt"),
        (r"C:\windows\ferry.TXT", "ferry.txt"),
        ("..\\..\\ferry.txt", "ferry.txt"),
        (".hidden.md", "hidden.md"),
        ("a\x00b\n\u202ec.txt", "abc.txt"),
        ('what "is" this?.md', "what is this.md"),
        ("con.txt", "article con.txt"),
        ("….txt", "….txt"),
        ("-rf.txt", "-rf.txt"),
        ("é" * 200 + ".txt", "é" * 60 + ".txt"),
    ],
)
def test_a_name_is_made_safe(given, safe):
    assert safe_name(given) == safe


@given(st.text(max_size=40))
def test_any_name_stays_in_its_folder_or_is_refused(name):
    try:
        safe = safe_name(name + ".txt")
    except ReadError:
        return
    assert Path(safe).name == safe
    assert safe[0] not in ". "
    assert len(safe.encode()) < 200
    assert safe_name(safe) == safe


@pytest.mark.parametrize("name", ["ferry.exe", "ferry", "ferry.txt.sh", "", ".md", "/", "..", "a/.."])
def test_what_no_reader_takes_is_refused(corpus, name):
    before = files(corpus)
    with pytest.raises(ReadError, match="kind that cannot be read"):
        add(corpus, name, NEWS)
    assert files(corpus) == before


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"MZ\x90\x00", b" \n "])
def test_what_is_no_text_inside_is_refused_and_the_error_names_the_file_alone(corpus, data):
    before = files(corpus)
    with pytest.raises(ReadError, match=r"^'ferry\.txt'"):
        add(corpus, "ferry.txt", data)
    assert files(corpus) == before


def test_a_taken_name_gets_a_number_and_the_same_file_is_put_in_once(corpus):
    before = (corpus / "harbour.txt").read_bytes()
    assert add(corpus, "harbour.txt", NEWS) == "harbour (2).txt"
    assert add(corpus, "harbour.txt", NEWS) == "harbour (2).txt"
    assert add(corpus, "harbour.txt", NEWS + b"!") == "harbour (3).txt"
    assert add(corpus, "harbour.txt", before) == "harbour.txt"
    assert (corpus / "harbour.txt").read_bytes() == before


def test_a_link_in_the_folder_is_not_written_through(corpus, tmp_path):
    target = tmp_path / "outside.txt"
    (corpus / "ferry.txt").symlink_to(target)
    assert add(corpus, "ferry.txt", NEWS) == "ferry (2).txt"
    assert not target.exists()


def test_what_is_removed_is_kept_elsewhere_and_never_overwrites(corpus, tmp_path):
    kept = tmp_path / "removed"
    text = (corpus / "harbour.txt").read_bytes()
    assert remove(corpus, "harbour.txt", kept) == kept / "harbour.txt"
    (corpus / "harbour.txt").write_bytes(NEWS)
    assert remove(corpus, "harbour.txt", kept) == kept / "harbour (2).txt"
    assert (kept / "harbour.txt").read_bytes() == text
    assert remove(corpus, "north/museum.txt", kept) == kept / "museum.txt"


@pytest.mark.parametrize(
    "path", ["../outside.txt", "/etc/passwd", "nothing.txt", "", ".", "north", "north/../bridge.md"]
)
def test_only_an_article_of_the_folder_can_be_removed(corpus, tmp_path, path):
    (tmp_path / "outside.txt").write_bytes(NEWS)
    before = files(tmp_path)
    with pytest.raises(ArticleNotFoundError):
        remove(corpus, path, tmp_path / "removed")
    assert files(tmp_path) == before


def test_two_removing_the_same_article_are_told_apart(corpus, tmp_path):
    results: list[object] = []

    def go() -> None:
        try:
            results.append(remove(corpus, "bridge.md", tmp_path / "removed"))
        except ArticleNotFoundError as exc:
            results.append(exc)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) == ["ArticleNotFoundError", "PosixPath"]
    assert files(tmp_path / "removed") == {"bridge.md"}


def test_a_file_that_goes_while_its_folder_is_listed_is_not_there(corpus, monkeypatch):
    walk = os.walk

    def late(*args, **kwargs):
        for folder, folders, names in walk(*args, **kwargs):
            yield folder, folders, [*names, "gone.txt"]

    before = scan(corpus)
    monkeypatch.setattr(os, "walk", late)
    assert scan(corpus) == before


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(CorpusError, match="cannot be put into"):
        add(tmp_path / "nowhere", "ferry.txt", NEWS)


def test_what_is_put_in_can_be_asked_and_what_is_removed_can_not(corpus, tmp_path):
    with Briefer(
        corpus, index=tmp_path / "index", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER
    ) as briefer:
        assert briefer.add("ferry.txt", NEWS) == "ferry.txt"
        listed = {entry.path: entry for entry in briefer.articles()}
        assert listed["ferry.txt"].status == "indexed"
        assert listed["ferry.txt"].paragraphs == 1
        assert briefer.ask("Was the ferry to Lennford cancelled on Friday?").answered
        moved = briefer.remove("ferry.txt")
        assert moved == tmp_path / "index" / "removed" / "ferry.txt"
        assert "ferry.txt" not in {entry.path for entry in briefer.articles()}
        with pytest.raises(ArticleNotFoundError):
            briefer.article("ferry.txt")
