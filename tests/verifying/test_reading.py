"""A file of a brief or an answer is read; what is none is told by its name, with a remedy."""

import json
from pathlib import Path

import pytest

from briefer.errors import ReadError
from briefer.rendering import render
from briefer.verifying.reading import read, read_brief

OLD = Path(__file__).parents[1] / "data" / "brief_schema_1.json"


@pytest.fixture
def kept(briefer, tmp_path):
    """A brief that was written to a file."""
    path = tmp_path / "brief.json"
    path.write_bytes(render(briefer.brief("the harbour of Westhaven"), "json"))
    return path


def test_a_brief_and_an_answer_are_read_as_they_were_written(briefer, kept, tmp_path):
    assert read(kept).result == read_brief(kept)
    answer = briefer.ask("Who warned that the old ferry must run?")
    other = tmp_path / "answer.json"
    other.write_bytes(render(answer, "json"))
    assert read(other).result == answer
    with pytest.raises(ReadError, match=r"answer\.json' has an answer, no brief"):
        read_brief(other)


def test_a_brief_of_an_earlier_version_is_read():
    assert read_brief(OLD).topic == "strait crisis"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Taiwan", "no result of Briefer"),
        ("", "no result of Briefer"),
        ("[]", "neither a brief nor an answer"),
        ('{"name": "x"}', "no result that this version"),
        ('{"topic": "x", "schema": 9}', "no result that this version"),
        ('{"question": "Who?"}', "no result that this version"),
    ],
)
def test_what_is_neither_is_told_with_the_file_and_the_remedy(tmp_path, text, said):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=rf"other\.json' .*{said}.*(Give|Make)"):
        read(path)


def test_a_file_that_is_not_there_or_is_no_text_is_told(tmp_path):
    with pytest.raises(ReadError, match=r"none\.json' cannot be read"):
        read(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match="no file that Briefer made"):
        read(tmp_path / "bytes.json")


def test_a_field_that_was_added_and_a_word_that_was_altered_by_hand_are_told(kept):
    data = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps(data | {"note": "mine"}), encoding="utf-8")
    with pytest.raises(ReadError, match="1 fields are wrong"):
        read(kept)
    data["bottom_line"][0]["text"] += "."
    kept.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ReadError, match="was edited after it was written"):
        read_brief(kept)
