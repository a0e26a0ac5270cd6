"""Finds what a news sentence may do without: scenes, what commas or brackets set off, words that join it to another.

Only by its form: whether something in it is needed is told by shorten.py. Knows one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.predicates import VERBS

ROMAN = re.compile("[IVX]+")  # copper(II)
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
PARTICIPLES = frozenset({"VBG", "VBN"})
PLACED = frozenset({"DATE", "TIME", "GPE", "LOC"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
SETTING_OFF = frozenset({",", "—", "–"})
ENDS = frozenset({".", "!", "?", ";", ":", "…", ""})
ROLE, NOTE = 8, 5  # words of what tells who somebody, and what something is, up to which it stays; nobody measured it


def asides(tree: Tree, language: str = "en") -> Iterator[range]:
    """Yield the indexes of the tokens of each aside, without the commas around; one may stand within another."""
    yield from _lead_in(tree)
    yield from _scenes(tree, language)
    yield from _set_off(tree, language)
    yield from _brackets(tree, language)
    yield from _joining(tree, language)


def subject_of(tree: Tree, verb: Token) -> Token | None:
    """Return the subject of a verb, of a passive too, else None."""
    return tree.child(verb, *SUBJECTS)


def _part(tree: Tree, token: Token) -> range | None:
    """Return the indexes of a token and all that hangs on it, without marks around; None if other words are between."""
    below = sorted(tree.subtree(token))
    if below[-1] - below[0] + 1 != len(below):
        return None
    while below and tree.tokens[below[0]].text in SETTING_OFF:
        del below[0]
    while below and tree.tokens[below[-1]].text in SETTING_OFF:
        del below[-1]
    return range(below[0], below[-1] + 1) if below else None


def mark_at(tree: Tree, index: int) -> str:
    """Return the text of a token, nothing outside of the sentence."""
    return tree.tokens[index].text if 0 <= index < len(tree.tokens) else ""


def _is_set_off(tree: Tree, part: range) -> bool:
    """Return whether a part stands between two commas or dashes, or between one and the end of a clause."""
    opens, closes = mark_at(tree, part[0] - 1), mark_at(tree, part[-1] + 1)
    return opens in SETTING_OFF and (closes == opens or closes in ENDS)


def _lead_in(tree: Tree) -> Iterator[range]:
    """Yield what announces a clause behind a colon: "There was also the matter of timing: this was the first call"."""
    colon = next((t.index for t in tree.tokens if t.text == ":"), 0)
    before, after = tree.tokens[:colon], tree.tokens[colon + 1 :]
    announces = any(t.dep == "expl" and t.tag == "EX" and tree.head(t).lemma == "be" for t in before)
    names = any(t.pos == "PROPN" or t.entity for t in before)
    root = next((t for t in after if t.head == t.index), None)
    if announces and not names and root and (subject := subject_of(tree, root)) and subject.index > colon:
        yield range(colon)


def _scenes(tree: Tree, language: str) -> Iterator[range]:
    """Yield what paints a scene or a state before a subject: "In the quiet after the vote, …", "Facing the sea, …"."""
    lists = words(language, "shortening")
    for token in tree.tokens:
        verb, part = tree.head(token), _part(tree, token)
        subject = subject_of(tree, verb) if verb.pos in VERBS else None
        if not part or not subject or mark_at(tree, part[-1] + 1) != "," or subject.index < part[-1]:
            continue
        before = tree.tokens[part[0] - 1] if part[0] else None
        begins = before is None or before.text == "," or before.dep in {"mark", "cc"}
        noun = tree.child(token, "pobj")
        scene = token.dep == "prep" and token.lemma in lists["scene_prepositions"]
        vague = lists["stretches"] if noun and any(t.lemma in {"a", "an"} for t in tree.below(noun)) else frozenset()
        painted = scene and noun is not None and noun.lemma in lists["scenes"] | vague
        painted |= token.dep == "prep" and token.lemma in lists["amid"]
        state = token.dep == "advcl" and token.tag in PARTICIPLES and part[0] == token.index
        within = [tree.tokens[i] for i in part]
        told = any(
            t.pos in {"PROPN", "NUM"} or t.entity in {"DATE", "TIME"} or t.lemma in lists["scopes"] for t in within
        )
        if begins and not told and (painted or (state and token.lemma not in lists["relations"] | lists["outcomes"])):
            yield part


def _set_off(tree: Tree, language: str) -> Iterator[range]:
    """Yield what only tells more: relative clauses, participles and long appositions that commas set off."""
    tests = {"relcl": _relative, "acl": _participle, "advcl": _participle, "appos": _apposition, "conj": _other}
    for token in tree.tokens:
        if not (test := tests.get(token.dep)) or not (part := _part(tree, token)):
            continue
        if token.dep == "conj" and mark_at(tree, part[0] - 1) in {"and", "or"}:
            part = range(part[0] - 1, part[-1] + 1)
        sure = _is_set_off(tree, part) and not _joins(tree, token, part)
        if sure and test(tree, token, part, language) and not _follows(tree, token, language):
            yield part


def _joins(tree: Tree, token: Token, part: range) -> bool:
    """Return whether what a part belongs to, or where it ends, is doubtful: "from Lenn, a port in Lorne, and Skarn"."""
    noun = tree.head(token)
    ends = [i for i in part if mark_at(tree, i) == "," and i + 1 in part and tree.tokens[i + 1].dep == "cc"]
    alike = token.tag == "VBG" and all(any(t.tag == "VBG" for t in tree.tokens[i + 2 : i + 4]) for i in ends)
    listed = (
        noun.dep == "conj" and noun.pos not in VERBS and any(t.text == "," for t in tree.tokens[noun.head : noun.index])
    )
    between = tree.tokens[noun.index + 1 : part[0] - 1]
    several = any(t.text == "," for t in between) and any(t.dep in {"conj", "cc"} for t in between)
    after = tree.tokens[min(part[-1] + 2, len(tree.tokens) - 1)]
    verb = tree.tokens[min(part[-1] + 3, len(tree.tokens) - 1)]
    listed |= after.text in {"including", "such"} or (after.pos == "ADV" and verb.tag not in FINITE)
    listed |= mark_at(tree, part[-1] + 2) in {"and", "or"} and any(mark_at(tree, i) == "," for i in part)
    beside = noun.pos in VERBS or part[0] - 2 in tree.subtree(noun) or noun.index > part[-1]
    return several or listed or not beside or (bool(ends) and not alike)


def _follows(tree: Tree, token: Token, language: str) -> bool:
    """Return whether a verb tells what came of the news, which is news: "killing a baker", "which led to a fire"."""
    verbs = [token, *(t for t in tree.below(token) if t.dep == "conj")]
    told = {t.lemma for t in verbs} | {f"{t.lemma}_{p.lemma}" for t in verbs for p in tree.below(t) if p.dep == "prep"}
    return bool(told & words(language, "shortening")["outcomes"])


def _relative(tree: Tree, token: Token, part: range, language: str) -> bool:
    """Return whether a part tells more of a noun, and is not what "there are some, who …" says."""
    noun = tree.head(token)
    told = next((t for t in (noun, *tree.above(noun)) if t.dep == "attr"), None)
    cleft = told is not None and any(t.lemma in {"it", "there"} for t in tree.below(tree.head(told)))
    clause = any(t.dep == "conj" and subject_of(tree, t) for t in tree.below(token))  # ", and the mayor left"
    relative = mark_at(tree, part[0]).lower() in words(language, "shortening")["relatives"]  # not "one of which"
    return relative and noun.pos in {"NOUN", "PROPN", "PRON"} and not cleft and not clause


def _participle(tree: Tree, token: Token, part: range, language: str) -> bool:
    """Return whether a part is a participle with what hangs on it: ", arriving just as spring began"."""
    reporting, verb = words(language, "reporting"), tree.head(token)
    told = words(language, "shortening")["relations"]
    if token.tag == "VBG":
        told |= reporting["clause"] | reporting["infinitive"] | reporting["object"]
    same = all(t.tag == token.tag for t in tree.below(token) if t.dep == "conj")
    date = any((t := tree.tokens[i]).entity == "DATE" and t.pos in {"PROPN", "NUM"} for i in part)
    # "She was outside, waiting for the bus" tells what she did; "the firm, Led by Lions" is a name.
    place = verb.lemma == "be" and verb.pos in VERBS and not tree.child(verb, "attr", "acomp")
    if place or mark_at(tree, part[0])[0].isupper():
        return False
    plain = token.tag in PARTICIPLES and token.lemma not in told and not subject_of(tree, token)
    return plain and token.index == part[0] and same and not date


def _apposition(tree: Tree, token: Token, part: range, language: str) -> bool:
    """Return whether a part is a long noun that tells what another is, and is not one of several things."""
    noun, article = tree.head(token), tree.tokens[part[0]].text.lower()
    length = len(tree.said(tree.tokens[part[0]], tree.tokens[part[-1]]).split())
    long = length > (ROLE if noun.pos == "PROPN" else NOTE)
    if not long or article not in words(language, "shortening")["articles"] or token.pos != "NOUN":
        return False
    if any(mark_at(tree, i) == "," for i in part):  # where it ends is doubtful: "Lenn, a judge, against Okafor"
        return False
    others = [t for one in (noun, token) for t in tree.below(one) if t.dep == "conj"]
    if noun.dep == "conj" or (others and article == "the"):
        return False
    several = any(t.dep == "nummod" and t.lemma != "one" for t in tree.below(noun))
    alike = any(t.lemma in {"a", "an"} for one in others for t in tree.below(one))
    return noun.pos in {"NOUN", "PROPN"} and not alike and not several


def _other(tree: Tree, token: Token, part: range, language: str) -> bool:
    """Return whether a part ends a list of examples with what is not named: "such as the port, and other matters"."""
    noun = tree.head(token)
    vague = mark_at(tree, part[0] + 1) == "other" and tree.head(noun).lemma in words(language, "shortening")["examples"]
    return vague and sum(t.dep == "conj" for t in tree.below(noun)) == 1


def _brackets(tree: Tree, language: str) -> Iterator[range]:
    """Yield what stands in round brackets; nothing where one of them has a number, a date or a place, or limits."""
    found, depth, first = [], 0, 0
    limits = words(language, "shortening")["limits"] | words(language, "polarity")["partials"]
    for token in tree.tokens:
        first = token.index if token.text == "(" and depth == 0 else first
        depth += (token.text == "(") - (token.text == ")")
        if token.text != ")" or depth or not first:
            continue
        within = tree.text[tree.tokens[first].end : token.start]
        apart = tree.text[tree.tokens[first].start - 1].isspace()  # CH(OH) is one word
        limited = any(
            t.lemma in limits or t.entity in PLACED or t.tag == "CD" for t in tree.tokens[first : token.index]
        )
        if not apart or limited or any(c.isdigit() for c in within) or ROMAN.fullmatch(within.strip()):
            return
        found.append(range(first, token.index + 1))
    yield from found


def _joining(tree: Tree, language: str) -> Iterator[range]:
    """Yield words that join a sentence to the one before: "However, …", "…, for his part, …"; not "also affirmed"."""
    lists = words(language, "shortening")
    phrases = {tuple(one.split()) for one in lists["asides"] | lists["connectives"]}
    for token in tree.tokens:
        for size in {len(phrase) for phrase in phrases}:
            part = range(token.index, token.index + size)
            apart = token.index == 0 and mark_at(tree, size) == ","
            apart = apart or (_is_set_off(tree, part) and not _joins_clauses(tree, part))
            if tuple(mark_at(tree, i).lower() for i in part) in phrases and apart:
                yield part


def _joins_clauses(tree: Tree, part: range) -> bool:
    """Return whether a word holds two clauses together: "the pier is old, however, the bridge is new"."""
    subjects = [
        t.index for t in tree.tokens if t.dep in SUBJECTS and tree.head(t).dep in {"ROOT", "ccomp", "conj", "parataxis"}
    ]
    return any(i < part[0] for i in subjects) and any(i - part[-1] in range(2, 5) for i in subjects)
