"""What the documentation says is there, is there: files, links, commands, options, fields, floors."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_floors import FLOORS, HEAVY
from typer.main import get_command

from briefer.cli.commands import app
from briefer.evaluation.rows import BESIDE, KINDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "bench" / "README.md", *sorted(ROOT.glob("docs/*.md"))]
# A file or folder of the repository, as a text names it; not docs/ in the path of an address.
NAMED = re.compile(r"(?<![\w./-])(?:briefer|prompts|tests|bench|corpus|docs)/[\w./-]*\w/?")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in BLOCK.findall(read(page)) if name == language]


def typed(page: Path) -> Iterator[list[str]]:
    """Yield the words of each `brief` command that a page shows as typed at a prompt."""
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if line.startswith("$ brief "):
                yield shlex.split(line, comments=True)[2:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page):
    lost = {name for name in NAMED.findall(read(page)) if not (ROOT / name).exists()}
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    assert not [link for link in LINK.findall(read(page)) if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_typed_can_be(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in typed(page):
        command = get_command(app)
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        command.make_context(command.name, words)  # raises for what it does not take


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_has_the_options_that_it_is_named_with(page):
    for code in CODE.findall(read(page)):
        words = code.split()
        if words[0] != "brief":
            continue
        command = get_command(app)
        for word in words[1:]:
            command = getattr(command, "commands", {}).get(word, command)
        assert command.name != "brief" or len(words) == 1 or words[1].startswith("--"), code
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
        assert {word for word in words if re.match("--?[a-z]", word)} <= known | {"--help"}, code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_is_named_is_there(page):
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"[`$] ?make ([\w-]+)", read(page))) <= targets


def test_the_python_of_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "corpus", "articles", ignore=shutil.ignore_patterns(".briefer"))
    (example,) = blocks(ROOT / "README.md", "python")
    exec(example.replace('corpus="articles"', 'corpus="articles", model="fake"'), {})
    assert '"topic": "taiwan"' in capsys.readouterr().out


def test_contributing_has_the_floors_in_their_order_and_the_importers():
    page = read(ROOT / "CONTRIBUTING.md")
    packages = [name for rooms in FLOORS for name in rooms if (ROOT / "briefer" / name).is_dir()]
    rows = re.findall(r"^\| `(?:briefer/)?(\w+)/`", page, re.MULTILINE)
    assert rows == packages
    for library, homes in HEAVY.items():
        for home in homes:
            assert re.search(rf"`{library}`[^|]*\|[^|]*`briefer/{re.escape(home)}`", page), library


def test_every_kind_of_evaluation_set_is_documented_by_its_fields():
    rows = [line for line in read(ROOT / "docs" / "measuring.md").splitlines() if line.startswith("| `")]
    for kind, schema in KINDS.items():
        needed = {name for name, field in schema.model_fields.items() if field.is_required()}
        if kind in BESIDE:
            needed |= set(BESIDE[kind][0].model_fields)
        assert any(needed <= set(re.findall(r"\w+", row.split(" | ")[0])) for row in rows), kind
