"""Briefer: cited briefs and answers from a folder of articles, written by a local model.

Importing this loads nothing heavy: what is named below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.errors import BrieferError
    from briefer.evaluation.report import Evaluation
    from briefer.language.parser import Parser
    from briefer.library.filters import Filters
    from briefer.library.ingest import Ingested
    from briefer.models.embedder import Embedder
    from briefer.models.llm.base import LanguageModel
    from briefer.progress import Progress
    from briefer.reviews import Changes, Finding, Proposal, Verification
    from briefer.schema import Answer, Article, Brief, Citation, Claim, Listed, Passage

__version__ = "0.1.0"
_HOMES = {
    "Briefer": "briefer.api",
    "BrieferError": "briefer.errors",
    "Embedder": "briefer.models.embedder",
    "Changes": "briefer.reviews",
    "Evaluation": "briefer.evaluation.report",
    "Finding": "briefer.reviews",
    "Filters": "briefer.library.filters",
    "Ingested": "briefer.library.ingest",
    "LanguageModel": "briefer.models.llm.base",
    "Parser": "briefer.language.parser",
    "Progress": "briefer.progress",
    "Proposal": "briefer.reviews",
    "Verification": "briefer.reviews",
    **dict.fromkeys(["Answer", "Article", "Brief", "Citation", "Claim", "Listed", "Passage"], "briefer.schema"),
}
__all__ = [
    "Answer", "Article", "Brief", "Briefer", "BrieferError", "Changes", "Citation", "Claim", "Embedder", "Evaluation",
    "Filters", "Finding", "Ingested", "LanguageModel", "Listed", "Parser", "Passage", "Progress", "Proposal",
    "Verification",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Return a public name, loading its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'briefer' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)
