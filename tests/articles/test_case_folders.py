"""What is read of files as people have them: those of ../shared/cases, and small ones of the same kinds."""

from pathlib import Path

import pytest
from texts import rows, table

from briefer.articles import readers
from briefer.articles.metadata import article_of
from briefer.schema import Article, Role

SHARED = Path(__file__).parents[3] / "shared" / "cases"

CASES = table(__file__, "cases")
OWN = table(__file__, "own_cases")


def read(path: Path) -> Article:
    return article_of(path.name, readers.read(path)[0])


def assert_as_expected(article: Article, row) -> None:
    prose = [part for part in article.paragraphs if part.role is Role.TEXT]
    evidence = [article.text[part.start : part.end] for part in prose]
    for field in ("title", "date", "publisher", "author", "url", "language"):
        if field in row:
            assert (getattr(article, field) or "") == row[field], field
    for text in row.get("evidence", []):
        assert any(text in one for one in evidence), (text, evidence)
    for text in row.get("apart", []):
        assert not any(text in one for one in evidence), (text, evidence)
    if "paragraphs" in row:
        assert len(evidence) == row["paragraphs"], evidence
    if "sentences" in row:
        assert sum(len(part.sentences) for part in prose) == row["sentences"]
    if "notes" in row:
        assert row["notes"] in " ".join(article.notes)
        assert bool(row["notes"]) == bool(article.notes)
    if "times" in row:
        assert [part.time for part in prose] == row["times"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/cases is not on this computer")
@pytest.mark.parametrize("row", rows(CASES["row"], "file"))
def test_a_file_of_the_shared_cases_is_read_as_its_readme_says(row):
    assert_as_expected(read(SHARED / row["file"]), row)


@pytest.mark.parametrize("row", rows(OWN["row"], "form"))
def test_a_file_of_the_same_kind_is_read_as_a_person_reads_it(tmp_path, row):
    path = tmp_path / row.get("name", "a.txt")
    path.write_bytes(row["text"].encode(row.get("encoding", "utf-8")))
    assert_as_expected(read(path), row)


@pytest.mark.parametrize("row", rows(OWN["row"], "form"))
def test_no_word_of_a_file_is_lost(tmp_path, row):
    path = tmp_path / row.get("name", "a.txt")
    path.write_bytes(row["text"].encode(row.get("encoding", "utf-8")))
    text = "".join(read(path).text.split())
    for word in row.get("words", []):
        assert "".join(word.split()) in text
