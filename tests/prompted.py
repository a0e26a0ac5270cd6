"""Tells which prompt a request was filled from, and with what: tests go by these, never by how a prompt is worded.

Scripted is a model that does.
"""

import re
from functools import cache
from string import Template

from briefer.config import shipped
from briefer.models.llm.base import Copied, Prompt
from briefer.models.llm.fake import FakeModel

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


def of(name, **variables):
    """Return what tells the requests that are filled from a prompt, with these variables among its own."""
    return name, frozenset(variables.items())


class Scripted(FakeModel):
    """A FakeModel, but for what some requests get: the probability of Yes, or of each option, and words.

    writes has what is written, and copies what is copied, where some words are shown.
    """

    def __init__(self, *, yes=None, writes=None, copies=None):
        self.yes = yes or {}
        self.writes, self.copies = writes or {}, copies or {}
        self.asked = []
        self.used = set()

    def choose(self, prompt, options):
        yes = self._scripted(prompt)
        if yes is None:
            return super().choose(prompt, options)
        return list(yes) if isinstance(yes, tuple) else [yes, 1 - yes, *[0.0] * (len(options) - 2)]

    def copy(self, prompt, text, *, never, max_tokens=24):
        name, shown = prompted(prompt)
        self.asked.append((name, shown))
        said = "\n".join(shown.values())
        found = self._copied(said, text)
        return found[0] if found else super().copy(prompt, text, never=never, max_tokens=max_tokens)

    def copy_list(self, prompt, text, *, never, max_tokens=72):
        name, shown = prompted(prompt)
        self.asked.append((name, shown))
        found = self._copied("\n".join(shown.values()), text)
        return found or super().copy_list(prompt, text, never=never, max_tokens=max_tokens)

    def _copied(self, said, text):
        return [Copied(given, -0.1) for words, given in self.copies.items() if words in said and given in text]

    def generate(self, prompt, output, *, max_tokens=256):
        made = super().generate(prompt, output, max_tokens=max_tokens).model_dump()
        shown = "\n".join(prompted(prompt)[1].values())
        found = [text for words, text in self.writes.items() if words in shown]
        return output.model_validate(made | {"claim": found[0]} if "claim" in made and found else made)

    def _scripted(self, prompt):
        name, shown = prompted(prompt)
        self.asked.append((name, shown))
        for key, chance in self.yes.items():
            scripted, variables = key
            if scripted == name and variables <= shown.items():
                self.used.add(key)
                return chance
        return None
