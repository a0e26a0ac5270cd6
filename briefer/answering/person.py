"""Answers who somebody is: how the articles introduce them, and what they did. Knows no model.

A role stands beside a name by the rules of grammar, so the parse finds it, and nothing has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from briefer.answering.candidates import claim_of
from briefer.answering.question import Question
from briefer.answering.rank import Sentence
from briefer.language.lists import words
from briefer.language.mentions import called, mention
from briefer.language.parser import Token
from briefer.language.tokens import capitalised, stems
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.schema import Claim

ARTICLES = 20  # the newest that name somebody, which are parsed
ROLES = 2  # that are told, of two articles
DEEDS = 1


@dataclass(frozen=True, slots=True)
class _Naming:
    """A sentence that names somebody, with the role that it gives them, and whether it tells what they did."""

    sentence: Sentence
    role: str
    does: bool


def person_asked(question: Question) -> str:
    """Return the name that "who is" is asked of, without titles; "" where something else is asked."""
    tokens = [t for t in question.tree.tokens if t.text not in "?!."]
    said = [t.text.lower() for t in tokens[:2]]
    if len(tokens) < 3 or said[0] != "who" or said[1] not in {"is", "was", "'s", "’s"}:
        return ""
    titles = words(question.language, "reporting")["titles"]
    named = [t for t in tokens[2:] if t.text.lower().rstrip(".") not in titles]
    name = question.text[named[0].start : named[-1].end] if named else ""
    return name if all(word[0].isupper() for word in name.split()) else ""


def introduced(name: str, question: Question, library: Library, filters: Filters) -> list[Claim]:
    """Return how the newest articles that name somebody introduce them, each role once, and what they did then.

    Nothing where no article tells their role.
    """
    found = list(library.having(name.split(), filters=filters))
    articles = {chunk.article.path: chunk.article.date or "" for chunk in found}
    newest = sorted(articles, key=lambda path: articles[path], reverse=True)[:ARTICLES]
    namings = [one for path in newest for one in _namings(path, name.split(), question, library)]
    roles: dict[str, _Naming] = {}
    for one in namings:
        known = any(stems(one.role) <= stems(other.role) for other in roles.values())
        if one.role and len(roles) < ROLES and not known:
            roles.setdefault(one.sentence.article, one)
    if not roles:
        return []
    told = {one.sentence.place for one in roles.values()}
    deeds = [one for one in namings if one.does and not one.role and one.sentence.place not in told][:DEEDS]
    keep = stems(name)
    return [
        claim_of(one.sentence, keep | stems(one.role)).model_copy(update={"short": capitalised(one.role)})
        for one in [*roles.values(), *deeds]
    ]


def _namings(path: str, name: Sequence[str], question: Question, library: Library) -> Iterator[_Naming]:
    """Yield the sentences of an article that name somebody, in reading order."""
    for chunk in library.prose(path).values():
        for number, text in enumerate(chunk.sentences):
            ends = {found.end() for found in re.finditer(rf"\b{re.escape(name[-1])}\b", text)}
            sentence = Sentence(chunk, number, 1.0)
            last = [t for t in sentence.tree.tokens if t.end in ends] if ends else []
            yield from islice(filter(None, (_naming(t, sentence, name, question.language) for t in last)), 1)


def _naming(token: Token, sentence: Sentence, name: Sequence[str], language: str) -> _Naming | None:
    tree = sentence.tree
    if token.dep == "compound" or token.pos != "PROPN":  # "the Lenn cabinet"
        return None
    own = mention(tree, token, language).text.split()
    if own != [name[-1]] and not set(name) <= set(own):  # another of that family
        return None
    verb, lists = tree.head(token), words(language, "reporting")
    does = token.dep in {"nsubj", "nsubjpass"} and verb.pos == "VERB" and verb.lemma not in lists["clause"]
    role = called(tree, token, language)
    return _Naming(sentence, "" if role.lower().rstrip(".") in lists["courtesy"] else role, does)
