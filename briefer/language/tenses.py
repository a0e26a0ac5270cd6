"""Tells whether what a sentence says lies behind or ahead, and which verb says it. Knows one sentence, and no dates."""

from __future__ import annotations

from enum import Enum

from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.predicates import AUXILIARIES, VERBS, is_open

REPORTED = ("ccomp", "parataxis")
# Labels of what may stand between a date and its verb: "opened at the end of the week on Friday".
OF_DATES = frozenset({"DATE", "TIME"})


class Lies(Enum):
    """Where in time something lies, as its verb tells it."""

    BEHIND = "behind"
    AHEAD = "ahead"
    UNTOLD = "untold"


def verb_of(tree: Tree, token: Token) -> tuple[Token | None, bool]:
    """Return the verb that a word hangs on, and whether nothing but prepositions and dates is between them.

    "Ada Brandt opened the quay on Friday": opened, at once. "The fire on Friday killed two": killed, by the fire.
    """
    direct = True
    for one in (token, *tree.above(token)):
        if one.pos in VERBS and one.dep not in AUXILIARIES:
            return one, direct
        direct = direct and (one.pos in {"ADP", "ADV", "NUM", "DET", "SCONJ"} or one.entity in OF_DATES or one is token)
    return None, False


def content(tree: Tree) -> Token:
    """Return the verb that says what a sentence is about: of what somebody reports, what is reported; else the root.

    "Brandt said on Tuesday that the bridge fell": fell.
    """
    root = tree.root or tree.tokens[0]
    told = tree.child(root, *REPORTED) if root.lemma in words("en", "reporting")["clause"] else None
    return told if told and told.pos in VERBS else root


def lies(tree: Tree, verb: Token, language: str = "en") -> Lies:
    """Return where in time lies what a verb tells.

    "fell", "has fallen", "would have fallen": behind. "will fall", "is to be sold", "plans to sell", "would fall",
    "opens" (a timetable has the present): ahead. "falls": untold. "falling": where the verb lies that it is joined to.
    """
    below = list(tree.below(verb))
    aux = [t for t in below if t.dep in AUXILIARIES]
    lists = words(language, "calendar")
    if any(t.lemma in {"have", "'ve"} for t in aux) and verb.tag != "VB":
        return Lies.BEHIND
    if any(t.tag == "MD" for t in aux):
        return Lies.BEHIND if any(t.lemma == "have" for t in aux) else Lies.AHEAD
    if any(t.tag == "TO" for t in aux):
        return _of_infinitive(tree, verb, language)
    if verb.tag == "VBD" or any(t.tag == "VBD" for t in aux):
        return Lies.BEHIND
    if verb.tag == "VBG" and any(t.tag in {"VBZ", "VBP"} for t in aux):
        return Lies.AHEAD
    if verb.tag in {"VBZ", "VBP"}:
        planning = verb.lemma == "be" or verb.lemma in words(language, "polarity")["plans"]
        infinitive = any(t.dep == "xcomp" and any(a.tag == "TO" for a in tree.below(t)) for t in below)
        return Lies.AHEAD if verb.lemma in lists["timetable"] or (planning and infinitive) else Lies.UNTOLD
    joined = (
        {"conj"} if verb.tag == "VBN" else {"conj", "advcl", "xcomp", "pcomp", "ccomp"}
    )  # not "a ban issued in May"
    if verb.dep in joined and tree.head(verb).pos in VERBS and not aux:
        return lies(tree, tree.head(verb), language)
    if verb.tag != "VBN":
        return Lies.UNTOLD
    if verb.lemma in words(language, "polarity")["plans"]:
        return Lies.AHEAD
    return Lies.UNTOLD if aux else Lies.BEHIND


def _of_infinitive(tree: Tree, verb: Token, language: str) -> Lies:
    """Return where lies what is told with "to": ahead where it is planned, else where the verb it hangs on lies."""
    above = tree.head(verb)
    if above is verb:
        return Lies.AHEAD  # a headline: "Lennford to close its quay on Friday"
    lists = words(language, "calendar")
    if above.lemma in lists["tried"] and lies(tree, above, language) is Lies.BEHIND:
        return Lies.BEHIND
    if is_open(tree, verb, language) or above.lemma in lists["intentions"] or above.lemma == "be":
        return Lies.AHEAD
    if above.tag == "VBG" and above.lemma == "go":
        return Lies.AHEAD
    # "came to collect it", "a march, to begin on Friday": either may be
    return Lies.AHEAD if above.pos in VERBS and lies(tree, above, language) is Lies.AHEAD else Lies.UNTOLD


def possible(tree: Tree, verb: Token, language: str = "en") -> bool:
    """Return whether a verb tells what may be, or would be: not "said that it would fall", which is told as a plan."""
    modals = {t.text.lower() for t in tree.below(verb) if t.tag == "MD"}
    if modals & {"may", "might", "could", "can"}:
        return True
    conditions = words(language, "polarity")["conditions"]
    if any(
        t.dep == "mark" and t.lemma in conditions for c in tree.below(verb) if c.dep == "advcl" for t in tree.below(c)
    ):
        return True
    return bool(modals & {"would", "'d"}) and verb.dep not in REPORTED
