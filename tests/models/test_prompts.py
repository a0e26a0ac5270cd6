"""Prompt files and what fills them."""

import ast
import re
from pathlib import Path

import pytest
from prompted import prompted

import briefer
from briefer.config import shipped
from briefer.errors import PromptError
from briefer.models.prompts import fill

FILES = sorted(shipped("prompts").glob("*.txt"))
NAMES = [path.stem for path in FILES]
ALIKE = {"anything"}  # is shown nothing: a text's tokens are weighed with a passage against it


def variables(path: Path) -> dict[str, str]:
    return {name: f"<{name}>" for name in re.findall(r"\$(\w+)", path.read_text(encoding="utf-8"))}


def asked_for() -> tuple[set[str], set[str]]:
    """Return the names of the prompts that the program fills, and the texts of all modules that fill any."""
    filled, texts = set(), set()
    for path in Path(briefer.__file__).parent.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        calls = [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "fill"]
        filled |= {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
        texts |= {n.value for n in nodes if calls and isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return filled, texts


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_prompt_says_what_the_model_is_and_what_is_asked(path):
    known = variables(path)
    prompt = fill(path.stem, known)
    assert prompt.system
    assert prompt.user
    assert bool(known) == (path.stem not in ALIKE)
    assert all(value in prompt.system + prompt.user for value in known.values())
    assert "$" not in prompt.system + prompt.user


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_request_tells_by_its_words_which_prompt_it_is_and_what_it_was_filled_with(path):
    known = {name: f"{value} {{1}} \\ $2" for name, value in variables(path).items()}
    if "passage" in known:
        known["passage"] += "\n\nIt rained: $question"
    assert prompted(fill(path.stem, known)) == (path.stem, known)


def test_every_prompt_file_is_used_and_every_prompt_used_has_its_file():
    filled, texts = asked_for()
    assert filled <= set(NAMES) <= texts


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_missing_and_an_unknown_variable_are_named(path):
    known = variables(path)
    for missing in known:
        with pytest.raises(PromptError, match=rf"'{path.stem}'.*'{missing}' is not given"):
            fill(path.stem, {name: value for name, value in known.items() if name != missing})
    with pytest.raises(PromptError, match=r"'colour' is not one of its variables"):
        fill(path.stem, known | {"colour": "red"})


def test_a_prompt_that_is_not_there_is_named():
    with pytest.raises(PromptError, match="'nothing'"):
        fill("nothing", {})


def test_an_article_cannot_speak_for_another_variable():
    prompt = fill("answer", {"passage": "It costs $5. $question ${question} $$ $", "question": "How much?"})
    assert "It costs $5. $question ${question} $$ $" in prompt.user
