"""A part of a question, and the walk over what was found for it: what of it answers. Knows nothing of other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefer.answering.candidates import candidates, lacking, reading
from briefer.answering.changes import changed, in_time
from briefer.answering.context import Candidate, Context, Reading
from briefer.answering.disagreement import contradicted, disagreement, on_it
from briefer.answering.kinds import NUMBERED
from briefer.answering.question import Question
from briefer.answering.rank import Sentence
from briefer.answering.windows import windows
from briefer.grounding.retrieve import Hit
from briefer.language.tokens import overlap, terms
from briefer.language.versions import facts
from briefer.progress import Stage
from briefer.schema import Disagreement

SAME = 0.5  # of the words of two claims, from which one that has no fact more repeats the other


@dataclass(slots=True)
class Walk:
    """What is kept of what was found for a part of a question, and what is doubtful.

    best is how sure the best candidate is; absent are its names that no article has of those whose windows were read.
    """

    question: Question
    context: Context
    hits: list[Hit]
    read: list[Reading] = field(default_factory=list)
    kept: list[Candidate] = field(default_factory=list)
    doubtful: list[Candidate] = field(default_factory=list)
    differ: Disagreement | None = None
    best: float = 0.0
    absent: tuple[str, ...] = ()

    def walk(self, found: Sequence[Sentence]) -> None:
        """Keep what the best of these sentences say; a second article is heard where it may say otherwise."""
        settings, question = self.context.settings, self.question
        more = question.several or question.kind in NUMBERED
        worth = windows(found, most=settings.more if more else settings.read)
        self.read = list(reading(question, worth, self.context))
        lacks = {id(one): lacking(question, one.window) for one in self.read}
        everywhere = set.intersection(*map(set, lacks.values())) if lacks else set()
        self.absent = tuple(sorted(everywhere))
        named = [one for one in self.read if not lacks[id(one)]]
        for one in sorted(named, key=lambda one: -one.probability):
            for made in self._made(one):
                self._weigh(made)
        if not self.differ and not question.several:
            self.differ, beside = contradicted(question, named or self.read, self.kept, self.doubtful, self.context)
            for made in beside:
                self._keep(made)
        if self.differ:  # it is an answer, though none of its sides alone may be one
            self.best = max(self.best, settings.answer)
        self.kept = in_time(question, self.kept)

    def _made(self, one: Reading) -> list[Candidate]:
        """Return what a window gives to the question; nothing where that cannot be an answer."""
        settings = self.context.settings
        if one.probability < settings.dissenting:
            self.best = max(self.best, one.probability)
            return []
        return candidates(self.question, one, self.context)

    def _weigh(self, made: Candidate) -> None:
        """Keep a candidate if it is an answer that nothing has given, or what contradicts or changed one."""
        settings, question = self.context.settings, self.question
        self.best = max(self.best, made.confidence)
        if made.confidence < settings.answer and not self._dissents(made):
            self.doubtful.append(made)
        elif any(_repeats(made, other, question) for other in self.kept):
            self._drop(made, "dropped: it repeats another")
        elif len(self.kept) >= (settings.several if question.several else settings.claims) and not self._moved(made):
            self._drop(made, "dropped: there are enough")
        elif question.one and self.kept and not question.several:
            self._beside(made)
        else:
            self._keep(made)

    def _beside(self, made: Candidate) -> None:
        """Keep a second answer to what has one only where it contradicts the first, or is its value at another time."""
        if self._moved(made):
            self._keep(made)
            return
        if not self.differ and on_it(self.question, made.claim, self.kept):
            self.differ = disagreement(self.question, self.kept, made, self.context)
        if self.differ and made.claim in self.differ.sides:
            self._keep(made)
        else:
            self._drop(made, "dropped: the question has one answer")

    def _dissents(self, made: Candidate) -> bool:
        """Return whether what is below the line may be another value of what was answered."""
        return bool(self.kept) and self._moved(made)

    def _moved(self, made: Candidate) -> bool:
        """Return whether it is another value of what was answered, of another time."""
        if not self.kept or not changed(self.question, self.kept[0], made):
            return False
        return made.confidence >= self.context.settings.answer or on_it(self.question, made.claim, self.kept)

    def _keep(self, made: Candidate) -> None:
        self.kept.append(made)
        self.context.claimed(made.claim)

    def _drop(self, made: Candidate, why: str) -> None:
        self.context.trace.add(Stage.CHOOSE, made.claim.text, why, chunk=made.sentence.chunk)

    @property
    def nearest(self) -> list[Hit]:
        """Return the passages that were found, those that were read first, best first."""
        read = [(one.window.article, s.chunk.paragraph.number) for one in self.read for s in one.window.ranked]
        order = {place: n for n, place in enumerate(dict.fromkeys(read))}
        return sorted(self.hits, key=lambda h: order.get((h.chunk.article.path, h.chunk.paragraph.number), len(order)))


def _repeats(made: Candidate, other: Candidate, question: Question) -> bool:
    """Return whether a claim says what another says: most of its words, and no number or name more.

    Of several that are asked for, only what gives the same one.
    """
    if question.several:
        return set(terms(made.words)) <= set(terms(other.words))
    claim, told = made.claim.text, other.claim.text
    same = overlap(set(terms(claim)), set(terms(told))) > SAME and facts(claim) <= facts(told)
    return same or made.sentence.place == other.sentence.place
