"""Tells whether what gives the kind of thing that is asked for may answer: done, not only wanted; a thing of its own.

Knows no model, and nothing of where a text was found.
"""

from __future__ import annotations

from briefer.answering.kinds import lists_of
from briefer.answering.question import Question
from briefer.language.analysis import Analysis
from briefer.language.parser import Token, Tree
from briefer.language.tokens import stem, stems

CLAUSAL = frozenset({"xcomp", "acl", "advcl", "ccomp", "conj"})


def only_wanted(text: Analysis, question: Question) -> bool:
    """Return whether a question asks what was done, and a text tells it only as wanted, refused or possible.

    What will be may have been done since, and the answer says that it was to be.
    """
    lists = lists_of(question.language)
    asked = [t.text.lower() for t in question.asked]
    done = bool({"did", "was", "were", "has", "have", "had"} & set(asked))
    ahead = "to" in asked and any(t.tag == "TO" for t in question.asked)
    if not done or ahead or (lists["possible"] | lists["ahead"]) & set(asked):
        return False
    known = stems(question.text)
    verbs = [(tree, t) for tree in text.trees for t in tree.tokens if t.pos == "VERB" and stem(t.text) in known]
    told = {stem(t.text): True for _, t in verbs}
    for tree, token in verbs:
        told[stem(token.text)] &= _wanted(tree, token, question.language)
    return any(told.values())


def is_thing(words: str, tree: Tree, question: Question) -> bool:
    """Return whether words of a sentence may be one of several things that are asked for.

    The question's own are none ("visitors", of the museums that visitors like), nor is what only tells of another word:
    "American" in "the American public".
    """
    start = tree.text.find(words)
    inside = [t for t in tree.tokens if 0 <= start <= t.start and t.end <= start + len(words) and t.text[0].isalnum()]
    own = {t.index for t in inside}
    tops = [t for t in inside if t.head not in own or t.head == t.index]
    again = stems(words) <= stems(question.text)
    return not again and not (tops and all(t.dep == "amod" for t in tops))


def _wanted(tree: Tree, verb: Token, language: str) -> bool:
    """Return whether a verb tells what may be, is wanted, or was refused: "could be sentenced", "seeks to reunite"."""
    lists = lists_of(language)
    below = list(tree.below(verb))
    if any(t.dep == "aux" and t.text.lower() in lists["possible"] for t in below):
        return True
    infinitive = any(t.tag == "TO" for t in below)
    above = tree.head(verb)
    return infinitive and verb.dep in CLAUSAL and bool({above.lemma, above.text.lower()} & lists["wanted"])
