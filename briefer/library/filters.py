"""Which articles a search may use. Knows nothing of how they are searched."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.errors import UsageError


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may use; an article that does not say what a filter asks for fails it.

    Dates are ISO 8601, inclusive. language is a code of ISO 639-1. articles are paths; the path of a file that holds
    many ("export.txt") names them all.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    language: str | None = None
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise UsageError for a time that ends before it begins."""
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"No day is from {self.since} on and up to {self.until}. Exchange the two.")
