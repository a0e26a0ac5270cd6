"""Many briefs at once, and what changed since an earlier one, as a user meets them."""

import json
import shutil
from pathlib import Path

import pytest
from test_cli import assert_one_line, run

from briefer.reviews import Changes
from briefer.schema import Brief

HARBOUR = "the harbour of Westhaven"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The index that the fake model's runs share."""
    return tmp_path_factory.mktemp("briefs") / "index"


@pytest.fixture
def options(ready, index):
    return ("--model", "fake", "--corpus", ready[0], "--index", index)


def test_nothing_new_is_an_answer_and_the_last_brief_is_kept_whatever_its_capitals(options, index, tmp_path):
    old = tmp_path / "old.json"
    assert run("--topic", HARBOUR, *options, "--format", "json", "-o", old).returncode == 0
    for asked in (("--topic", "The HARBOUR of  Westhaven", "--since-last"), ("--topic", HARBOUR, "--against", old)):
        done = run(*asked, *options, "--format", "md")
        assert (done.returncode, done.stderr) == (0, "")
        assert "**Nothing new.**" in done.stdout
    data = run("--topic", HARBOUR, *options, "--format", "json", "--since-last").stdout
    assert Changes.model_validate_json(data).nothing_new


def test_what_changed_in_the_folder_is_shown_with_its_sources(ready, options, tmp_path):
    corpus, index = tmp_path / "articles", tmp_path / "index"
    shutil.copytree(ready[0], corpus)
    options = ("--model", "fake", "--corpus", corpus, "--index", index)
    first = run("--topic", "bridge over the river Lenn", *options, "--since-last", "--format", "md")
    assert "the first brief on it that is kept" in first.stdout
    bridge = corpus / "bridge.md"
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("30 May", "29 June"), encoding="utf-8")
    found = Changes.model_validate_json(
        run("--topic", "bridge over the river Lenn", *options, "--since-last", "--format", "json").stdout
    )
    assert ("30 May 2023", "29 June 2023") in {(one.old, one.new) for one in found.moved}
    assert not found.nothing_new


def test_what_the_sources_do_not_tell_of_is_exit_code_3_with_the_reason(options):
    done = run("--topic", "penguins", *options, "--since-last", "--format", "md")
    assert done.returncode == 3
    assert "The sources do not say" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--topic", "x", "--against", "none.json"), 1, "'none.json' cannot be read"),
        (("--topic", "x", "--against", "text.txt"), 1, "'text.txt' carries no result of Briefer"),
        (("--topic", "x", "--against", "old.json", "--since-last"), 2, "do not go together"),
        (("--topic", "x", "--topics", "text.txt"), 2, "do not go together"),
        (("--topics", "text.txt", "--against", "old.json"), 2, "do not go together"),
        (("--topics", "none.txt"), 2, "'none.txt' cannot be read"),
        (("--topics", "empty.txt"), 2, "no topic in 'empty.txt'"),
        (("--topics", "text.txt", "-o", "text.txt"), 2, "'text.txt' cannot be made a folder"),
        (("--topics", "text.txt", "--format", "pdf"), 2, "-o DIR"),
        (("--topics", "text.txt", "ask", "Who?"), 2, "come after it"),
    ],
)
def test_what_cannot_be_asked_for_is_one_line(options, tmp_path, arguments, code, said):
    (tmp_path / "text.txt").write_text("a topic")
    (tmp_path / "empty.txt").write_text("# none\n\n")
    (tmp_path / "old.json").write_text("{}")
    own = () if "ask" in arguments else options
    assert_one_line(run(*arguments, *own, cwd=tmp_path), code, said)


def test_a_brief_on_another_topic_is_named_before_anything_is_done(options, tmp_path):
    run("--topic", HARBOUR, *options, "--format", "json", "-o", tmp_path / "old.json")
    done = run("--topic", "maps", "--against", tmp_path / "old.json", *options)
    assert_one_line(done, 2, f"on '{HARBOUR}', not on 'maps'")


TOPICS = f"""
# what to write on
{HARBOUR}
penguins

{"long " * 3000}
THE harbour of Westhaven
bridge / Lennford?
"""


def test_each_topic_of_a_file_has_its_page_and_one_that_fails_does_not_end_the_others(options, tmp_path):
    (tmp_path / "topics.txt").write_text(TOPICS)
    folder = tmp_path / "briefs"
    done = run("--topics", tmp_path / "topics.txt", *options, "--format", "json", "-o", folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1].startswith("4 topics: 2 briefs, in ")
    assert "on 1 the sources do not say anything; 1 failed" in done.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["bridge-lennford.json", "penguins.json", "the-harbour-of-westhaven.json"]
    assert all(Brief.model_validate_json(path.read_text(encoding="utf-8")) for path in folder.iterdir())
    (folder / "penguins.json").write_text("mine")
    done = run("--topics", tmp_path / "topics.txt", *options, "--format", "json", "-o", folder)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert (folder / "penguins.json").read_text() == "mine"
    run("--topics", tmp_path / "topics.txt", *options, "--format", "json", "-o", folder, "--force")
    assert (folder / "penguins.json").read_text() != "mine"


def test_topics_of_stdin_come_one_after_another_and_json_is_a_line_each(options, tmp_path):
    (tmp_path / "topics.txt").write_text(f"{HARBOUR}\nthe museum\n")
    for format in ("md", "json"):
        with (tmp_path / "topics.txt").open() as topics:
            done = run("--topics", "-", *options, "--format", format, stdin=topics)
        assert done.returncode == 0
        if format == "json":
            assert [json.loads(line)["topic"] for line in done.stdout.splitlines()] == [HARBOUR, "the museum"]
        else:
            assert [line for line in done.stdout.splitlines() if line.startswith("# ")][1].startswith("# THE MUSEUM")


def test_where_the_sources_say_nothing_on_any_topic_it_is_exit_code_3(options, tmp_path):
    (tmp_path / "topics.txt").write_text("penguins\nquarks\n")
    assert run("--topics", tmp_path / "topics.txt", *options).returncode == 3


def test_topics_are_proposed_and_each_is_a_line_of_a_file_that_topics_takes(ready, tmp_path):
    places = ("--corpus", ready[0], "--index", tmp_path / "index")
    done = run("topics", *places, "--format", "json", "--top-k", "2")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert len(found) == 2
    shown = run("topics", *places, "--format", "md").stdout
    assert all(one["topic"] in shown for one in found)


@pytest.mark.parametrize("format", ["md", "html", "pdf", "docx", "json"])
def test_a_brief_is_verified_in_any_format_and_one_altered_character_is_exit_code_1(options, tmp_path, format):
    path = tmp_path / f"brief.{format}"
    assert run("--topic", HARBOUR, *options, "-o", path).returncode == 0
    places = (options[2], options[3], "--index", tmp_path / "index")
    done = run("verify", path, *places, "--format", "md")
    assert (done.returncode, done.stderr) == (0, "")
    assert "**All holds.**" in done.stdout
    if format in {"md", "html", "json"}:
        path.write_text(path.read_text(encoding="utf-8").replace("nine days", "mine days"), encoding="utf-8")
        done = run("verify", path, *places, "--format", "json")
        assert done.returncode == 1
        assert not json.loads(done.stdout)["holds"]


def test_what_cannot_be_verified_is_one_line(options, tmp_path):
    (tmp_path / "text.txt").write_text("a topic")
    places = (options[2], options[3], "--index", tmp_path / "index")
    assert_one_line(run("verify", tmp_path / "none.pdf", *places), 1, r"none\.pdf' cannot be read")
    assert_one_line(run("verify", tmp_path / "text.txt", *places), 1, r"text\.txt' carries no result of Briefer")
    old = Path(__file__).parents[1] / "data" / "brief_schema_1.json"
    assert_one_line(run("verify", old, *places), 1, r"brief_schema_1\.json' has no seal.*make it again")
