"""How much fits on a page, and whose words it is in. Knows nothing of how it is filled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefer.errors import UsageError


@dataclass(frozen=True, slots=True)
class BriefSettings:
    """How much fits: room is in words, the others are numbers of statements; support is a probability, 0–1.

    wording is "source" for the sources' own words, shortened, or "model" for the model's, each checked.
    """

    room: int = 320
    stories: int = 4
    bottom_line: int = 4
    key_points: int = 9
    statements: int = 6
    events: int = 5
    watch: int = 3
    figures: int = 2
    gaps: int = 4
    support: float = 0.6
    wording: str = "source"

    def sized(self, words: int) -> BriefSettings:
        """Return the settings of a page with room for so many words, from 100 to 2,000, and statements to fill it.

        Raises UsageError for another number.
        """
        if not 100 <= words <= 2000:
            raise UsageError(f"A brief of {words} words cannot be written. Choose from 100 to 2,000.")
        if words == DEFAULT:
            return self
        many = max(3, round(self.key_points * words / DEFAULT))
        return replace(self, room=round(self.room * words / DEFAULT), key_points=many)


DEFAULT = 400  # words of a page
