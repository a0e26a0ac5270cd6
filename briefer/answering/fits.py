"""Tells which of the texts that give what is asked for fit best: precise, whole, done and not only wanted."""

from __future__ import annotations

from briefer.answering.giving import sentence_gives
from briefer.answering.kinds import Kind, lists_of
from briefer.answering.question import Question
from briefer.answering.told import named_words
from briefer.language.analysis import Analysis
from briefer.language.dates import DATE
from briefer.language.parser import Token, Tree
from briefer.language.tokens import stem, stems

LEAST_LEFT_OUT = 2  # names
CLAUSAL = frozenset({"xcomp", "acl", "advcl", "ccomp", "conj"})


def likeliest(question: Question, text: Analysis) -> int | None:
    """Return which sentence has most of a question's words, of those that give what it asks for; None if none does."""
    asked = stems(question.text)
    shared = {
        n: (precise(tree.text, question), len(asked & stems(tree.text)))
        for n, tree in enumerate(text.trees)
        if sentence_gives(tree, question)
    }
    return max(shared, key=lambda n: shared[n], default=None)


def precise(text: str, question: Question) -> bool:
    """Return whether a text gives a date to a question that asks when, a name to who; not the question's own.

    True for any other question.
    """
    if question.kind is Kind.WHEN:
        return bool(set(DATE.findall(text)) - set(DATE.findall(question.text)))
    if question.kind is Kind.WHO:
        known = {t.text.lower() for t in question.tree.tokens}
        return any(t not in known for tree in question.parser.parse([text]) for t in named_words(tree, question))
    return True


def leaves_out(claim: Analysis, cited: Analysis, question: Question) -> bool:
    """Return whether a question asks for several that go by a name, and a claim has fewer of them than what it cites.

    "Citizens of five countries" of a sentence that names the five.
    """
    here, there = ({n for tree in text.trees for n in named_words(tree, question)} for text in (claim, cited))
    return _several(question) and len(there - here) >= LEAST_LEFT_OUT


def _several(question: Question) -> bool:
    """Return whether a question asks for more than one: "which countries", "who were"."""
    said = [t.text.lower() for t in question.asked[:3]] + [""] * 3
    if said[0] not in {"who", "which", "what"}:
        return False
    if said[0] == "who":
        return said[1] in {"are", "were"}
    noun = question.asked[1] if len(question.asked) > 1 else question.asked[0]
    many = noun.tag == "NNS" or (not noun.tag and noun.text.endswith("s") and noun.text[-2:] not in {"ss", "is", "as"})
    return many or said[2] in {"are", "were"}


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


def _wanted(tree: Tree, verb: Token, language: str) -> bool:
    """Return whether a verb tells what may be, is wanted, or was refused: "could be sentenced", "seeks to reunite"."""
    lists = lists_of(language)
    below = list(tree.below(verb))
    if any(t.dep == "aux" and t.text.lower() in lists["possible"] for t in below):
        return True
    infinitive = any(t.tag == "TO" for t in below)
    above = tree.head(verb)
    return infinitive and verb.dep in CLAUSAL and bool({above.lemma, above.text.lower()} & lists["wanted"])
