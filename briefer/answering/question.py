"""A question, analysed once: what it asks for, its parts, and whether it has one answer. Knows no answers or models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from briefer.answering.kinds import Kind, asked_of, kind_of, lists_of, wants_one
from briefer.errors import UsageError
from briefer.language.parser import Parser, Token, Tree
from briefer.language.tokens import capitalised

QUESTION_LENGTH = 1000  # characters, of a topic too
LEAST_WORDS = 2  # of a part of a question: "Why?" alone is none


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its tree, which is one even of several sentences, and what kind of answer it wants.

    asked are its tokens from the first question word on, all where it has none; one is whether it has one answer.
    """

    text: str
    tree: Tree = field(repr=False)
    kind: Kind
    one: bool
    asked: tuple[Token, ...] = field(repr=False)
    parser: Parser = field(repr=False, compare=False)

    @property
    def several(self) -> bool:
        """Return whether it asks for more than one: "which countries", "who were"; "name all …", "list everyone"."""
        said = [t.text.lower() for t in self.asked[:3]] + [""] * 3
        if self.tree.tokens and self.tree.tokens[0].text.lower() in lists_of(self.language)["listing"]:
            return True
        if said[0] == "who":
            return said[1] in {"are", "were"}
        if said[0] not in {"which", "what"}:
            return False
        first, noun = self.asked[0], self._noun
        plural = noun.text.endswith("s") and noun.text[-2:] not in {"ss", "is", "as"}
        are = said[2] in {"are", "were"} or (first.dep == "attr" and said[1] in {"are", "were"})
        return noun.tag == "NNS" or (not noun.tag and plural) or are

    @property
    def _noun(self) -> Token:
        """Return the noun behind "which": members of "which former members of it"; a parser may hang both anywhere."""
        behind = list(dropwhile(lambda t: t.pos in {"ADJ", "NUM", "ADV", "PUNCT", "ADP", "DET"}, self.asked[1:]))
        nouns = list(takewhile(lambda t: t.pos in {"NOUN", "PROPN"}, behind))
        return (nouns or behind or list(self.asked))[-1 if nouns else 0]

    @property
    def yes_or_no(self) -> bool:
        """Return whether it wants a yes or no."""
        return self.kind is Kind.YES_OR_NO

    @property
    def language(self) -> str:
        """Return the code of its language, by which word lists are found."""
        return self.parser.language


def checked(text: str, what: str) -> str:
    """Return a question or topic without spare blanks; raises UsageError if it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise UsageError(f"The {what} is empty. Say what you want to know.")
    if len(text) > QUESTION_LENGTH:
        raise UsageError(
            f"The {what} has {len(text)} characters; at most {QUESTION_LENGTH} are read. Shorten it: '{text[:40]}…'"
        )
    return text


def question_of(text: str, parser: Parser) -> Question:
    """Return a question from its text."""
    (tree,) = parser.parse([text])
    kind = kind_of(tree, parser.language)
    one = wants_one(tree, kind, parser.language)
    return Question(text, tree, kind, one, asked_of(tree, parser.language), parser)


def parts(question: Question) -> list[str]:
    """Return the questions that a question is made of: "When did it open, and who paid?" is two. Else it alone."""
    tokens = question.tree.tokens
    ends, starts = [], [0]
    for place, token in enumerate(tokens):
        joins = token.text.lower() == "and" and _alone(tokens[place + 1 :], question.language)
        if joins or token.text == ";":
            ends.append(token.start)
            starts.append(token.end)
    whole = question.text.rstrip().rstrip("?")
    found = [whole[start:end].strip(" ,;") for start, end in zip(starts, [*ends, len(whole)], strict=True)]
    if len(found) < LEAST_WORDS or not all(len(part.split()) >= LEAST_WORDS for part in found):
        return [question.text]
    return [f"{capitalised(part)}?" for part in found]


def _alone(tokens: Sequence[Token], language: str) -> bool:
    """Return whether what begins with some tokens can be asked alone.

    "when did it open", but not "when it opened" or "what Brandt said".
    """
    lists = lists_of(language)
    said = [t.text.lower() for t in tokens[:3]] + [""] * 3

    def subject(place: int) -> bool:
        return said[place] in lists["subjects"] or (len(tokens) > place and tokens[place].text[0].isupper())

    if said[0] in {"when", "where", "why"}:
        return said[1] in lists["auxiliaries"]
    if said[0] == "how":
        asks = said[1] in lists["degrees"] and said[2] in lists["auxiliaries"]
        return asks or said[1] in {"many", "much"} | lists["auxiliaries"]
    if said[0] in {"who", "whom", "what", "which"}:
        return not subject(1)
    if said[0] in lists["prepositions"] and said[1] in {"what", "which", "whom", "whose"}:  # "in which city is it"
        return any(t.text.lower() in lists["auxiliaries"] for t in tokens[2:5])
    return said[0] in lists["auxiliaries"] and subject(1)
