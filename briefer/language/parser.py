"""Parses sentences: what each word is, and what it hangs on. The only importer of spacy; knows nothing of rules.

A pipeline is a folder that `brief models pull` fetched. It is loaded at first use and may be shared between threads.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefer.errors import ModelLoadError
from briefer.language.lists import labels, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MOST_KEPT = 4096  # sentences
MOST_CHARACTERS = 2000  # of a sentence that is parsed; what is longer is no sentence and would take long


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a sentence: tree.text[start:end]. head is the index of what it hangs on, its own for the root.

    tag is Penn's, pos and dep are those of the pipeline, entity the label of the entity that it is part of, else "".
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    entity: str = ""
    begins: bool = False  # an entity


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence: its text, its tokens in order, and for each token those that hang on it.

    quotes are the offsets of what of it is within quotation marks, marks included, which may go on outside it.
    """

    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...] = field(repr=False)
    quotes: tuple[tuple[int, int], ...] = ()

    @property
    def root(self) -> Token | None:
        """Return the first token that hangs on none, mostly the main verb; None where there are no tokens."""
        return next((t for t in self.tokens if t.head == t.index), None)

    def below(self, token: Token) -> Iterator[Token]:
        """Yield the tokens that hang on a token, in order."""
        return (self.tokens[i] for i in self.children[token.index])

    def child(self, token: Token, *deps: str) -> Token | None:
        """Return the first token that hangs on a token by one of these relations, else None."""
        return next((t for t in self.below(token) if t.dep in deps), None)

    def head(self, token: Token) -> Token:
        """Return what a token hangs on; the root itself."""
        return self.tokens[token.head]

    def subtree(self, token: Token) -> set[int]:
        """Return the indexes of a token and all that hangs on it."""
        found, left = set(), [token.index]
        while left:
            found.add(index := left.pop())
            left += self.children[index]
        return found

    def above(self, token: Token) -> Iterator[Token]:
        """Yield what a token hangs on, what that hangs on, up to the root."""
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

    def quote(self, token: Token) -> tuple[int, int] | None:
        """Return the quotation that a token stands in, else None."""
        return self.quote_at(token.start)

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """Return the quotation that an offset is in, else None."""
        return next(((a, b) for a, b in self.quotes if a <= offset < b), None)

    def said(self, first: Token, last: Token) -> str:
        """Return the text from one token to another."""
        return self.text[first.start : last.end]


class Parser(Protocol):
    """What parses sentences of one language."""

    @property
    def language(self) -> str:
        """Return the language's code, by which its word lists are found."""

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        """Return the tree of each sentence, in input order."""


class Pipeline:
    """A spaCy pipeline in a local folder. Loads at first use; safe to use from many threads."""

    def __init__(self, path: Path, *, name: str, language: str = "en") -> None:
        self.name = name
        self.language = language
        self._path = path
        self._lock = threading.Lock()
        self._nlp: Language | None = None
        self._labels = labels(language)
        self._known: OrderedDict[str, Tree] = OrderedDict()  # the sentences of the last requests, each parsed once

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        """Return the tree of each sentence, in input order. Raises ModelLoadError if the folder holds no pipeline."""
        with self._lock:
            new = [text for text in dict.fromkeys(sentences) if text not in self._known]
            if new:
                nlp = self._nlp or self._load()
                docs = [nlp.make_doc(plain(sentence)) for sentence in new]
                for doc in docs:
                    for token in doc:
                        token.is_sent_start = token.i == 0  # where sentences end was decided before
                self._known.update(
                    (text, _tree(text, doc, self._labels)) for text, doc in zip(new, nlp.pipe(docs), strict=True)
                )
            trees = [self._known[text] for text in sentences]
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
            return trees

    def _load(self) -> Language:
        with _without_torch():
            import spacy
        try:
            nlp = spacy.load(self._path)
        except (OSError, ValueError, ImportError) as exc:
            raise ModelLoadError(
                f"The parser in '{self._path}' cannot be loaded ({exc}). Fetch it again: brief models pull {self.name}"
            ) from exc
        for title in words(self.language, "reporting").get("shortened", ()):  # "Sgt." is a word, its dot ends nothing
            for form in (title, title.capitalize()):
                nlp.tokenizer.add_special_case(f"{form}.", [{"ORTH": f"{form}."}])  # type: ignore[union-attr]
        self._nlp = nlp
        return nlp


@contextmanager
def _without_torch() -> Iterator[None]:
    """Keep spaCy from importing torch, which it does wherever it is there; no pipeline here needs those two seconds."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


class Blank:
    """A fake that needs no pipeline: it knows words and capitals, and that nothing hangs on anything. For trials."""

    language = "en"

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        """Return the tree of each sentence: each word hangs on the first."""
        return [self._tree(text) for text in sentences]

    def _tree(self, text: str) -> Tree:
        import re

        tokens = [
            Token(i, m.group(), m.start(), m.end(), m.group().lower(), "", _guess(m.group(), i), "dep", 0)
            for i, m in enumerate(re.finditer(r"\w+(?:[’'-]\w+)*|[^\w\s]", text))
        ]
        return tree_of(text, tokens)


def plain(sentence: str) -> str:
    """Return a sentence as a pipeline reads it best: an apostrophe straight, so that "didn’t" has a negation."""
    return sentence[:MOST_CHARACTERS].replace("’", "'")


def _dependency(dep: str, pos: str) -> str:
    """Return a relation by the kind of word, where a treebank has one name for several: TIGER's nk and mo."""
    if dep == "nk":
        return {"DET": "det", "ADJ": "amod", "NUM": "nummod", "PROPN": "compound", "NOUN": "pobj"}.get(pos, "nmod")
    return {"ADP": "prep", "ADV": "advmod"}.get(pos, "advmod") if dep == "mo" else dep


def _guess(word: str, place: int) -> str:
    if word[0].isdigit():
        return "NUM"
    return "PROPN" if word[0].isupper() and place else "X" if word.isalpha() else "PUNCT"


def tree_of(text: str, tokens: Sequence[Token]) -> Tree:
    """Return the tree that tokens make, each of which names its head."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.index:
            children[token.head].append(token.index)
    return Tree(text, tuple(tokens), tuple(map(tuple, children)))


def _tree(text: str, doc: Doc, labels: Mapping[str, str]) -> Tree:
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}

    def head(token: object) -> int:
        above = token.head  # type: ignore[attr-defined]
        while above.i not in place and above.head.i != above.i:
            above = above.head
        return place.get(above.i, place[token.i])  # type: ignore[attr-defined]

    return tree_of(
        text,
        [
            Token(
                index=place[t.i], text=text[t.idx : t.idx + len(t.text)], start=t.idx, end=t.idx + len(t.text),
                lemma=t.lemma_.lower(), tag=t.tag_,
                pos=t.pos_, dep=labels.get(t.dep_, _dependency(t.dep_, t.pos_)), head=head(t), entity=t.ent_type_,
                begins=t.ent_iob_ == "B",
            )
            for t in kept
        ],
    )  # fmt: skip
