"""Lists what a brief rests on: its sources, how many accounts they are, how it was made. Knows no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from briefer.briefing.settings import BriefSettings
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.llm.base import LanguageModel
from briefer.schema import Certainty, Citation, Claim, Made, Source


def sources_of(claims: Sequence[Claim]) -> list[Source]:
    """Return the articles that some claims cite, in the order of their first citation."""
    cited: dict[str, list[Citation]] = {}
    for citation in (c for claim in claims for c in claim.citations):
        cited.setdefault(citation.article, []).append(citation)
    return [
        Source(
            article=path, title=rows[0].title, publisher=rows[0].publisher, date=rows[0].date,
            paragraphs=tuple(sorted({c.paragraph for c in rows})), version=rows[0].version,
        )
        for path, rows in cited.items()
    ]  # fmt: skip


def rests_on(sources: Sequence[Source], accounts: int, key_points: Sequence[Claim]) -> str:
    """Return in one line what a page rests on: articles, publishers, accounts, how old, and what rests on one alone."""
    publishers = {source.publisher for source in sources if source.publisher}
    dates = sorted(source.date for source in sources if source.date)
    told = [_many(len(sources), "article")]
    told += [_many(len(publishers), "publisher")] if publishers else []
    told.append(_many(accounts, "independent account"))
    if dates:
        told.append(f"of {dates[0]}" if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}")
    alone = sum(claim.certainty is Certainty.SINGLE for claim in key_points)
    if alone and len(sources) > 1:
        told.append(
            "each key point rests on one"
            if alone == len(key_points)
            else f"{alone} of {len(key_points)} key points rest on one"
        )
    return ", ".join(told)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def corpus_sha256(snapshot: Sequence[tuple[str, str]]) -> str:
    """Return the hash of a corpus: of the paths and hashes of its articles, in order."""
    return hashlib.sha256(json.dumps(snapshot).encode()).hexdigest()


def made_now(
    *, version: str, model: LanguageModel, sha256: str | None, embedder: str, corpus: str, library: Library,
    settings: BriefSettings, filters: Filters,
) -> Callable[[float, int], Made]:  # fmt: skip
    """Return a function from seconds taken and tokens evaluated to how a brief was made."""
    snapshot = library.snapshot()
    only = {f"only_{name}": ", ".join(v) if isinstance(v, tuple) else v for name, v in asdict(filters).items()}
    used = asdict(settings) | only
    chosen = {name: value for name, value in used.items() if value not in (None, "")}
    return lambda seconds, tokens: Made(
        version=version, model=model.name, model_sha256=sha256, embedder=embedder, corpus=corpus,
        corpus_sha256=corpus_sha256(snapshot), articles=len(snapshot),
        settings=chosen, at=datetime.now(UTC).isoformat(timespec="seconds"), seconds=seconds, tokens=tokens,
    )  # fmt: skip
