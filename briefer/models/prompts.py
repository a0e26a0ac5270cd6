"""Loads and fills the prompts in prompts/. Knows nothing of what they are for.

A prompt is a text file: what the model is, a line of three dashes, what it is shown and asked. $name is a variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Template

from briefer.config import shipped
from briefer.errors import PromptError
from briefer.models.llm.base import Prompt


def fill(name: str, variables: Mapping[str, str]) -> Prompt:
    """Return a prompt with its variables filled in.

    Raises PromptError, naming it, for a prompt that is not there or a variable that is missing or not known.
    """
    system, user = _load(name)
    known = set(system.get_identifiers()) | set(user.get_identifiers())
    for variable in sorted(known ^ set(variables)):
        problem = "is not given" if variable in known else "is not one of its variables"
        raise PromptError(f"Prompt '{name}': '{variable}' {problem} (known: {', '.join(sorted(known)) or 'none'}).")
    return Prompt(system.substitute(variables), user.substitute(variables))


@lru_cache
def _load(name: str) -> tuple[Template, Template]:
    path = shipped("prompts") / f"{name}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as exc:
        raise PromptError(f"Prompt '{name}' cannot be read at '{path}' ({exc.strerror}). Reinstall Briefer.") from exc
    system, dashes, user = text.partition("\n---\n")
    if not dashes:
        raise PromptError(
            f"Prompt '{name}' has no line of three dashes between what the model is and what it is asked."
        )
    return Template(system.strip()), Template(user.strip())
