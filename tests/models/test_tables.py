"""What is written to models.toml: measured lines, and tables of models that are not in it."""

import shutil
from pathlib import Path

import pytest
from local_sources import BODY, SHA256, pull

from briefer.config import shipped
from briefer.errors import ModelError, ModelNotFoundError, UnknownModelError
from briefer.models import registry, tables

LINES = registry.Thresholds(answer=0.61, support=0.42, command="brief eval set.jsonl --calibrate", date="2026-03-02")


@pytest.fixture
def own(tmp_path):
    """A copy of the models.toml that ships."""
    return Path(shutil.copy(shipped("models.toml"), tmp_path / "models.toml"))


@pytest.mark.parametrize("name", ["qwen2.5-coder-1.5b", "qwen3-4b", "granite-4.1-8b"])
def test_measured_lines_are_written_and_nothing_else_changes(own, name):
    before = own.read_text(encoding="utf-8").splitlines()
    assert tables.write_thresholds(name, LINES, measured="answer", path=own) == own
    assert registry.load(own).entry(name).thresholds == LINES
    after = own.read_text(encoding="utf-8").splitlines()
    assert "answer = 0.61 # brief eval set.jsonl --calibrate, 2026-03-02" in after
    gone = [line for line in before if line not in after]
    assert all(line.split(" = ")[0] in {"answer", "support", "command", "date"} for line in gone)
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert registry.load(own).model_dump(exclude={"models": {name: {"thresholds"}}}) == registry.load().model_dump(
        exclude={"models": {name: {"thresholds"}}}
    )
    assert not list(own.parent.glob(".*"))


def test_a_second_line_keeps_what_gave_the_first(own):
    tables.write_thresholds("qwen3-4b", LINES, measured="answer", path=own)
    other = LINES.model_copy(update={"support": 0.3, "command": "brief eval pairs --calibrate"})
    tables.write_thresholds("qwen3-4b", other, measured="support", path=own)
    text = own.read_text(encoding="utf-8")
    assert "answer = 0.61 # brief eval set.jsonl --calibrate, 2026-03-02\n" in text
    assert "support = 0.3 # brief eval pairs --calibrate, 2026-03-02\n" in text
    assert registry.load(own).entry("qwen3-4b").thresholds == other


def test_a_models_toml_that_cannot_be_written_is_left_and_the_lines_are_told(own):
    before = own.read_bytes()
    (own.parent / ".models.toml.new").mkdir()
    with pytest.raises(ModelError, match=r"cannot be written.*answer = 0\.61, support = 0\.42"):
        tables.write_thresholds("qwen3-4b", LINES, measured="answer", path=own)
    assert own.read_bytes() == before
    with pytest.raises(UnknownModelError, match="'nobody'"):
        tables.write_thresholds("nobody", LINES, measured="answer", path=own)
    with pytest.raises(ModelError, match=r"cannot be written.*writable"):
        tables.writable(own.parent / "none" / "models.toml")
    assert tables.writable(own) == own


@pytest.mark.usefixtures("models")
def test_the_table_of_a_file_makes_it_a_model(own, tmp_path):
    file = tmp_path / "My Model Q4.gguf"
    file.write_bytes(BODY)
    with own.open("a", encoding="utf-8") as target:
        target.write(f"\n{tables.table_of(file)}\n")
    entry = registry.load(own).entry("my-model-q4")
    assert (entry.files[0].sha256, entry.files[0].size) == (SHA256, len(BODY))
    assert pull(entry)[0].path.read_bytes() == BODY
    with pytest.raises(ModelNotFoundError, match="none"):
        tables.table_of(tmp_path / "none.gguf")


@pytest.mark.usefixtures("models")
def test_the_table_of_a_folder_makes_a_pipeline_a_parser(own, tmp_path):
    folder = tmp_path / "fr_core_news_sm-3.8.0"
    bodies = {"config.cfg": b"[nlp]", "ner/model": BODY, "vocab/empty": b"",
              "meta.json": b'{"lang": "fr", "name": "core_news_sm", "license": "CC \\"BY\\""}'}  # fmt: skip
    for path, body in bodies.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    with own.open("a", encoding="utf-8") as target:
        target.write(f"\n{tables.table_of(folder)}\n")
    entry = registry.load(own).entry("fr-core-news-sm")
    assert (entry.kind, entry.licence, entry.size) == ("parser", 'CC "BY"', sum(map(len, bodies.values())))
    there = pull(entry)[0].path
    assert {path: (there / path).read_bytes() for path in bodies} == bodies


@pytest.mark.parametrize("gone", ["config.cfg", "meta.json"])
def test_a_folder_that_is_no_pipeline_is_refused_with_what_it_lacks(tmp_path, gone):
    for name in {"config.cfg", "meta.json"} - {gone}:
        (tmp_path / name).write_text('{"lang": "fr", "name": "core_news_sm"}', encoding="utf-8")
    with pytest.raises(ModelNotFoundError, match=rf"{gone}.*version in its name"):
        tables.table_of(tmp_path)
