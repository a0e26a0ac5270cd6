"""The named checks of a claim against the passage it rests on: each gives its findings.

A check joins by a function from a Comparison to words, and a line in CHECKS; what a finding weighs is decided in
`briefer.grounding.check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefer.grounding.checks import figures, names, roles, speech, wording
from briefer.grounding.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has against a claim: the check's name, and the words in question."""

    check: str
    what: str


Check = Callable[[Comparison], Iterator[str]]
CHECKS: dict[str, Check] = {
    "numbers": figures.check_numbers, "bounds": figures.check_bounds, "counts": figures.check_counts,
    "amounts": figures.check_amounts, "dates": figures.check_dates, "relations": figures.check_relations,
    "names": names.check_names, "elsewhere": names.check_elsewhere, "places": names.check_places,
    "quotations": speech.check_quotations, "speakers": speech.check_speakers, "attribution": speech.check_attribution,
    "roles": roles.check_roles, "subjects": roles.check_subjects, "pronouns": roles.check_pronouns,
    "negation": roles.check_negation, "modality": roles.check_modality, "new negation": wording.check_new_negation,
    "scope": wording.check_scope, "partial": wording.check_partial, "causes": wording.check_causes,
    "grave": wording.check_grave, "words": wording.check_words,
}  # fmt: skip


def findings(pair: Comparison) -> list[Finding]:
    """Return what the checks have against a claim, in their order, each once."""
    return [Finding(name, what) for name, check in CHECKS.items() for what in dict.fromkeys(check(pair))]
