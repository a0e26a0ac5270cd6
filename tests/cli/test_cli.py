"""The command line as a user meets it: what comes out where, and with which exit code."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import briefer
from briefer import Briefer, Evaluation
from briefer.cli.commands import app
from briefer.evaluation.report import Case, Line, RunComparison, Score, SetKind
from briefer.evaluation.tally import tally
from briefer.models import registry
from briefer.models.embedder import HashingEmbedder
from briefer.rendering.carried import carried
from briefer.schema import Answer, Article

BRIEF = Path(sys.executable).parent / "brief"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("BRIEFER_CORPUS", "BRIEFER_INDEX")}
SENTENCE = "The harbour master of Westhaven counted the boats and wrote the number down."


def run(*arguments, **options):
    command = [str(BRIEF), *map(str, arguments)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run(command, text=True, check=False, env=ENVIRONMENT, **options)


def assert_one_line(done, code, said):
    """Assert that a command failed as it should: one line on stderr that says so, nothing on stdout."""
    assert (done.returncode, done.stdout) == (code, "")
    assert re.fullmatch(r"brief: [^\n]+\n", done.stderr), done.stderr
    assert re.search(said, done.stderr), done.stderr
    assert "Traceback" not in done.stderr


class Stand(HashingEmbedder):
    """Stands in for the real embedder, which takes seconds to load."""

    name = "all-minilm-l6-v2"
    dim = 384


@pytest.fixture(scope="module")
def places(ready, tmp_path_factory):
    """A corpus that is indexed as if by the real embedder, as options."""
    index = tmp_path_factory.mktemp("cli") / "index"
    with Briefer(ready[0], index=index, embedder=Stand()) as briefer:
        briefer.ingest()
    return ("--corpus", ready[0], "--index", index)


@pytest.fixture
def big(tmp_path):
    """A corpus that takes a while."""
    folder = tmp_path / "big"
    folder.mkdir()
    for number in range(30):
        (folder / f"a{number:02}.txt").write_text("\n\n".join(f"Day {n} was quiet. {SENTENCE}" for n in range(40)))
    return folder


QUESTION = {
    "id": "q1", "question": "Who?", "answerable": True, "accept": "Ada", "article": None, "evidence": "Ada",
}  # fmt: skip


@pytest.fixture
def report(tmp_path):
    """A report, as a file, of eight questions with an answer and eight without, as their confidences tell."""

    def make(name, confidences, *, model="qwen3-4b", kind=SetKind.QUESTIONS):
        cases = []
        for number, confidence in enumerate(confidences):
            positive = number < len(confidences) / 2
            said = confidence >= 0.75
            cases.append(
                Case(
                    id=f"q{number}", group=f"q{number}", question="Who?", said="Ada" if said else "", expected="Ada",
                    positive=positive, failed=said != positive,
                    probabilities={"support" if kind is SetKind.SUMMARIES else "confidence": confidence},
                    scores={"right" if positive else "rejected": Score(hit=said == positive)},
                )
            )  # fmt: skip
        lines = {Line.ANSWER: 0.75, Line.SUPPORT: 0.6}
        run = Evaluation(
            kind=kind, file="set.jsonl", sha256="0", model=model, version="0", at="2026-01-31T10:00:00+00:00",
            lines=lines, rows=len(cases), interrupted=False, figures=tally(kind, cases, lines), cases=tuple(cases),
        )  # fmt: skip
        path = tmp_path / name
        path.write_text(run.model_dump_json(), encoding="utf-8")
        return path

    return make


@pytest.fixture
def checkout(tmp_path):
    """A copy of the program, as an environment to run in: what writes its models.toml changes no other."""
    root = Path(briefer.__file__).parent.parent
    copy = tmp_path / "checkout"
    shutil.copytree(root / "briefer", copy / "briefer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "prompts", copy / "prompts")
    shutil.copy(root / "models.toml", copy)
    return copy


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--topic T"),
        (("eval",), "'brief eval FILE'"),
        (("eval", "set.jsonl", "--limit", "0"), "--limit"),
        (("eval", "--compare", "one"), "requires 2 arguments"),
        (("eval", "--compare", "smollm2-135m", "qwen3-4b"), "two reports, or FILE and two models"),
        (("eval", "s.jsonl", "--compare", "a", "b", "--model", "c"), "--model and --calibrate do not go with it"),
        (("--nope",), "No such option: --nope"),
        (("nothing",), "No such command 'nothing'"),
        (("ask",), "Missing argument"),
        (("models",), "Missing command"),
        (("ask", "Who?", "--format", "odt"), "'terminal', 'md', 'json', 'html', 'pdf'"),
        (("ask", "Who?", "--corpus"), "requires an argument"),
        (("search", "x", "--top-k", "0"), "--top-k"),
        (("search", "x", "--top-k", "many"), "--top-k"),
        (("ask", ""), "empty"),
        (("--topic", " \n"), "empty"),
        (("search", ""), "empty"),
        (("ask", "why " * 2500), "9999 characters"),
        (("ask", "Who?", "--since", "yesterday"), "'yesterday' is not a day.*2026-01-31"),
        (("--topic", "t", "--until", "2024-02-30"), "'2024-02-30' is not a day"),
        (("search", "x", "--lang", "Elvish"), "'Elvish' is no language"),
        (("ask", "Who?", "-o", "/nowhere/at/all.md"), "there is no folder '/nowhere/at'"),
        (("ask", "Who?", "-o", __file__), "is there already. --force"),
        (("--topic", "x", "--mark", "x" * 81), "too long for --mark"),
        (("--topic", "x", "--paper", "a3"), "'a4', 'letter'"),
        (("ask", "Who?", "-o", "/"), "cannot be written"),
        (("--topic", "t", "ask", "Who?"), "come after it"),
        (("--corpus", "somewhere", "ask", "Who?"), "come after it"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments, said, tmp_path):
    assert_one_line(run(*arguments, cwd=tmp_path), 2, said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "x", "--corpus", "nowhere"), "'nowhere' does not exist.*--corpus"),
        (("ask", "Who?", "--corpus", "nowhere"), "'nowhere' does not exist"),
        (("ingest",), "'corpus' does not exist.*BRIEFER_CORPUS"),
        (("ingest", "--corpus", "empty"), "no article in 'empty'"),
        (("ingest", "--corpus", "file.txt"), "is not a folder"),
        (("--topic", "t", "--model", "nobody"), "'nobody' is not in models.toml.*known: qwen.*smollm2-135m"),
        (("ask", "Who?", "--model", "none.gguf"), "no model file 'none.gguf'"),
        (("eval", "none.jsonl"), "'none.jsonl' is not there"),
        (("eval", "file.txt"), "'file.txt', line 1: this is not JSON"),
        (("eval", "empty", "--calibrate"), "no evaluation set in 'empty'"),
        (("eval", "set.jsonl", "--model", "nobody"), "'nobody' is not in models.toml"),
        (("eval", "set.jsonl", "--compare", "nobody", "no-one"), "'nobody' is not in models.toml"),
        (("models", "path", "nobody"), "not in models.toml"),
        (("models", "pull", "nobody"), "not in models.toml"),
        (("models", "table", "nowhere"), "no model file"),
        (("models", "table", "."), "not a spaCy pipeline"),
    ],
)
def test_what_is_not_there_is_one_line_and_exit_code_1(arguments, said, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text")
    (tmp_path / "set.jsonl").write_text(json.dumps(QUESTION))
    assert_one_line(run(*arguments, cwd=tmp_path), 1, said)


def test_an_article_or_paragraph_that_is_not_there_is_named(places):
    assert_one_line(run("show", "nothing.txt", *places), 1, "nothing.txt")
    assert_one_line(run("show", "museum.txt", "--paragraph", "99", *places), 2, "there is no 99")


def test_an_index_that_cannot_be_made_is_one_line_and_so_is_one_that_is_made_anew(ready, tmp_path):
    (tmp_path / "file").write_text("text")
    assert_one_line(run("ingest", "--corpus", ready[0], "--index", tmp_path / "file"), 1, "index.*--index")
    (tmp_path / "catalogue.sqlite").write_text("garbage " * 999)
    done = run("ingest", "--corpus", ready[0], "--index", tmp_path)
    assert (done.returncode, done.stdout) == (0, "3 articles: 3 read, 0 gone, 0 skipped.\n")
    assert re.fullmatch(r"brief: [^\n]*damaged[^\n]*made anew from the articles\.\n", done.stderr)


def test_a_file_that_is_no_model_is_one_line(places, tmp_path):
    (tmp_path / "text.gguf").write_text("no model")
    (tmp_path / "empty.gguf").write_text("")
    (tmp_path / "short.gguf").write_bytes(b"GGUF\x03\x00\x00\x00")
    for name, said in (("text", "not a GGUF"), ("empty", "not a GGUF"), ("short", "damaged or cut short")):
        done = run("ask", "Who?", "--model", tmp_path / f"{name}.gguf", *places)
        assert (done.returncode, done.stdout) == (1, "")
        assert re.search(rf"^brief: .*{said}.*\n\Z", done.stderr, re.MULTILINE)
        assert "Traceback" not in done.stderr


@pytest.mark.model
def test_a_truncated_model_is_one_line(places, tmp_path):
    whole = registry.require(registry.load().entry("smollm2-135m"))
    cut = tmp_path / "cut.gguf"
    with whole.open("rb") as source, cut.open("wb") as target:
        shutil.copyfileobj(source, target, 5_000_000)
        target.truncate(50_000_000)
    done = run("ask", "Who?", "--model", cut, *places)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"^brief: .*damaged or cut short.*\n\Z", done.stderr, re.MULTILINE)


@pytest.mark.model
def test_a_topic_that_no_article_has_is_exit_code_3_with_what_is_nearest(places):
    done = run("ask", "Which penguins colonised Antarctica?", "--model", "smollm2-135m", "--format", "json", *places)
    answer = Answer.model_validate_json(done.stdout)
    assert done.returncode == 3
    assert not answer.answered
    assert answer.nearest


def test_an_article_is_shown_with_the_text_that_offsets_count_in(places):
    done = run("show", "bridge.md", "--format", "json", *places)
    article = Article.model_validate_json(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    one = Article.model_validate_json(run("show", "bridge.md", "--paragraph", 2, "--format", "json", *places).stdout)
    assert one.paragraphs == (article.paragraphs[1],)
    assert one.text == article.text


def test_a_result_is_written_where_o_says_and_stdout_stays_empty(places, tmp_path):
    target = tmp_path / "result.md"
    done = run("show", "bridge.md", "--format", "md", "-o", target, *places)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Tom Okafor" in target.read_text(encoding="utf-8")


def test_a_file_is_what_its_name_ends_with_and_is_overwritten_by_force_alone(places, tmp_path):
    for name, begins in (("a.pdf", b"%PDF-"), ("a.docx", b"PK"), ("a.HTML", b"<!DOCTYPE html>"), ("a.json", b"{")):
        done = run("show", "bridge.md", "-o", tmp_path / name, *places)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert (tmp_path / name).read_bytes().startswith(begins)
    written = (tmp_path / "a.pdf").read_bytes()
    assert_one_line(run("show", "harbour.txt", "-o", tmp_path / "a.pdf", *places), 2, "--force")
    assert (tmp_path / "a.pdf").read_bytes() == written
    assert run("show", "harbour.txt", "-o", tmp_path / "a.pdf", "--force", *places).returncode == 0
    assert (tmp_path / "a.pdf").read_bytes() != written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.HTML", "a.docx", "a.json", "a.pdf"]


def test_a_brief_and_an_answer_are_written_with_their_evidence_and_how_they_are_to_be_handled(ready, tmp_path):
    options = ("--model", "fake", "--corpus", ready[0], "--index", tmp_path / "index")
    page, answer = tmp_path / "brief.html", tmp_path / "answer.md"
    done = run("--topic", "harbour", "--mark", "TLP:AMBER", "-o", page, *options)
    assert (done.returncode, done.stdout) == (0, "")
    found = carried(page.read_bytes(), page.name)
    assert found.result.mark == "TLP:AMBER"
    assert found.visible.count("TLP:AMBER") == 2
    assert "She thanked the 60 volunteers" in found.visible or "Fishing crews returned" in found.visible
    asked = run("ask", "Who thanked the volunteers?", "-o", answer, *options)
    assert asked.returncode in (0, 3)
    assert carried(answer.read_bytes(), answer.name).result.question == "Who thanked the volunteers?"


def test_a_pdf_goes_to_a_pipe_but_to_no_terminal(places):
    command = [str(BRIEF), "show", "bridge.md", "--format", "pdf", *map(str, places)]
    piped = subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT)
    assert piped.stdout.startswith(b"%PDF-")
    ours, theirs = os.openpty()
    shown = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False, env=ENVIRONMENT)
    os.close(ours)
    os.close(theirs)
    assert shown.returncode == 2
    assert b"Name a file for it: -o" in shown.stderr


def test_a_pdf_that_cannot_be_written_is_where_the_error_says(places):
    done = run("show", "bridge.md", "--format", "pdf", "-o", "/dev/full", *places)
    assert (done.returncode, done.stdout) == (1, "")
    place = Path(re.search(r"the result is in '([^']+)' instead", done.stderr)[1])
    assert place.read_bytes().startswith(b"%PDF-")
    place.unlink()


def test_a_result_that_cannot_be_written_at_the_end_is_not_lost(places):
    done = run("show", "bridge.md", "-o", "/dev/full", *places)
    assert done.returncode == 1
    assert "Tom Okafor" in done.stdout
    assert re.fullmatch(r"brief: [^\n]*on stdout instead[^\n]*\n", done.stderr)


def test_a_full_disk_behind_stdout_is_one_line_and_a_closed_pipe_is_none(places):
    with Path("/dev/full").open("w") as full:
        done = run("show", "bridge.md", *places, stdout=full)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written" in done.stderr
    reader, writer = os.pipe()
    os.close(reader)
    done = run("show", "bridge.md", *places, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_files_that_cannot_be_read_are_warned_of_and_the_exit_code_is_0(places, tmp_path):
    corpus, index = (shutil.copytree(places[i], tmp_path / name) for i, name in ((1, "articles"), (3, "index")))
    (corpus / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (corpus / "empty.md").write_text("")
    done = run("ingest", "--corpus", corpus, "--index", index)
    assert (done.returncode, done.stdout) == (0, "3 articles: 0 read, 0 gone, 2 skipped.\n")
    assert re.fullmatch(r"brief: .*empty\.md.*\nbrief: .*picture\.txt.* not read.*\n", done.stderr)


def test_articles_are_listed_and_those_with_problems_with_what_they_are(places, tmp_path):
    corpus, index = (shutil.copytree(places[i], tmp_path / name) for i, name in ((1, "articles"), (3, "index")))
    (corpus / "copy.txt").write_bytes((corpus / "harbour.txt").read_bytes() + "\n\nLe café ouvre.".encode("cp1252"))
    (corpus / "names.txt").write_text(
        "Ferry\n\nIt sank.\n\n" + "\n\n".join(["Ada Lenn", "Tom Okafor", "Ines Vidal"] * 3)
    )
    (corpus / "empty.md").write_text("")
    run("ingest", "--corpus", corpus, "--index", index)
    listed = run("articles", "--corpus", corpus, "--index", index).stdout
    assert re.search(
        r"^harbour\.txt: .*, en; \d+ paragraphs?, \d+% evidence, copies: copy\.txt\)$", listed, re.MULTILINE
    )
    problems = run("articles", "--problems", "--corpus", corpus, "--index", index).stdout
    assert re.findall(r"^(\S+\.\w+)", problems, re.MULTILINE) == ["copy.txt", "empty.md", "names.txt"]
    assert re.search(r"    Only \d+% of its text can be evidence; the rest was taken for notice \d+%", problems)
    assert re.search("read as (cp|Windows-)1252", problems)
    assert "is empty" in problems


def test_ctrl_c_is_exit_code_130_and_the_next_run_goes_on_from_there(big, tmp_path):
    places = ("--corpus", big, "--index", tmp_path / "index")
    catalogue = tmp_path / "index" / "catalogue.sqlite"
    process = subprocess.Popen(
        [BRIEF, "ingest", *places],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while process.poll() is None and indexed(catalogue) < 2:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate()
    kept = indexed(catalogue)
    assert (process.returncode, output) == (130, "")
    assert errors == "brief: interrupted. What was indexed is kept.\n"
    assert 2 <= kept < 30
    with Briefer(big, index=tmp_path / "index", embedder=Stand()) as briefer:
        done = briefer.ingest()
        assert (done.read, done.total, done.waiting) == ((), 30, 0)


@pytest.mark.parametrize("seconds", [0.1, 0.3])
def test_ctrl_c_while_the_program_starts_is_exit_code_130_without_a_traceback(big, tmp_path, seconds):
    process = subprocess.Popen(
        [BRIEF, "ingest", "--corpus", big, "--index", tmp_path / "index"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode in (130, -signal.SIGINT)  # the latter before Python itself was up
    assert process.returncode != 130 or errors == "brief: interrupted. What was indexed is kept.\n"


def test_a_full_disk_is_one_line(ready, tmp_path):
    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    done = run("ingest", "--corpus", ready[0], "--index", tmp_path / "index", preexec_fn=small_disk)
    assert_one_line(done, 1, "Free some space")


def test_a_report_is_shown_again_in_any_format(report):
    path = report("a.json", [0.9] * 8 + [0.2] * 8)
    shown = run("eval", path, "--format", "md")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "| right | 100.0 % | 67.6 to 100.0 % | 8/8 |" in shown.stdout
    assert run("eval", path, "--format", "json").stdout.strip() == Evaluation.model_validate_json(
        path.read_text(encoding="utf-8")
    ).model_dump_json(indent=2)
    assert_one_line(run("eval", path, "--limit", "2"), 2, "A report is used as it is")


def test_briefs_are_measured_over_the_folder_that_a_set_names(ready, tmp_path):
    fact = {"fact": "It reopened.", "accept": "reopen", "article": "harbour.txt", "weight": 2}
    row = {"id": "b1", "corpus": "news", "topic": "harbour", "absent": False, "facts": [fact]}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row | {"articles": ["harbour.txt"]}))
    options = ("--model", "fake", "--corpus", tmp_path / "nowhere")
    assert_one_line(run("eval", path, *options), 1, "neither in '.*news' nor '.*news'")
    shutil.copytree(ready[0], tmp_path / "news")
    done = run("eval", path, *options, "--format", "md")
    assert done.returncode == 0, done.stderr
    assert re.search(r"\| lead facts \| .* \| [01]/1 \|\n", done.stdout)
    assert re.search(r"\| seconds, median \| \d+\.\d\d s \|", done.stdout)


def test_two_reports_are_compared(report):
    first, second = report("a.json", [0.9] * 8 + [0.2] * 8), report("b.json", [0.9] * 2 + [0.1] * 6 + [0.2] * 8)
    done = run("eval", "--compare", first, second, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = RunComparison.model_validate_json(done.stdout)
    (right,) = (d for d in found.differences if d.name == "right")
    assert (right.first, right.second, right.p) == (1.0, 0.25, 2 / 2**6)
    assert len(found.changes) == 6
    assert_one_line(run("eval", first, "--compare", first, second), 2, "Leave out FILE")
    assert_one_line(run("eval", first, "--compare", first, "smollm2-135m"), 2, "A report is used as it is")


def test_calibrating_on_a_report_writes_the_line_with_the_command_and_leaves_the_other(report, checkout):
    path = report("a.json", [0.5] * 8 + [0.2] * 8)
    pairs = report("b.json", [0.9] * 8 + [0.5] * 8, kind=SetKind.SUMMARIES)

    def calibrated(path):
        command = [BRIEF, "eval", path, "--calibrate", "--format", "md"]
        environment = ENVIRONMENT | {"PYTHONPATH": str(checkout)}
        done = subprocess.run(command, text=True, capture_output=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        return done, registry.load(checkout / "models.toml").entry("qwen3-4b").thresholds

    done, found = calibrated(path)
    assert "The line 'answer' was 0.75; 0.36 is best on 8 cases." in done.stdout
    assert "| balanced accuracy, answer = 0.75 | 0.500 |" in done.stdout
    assert "| balanced accuracy, answer = 0.36 | 1.000 |" in done.stdout
    assert re.search(r"^qwen3-4b: answer = 0\.36, in .*models\.toml$", done.stderr, re.MULTILINE)
    assert (found.answer, found.support) == (0.36, 0.6)
    assert found.command == f"brief eval {path} --calibrate --format md"
    _, found = calibrated(pairs)
    assert (found.answer, found.support) == (0.36, 0.71)
    assert registry.load().entry("qwen3-4b").thresholds is None


def test_what_cannot_be_calibrated_is_said_before_anything_is_measured(report, tmp_path):
    (tmp_path / "set.jsonl").write_text(json.dumps(QUESTION))
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    done = run("eval", tmp_path / "set.jsonl", "--calibrate", "--model", tmp_path / "own.gguf")
    assert (done.returncode, done.stdout) == (2, "")
    assert '[models."own"]\nkind = "llm"\n' in done.stderr
    assert re.search(r"^brief: A line is kept in models\.toml.*Add the table above", done.stderr, re.MULTILINE)
    swapped = report("a.json", [0.9, 0.2], kind=SetKind.SWAPPED)
    assert_one_line(run("eval", swapped, "--calibrate"), 2, "No line can be calibrated on a set of 'conflict")
    unknown = report("b.json", [0.9, 0.2], model="nobody")
    assert_one_line(run("eval", unknown, "--calibrate"), 1, "'nobody' is not in models.toml")


def test_doctor_says_what_is_wrong_with_the_remedy_and_repairs_it(ready, tmp_path):
    places = ("--model", "fake", "--corpus", ready[0], "--index", tmp_path / "index")
    assert re.search(r"^! index +there is none yet.*\n +brief ingest$", run("doctor", *places).stdout, re.MULTILINE)
    assert run("doctor", "--repair", *places).returncode == 0
    catalogue = tmp_path / "index" / "fake" / "catalogue.sqlite"
    catalogue.write_bytes(b"no database" * 1000)
    assert re.search(r"^! catalogue .*\n +brief doctor --repair$", run("doctor", *places).stdout, re.MULTILINE)
    done = run("doctor", "--repair", *places)
    assert "is made anew from the articles" in done.stderr
    assert re.search(r"^  catalogue +3 articles", done.stdout, re.MULTILINE)


def test_every_option_has_a_row_in_the_documentation():
    from typer.main import get_command

    root = Path(__file__).parents[2]
    pages = {"eval": "docs/measuring.md", "ui": "docs/app.md"}
    waiting = [get_command(app)]
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        page = (root / pages.get(command.name, "README.md")).read_text(encoding="utf-8")
        rows = " ".join(line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `-"))
        documented = set(re.findall(r"`(-[\w-]+)", rows))
        named = {name for option in command.params for name in (*option.opts, *option.secondary_opts) if name[0] == "-"}
        assert named <= documented, (command.name, named - documented)


def indexed(catalogue: Path) -> int:
    """Return how many articles are whole."""
    try:
        with sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True) as db:
            return db.execute("SELECT count(*) FROM article WHERE state = 'indexed'").fetchone()[0]
    except sqlite3.Error:
        return 0


def test_every_command_and_option_has_a_line_of_help():
    from typer.main import get_command

    waiting = [get_command(app)]
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        assert command.help, command.name
        assert all(getattr(option, "help", None) for option in command.params), command.name


def test_help_and_version_are_results(tmp_path):
    for arguments in (("--help",), ("ask", "--help"), ("models", "pull", "--help"), ("--version",)):
        done = run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


def test_models_are_listed_with_the_default_marked():
    done = run("models", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^\* qwen2\.5-coder-1\.5b", done.stdout, re.MULTILINE)


def test_debug_shows_all_of_an_error(tmp_path):
    done = run("--debug", "search", "x", "--corpus", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("asked", "stage"),
    [(("ask", "Who warned that the old ferry must run?"), "read"), (("--topic", "the harbour of Westhaven"), "choose")],
)
def test_explain_shows_the_steps_after_the_result_and_no_other_run_does(ready, tmp_path, asked, stage):
    options = ("--model", "fake", "--corpus", ready[0], "--index", tmp_path / "index", "--format")
    plain, explained = run(*asked, *options, "md"), run(*asked, *options, "md", "--explain")
    assert (plain.returncode, explained.returncode) == (0, 0)
    assert "How this was made" not in plain.stdout
    result, steps = explained.stdout.split("**How this was made**")
    assert result.splitlines()[0] == plain.stdout.splitlines()[0]
    assert f"- {stage}" in steps
    data = json.loads(run(*asked, *options, "json", "--explain").stdout)
    assert {stage} <= {step["stage"] for step in data["steps"]}


def test_explain_tells_why_there_is_no_answer(ready, tmp_path):
    options = ("--model", "fake", "--corpus", ready[0], "--index", tmp_path / "index", "--format", "md", "--explain")
    done = run("ask", "Which penguins colonised Antarctica?", *options)
    assert done.returncode == 3
    assert "do not say" in done.stdout
    assert re.search(r"^- read 0\.[0-4]", done.stdout.split("**How this was made**")[1], re.MULTILINE)
