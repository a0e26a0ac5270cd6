"""Tells which prompt a request was filled from, and with what: tests go by these, never by how a prompt is worded."""

import re
from functools import cache
from string import Template

from briefer.config import shipped
from briefer.models.llm.base import Prompt

VARIABLE = re.compile(r"\$(\w+)")


@cache
def _patterns() -> dict[str, tuple[str, re.Pattern[str]]]:
    """Return, of each prompt by its name, what the model is, and what is asked of it with a group for each variable."""
    found = {}
    for path in shipped("prompts").glob("*.txt"):
        system, _, user = path.read_text(encoding="utf-8").partition("\n---\n")
        seen: set[str] = set()
        pattern = ""
        for place, part in enumerate(VARIABLE.split(user.strip())):
            if place % 2 == 0:
                pattern += re.escape(Template(part).substitute())
            else:
                pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.*?)"
                seen.add(part)
        found[path.stem] = (system.strip(), re.compile(pattern, re.DOTALL))
    return found


def prompted(prompt: Prompt) -> tuple[str, dict[str, str]]:
    """Return the name of the prompt that a request was filled from, and its variables."""
    found = [
        (name, match.groupdict())
        for name, (system, pattern) in _patterns().items()
        if system == prompt.system and (match := pattern.fullmatch(prompt.user))
    ]
    assert len(found) == 1, (found, prompt)
    return found[0]


def name_of(prompt: Prompt) -> str:
    """Return the name of the prompt that a request was filled from."""
    return prompted(prompt)[0]


def told(prompt: Prompt) -> dict[str, str]:
    """Return the variables that a request was filled with, by their names."""
    return prompted(prompt)[1]
