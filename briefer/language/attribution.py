"""Tells who says what a sentence says: the subject of a verb of saying, and what that verb governs.

"Police in Lennford said" is the police, not Lennford; "a spokesman for Ada Lenn" is the spokesman. Where nobody speaks
("it is said", a book's title in quotation marks), nobody is named. Knows one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefer.language.lists import words
from briefer.language.mentions import SUBJECT, Mention, mention, name
from briefer.language.parser import Token, Tree
from briefer.language.predicates import denied

CLAUSE = ("ccomp", "parataxis")
NAMED = frozenset({"oprd", "dobj", "agent"})
BEFORE_INVERTED = frozenset({",", "”", '"', "''", "’", "'"})
ADDRESSING = frozenset({"tell", "ask", "inform", "assure", "remind", "urge", "accuse"})  # somebody, who follows
UNSAID = frozenset({"say", "comment", "disclose", "explain", "confirm", "answer", "specify", "elaborate", "reveal"})
SAYING = 4  # words of a quotation from which on a verb that governs it is one of saying, whichever it is


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says something in a sentence, with which verb, and which of its tokens, by index, are what they say.

    at is the offset of the verb, lemma its dictionary form; heads are the tokens that the speakers and all that tells
    of them, hang on.
    """

    speakers: tuple[Mention, ...]
    verb: str
    at: int
    covers: frozenset[int]
    heads: tuple[int, ...] = ()
    lemma: str = ""


def attributions(tree: Tree, language: str = "en") -> list[Attribution]:
    """Return who says what in a sentence, in the order of the verbs; each names at least one speaker."""
    lists = words(language, "reporting")
    found = [_headline(tree, language)]
    for token in tree.tokens:
        if token.text.lower() == "according":
            found.append(_according(tree, token, language))
        elif token.pos in {"VERB", "AUX"}:
            found.append(_of_verb(tree, token, language))
        elif token.lemma in lists["views"]:
            found.append(_of_noun(tree, token, language))
    return _with_quotations(tree, [one for one in found if one and one.speakers])


def _with_quotations(tree: Tree, found: list[Attribution]) -> list[Attribution]:
    """Return attributions, the only one outside quotation marks with all that is within them, wherever it hangs."""
    outside = [one for one in found if not tree.quote_at(one.at)]
    if len(outside) != 1:
        return found
    quoted = frozenset(t.index for t in tree.tokens if tree.quote(t))
    return [replace(one, covers=one.covers | quoted) if one is outside[0] else one for one in found]


def speakers(tree: Tree, language: str = "en") -> list[Mention]:
    """Return all who say something in a sentence, in order."""
    return [mention for one in attributions(tree, language) for mention in one.speakers]


def _of_verb(tree: Tree, verb: Token, language: str) -> Attribution | None:
    content = _content(tree, verb, language)
    if content is None or _unsaid(tree, verb, language):
        return None
    subjects = list(_speaking(tree, verb))
    if not subjects and (subjects := _inverted(tree, verb) or _before_verb(tree, verb)):
        content = set(range(verb.index))
    if verb.lemma in {"show", "find"} and not all(_can_show(s, language) for s in subjects):
        return None
    speaking = [mention(tree, subject, language) for subject in subjects]
    own = set().union(*(_named_by(tree, s) for s in subjects)) if subjects else set()
    covers = frozenset(content - own - {verb.index})
    return Attribution(tuple(speaking), verb.text, verb.start, covers, tuple(t.index for t in subjects), verb.lemma)


def _of_noun(tree: Tree, noun: Token, language: str) -> Attribution | None:
    """Return whose view it is that something is so: "drew attention to the notion that …", "Lenn's claim that …"."""
    clause = next((t for t in tree.below(noun) if t.dep in {"acl", "ccomp", "relcl"} and tree.child(t, "mark")), None)
    if not clause:
        return None
    owner = tree.child(noun, "poss")
    verb = next((t for t in tree.above(noun) if t.pos in {"VERB", "AUX"}), None)
    who = list(_all(tree, owner)) if owner else list(_speaking(tree, verb)) if verb else []
    speaking = tuple(mention(tree, one, language) for one in who)
    return Attribution(speaking, noun.text, noun.start, frozenset(tree.subtree(clause)))


def _content(tree: Tree, verb: Token, language: str) -> set[int] | None:
    """Return the tokens that a verb tells as said, or None if it is none of saying, or says nothing here."""
    lists = words(language, "reporting")
    below = list(tree.below(verb))
    has = {t.dep for t in below}
    inserted = verb.dep == "parataxis" or (verb.dep in {"ccomp", "advcl"} and _in_dashes(tree, verb))
    clause = bool(has & set(CLAUSE)) or inserted or _hung_elsewhere(tree, verb) or _quotes(tree, verb)
    lemma = verb.lemma
    speaks = (
        (lemma in lists["clause"] | lists["showing"] and clause)
        or (lemma in lists["object"] and has & {"dobj", "obj", "nsubjpass"})
        or (lemma in lists["infinitive"] and "xcomp" in has)
        or (lemma in lists["naming"] and has & NAMED and (has & {"oprd", "prep"} or _quotes(tree, verb)))
        or (lemma in lists["quoting"] and "auxpass" in has)
        or (_quotes(tree, verb) >= SAYING and "ccomp" in has)
    )  # fmt: skip
    if not speaks:
        return None
    if inserted and "ccomp" not in has:
        return tree.subtree(tree.head(verb)) - tree.subtree(verb)
    return tree.subtree(verb)


def _unsaid(tree: Tree, verb: Token, language: str) -> bool:
    """Return whether somebody declined to say it: "would not say whether", "refused to comment"."""
    return verb.lemma in UNSAID and denied(tree, verb, language)


def _can_show(subject: Token, language: str) -> bool:
    """Return whether a subject can show that something is so by what is written in it: figures, not cattle."""
    named = subject.pos in {"PROPN", "PRON"} or subject.lemma in words(language, "reporting")["documents"]
    return named or subject.tag == "NNS"


def _named_by(tree: Tree, subject: Token) -> set[int]:
    """Return the tokens that tell who a subject is, without a clause of what they say that hangs on it by mistake."""
    own = tree.subtree(subject)
    for t in tree.tokens:
        mark = tree.child(t, "mark") if t.dep in {"relcl", "acl", "ccomp"} else None
        if t.index in own and t.index != subject.index and mark and mark.text == "that":
            own -= tree.subtree(t)
    return own


def _inverted(tree: Tree, verb: Token) -> list[Token]:
    """Return who stands behind a verb that follows what is said, whatever a parser takes them for: "…," added Lenn."""
    before, after = tree.tokens[: verb.index], tree.tokens[verb.index + 1 :]
    said = any(t.pos in {"VERB", "AUX"} for t in before) or bool(tree.quotes)
    if not before or not after or before[-1].text not in BEFORE_INVERTED or not said or verb.lemma in ADDRESSING:
        return []
    token = after[0]
    while token.dep in {"compound", "det", "amod", "poss", "nmod"} and token.head > token.index:
        token = tree.head(token)
    return list(_all(tree, token)) if token.pos in {"PROPN", "NOUN", "PRON"} else []


def _before_verb(tree: Tree, verb: Token) -> list[Token]:
    """Return the name between what is said and the verb, whatever a parser takes it for: "…,” Lenn added"."""
    name = tree.tokens[verb.index - 1] if verb.index else verb
    first = next((t for t in reversed(tree.tokens[: name.index]) if t.pos != "PROPN"), None)
    return [name] if name.pos == "PROPN" and first and first.text in BEFORE_INVERTED else []


def _hung_elsewhere(tree: Tree, verb: Token) -> bool:
    """Return whether what is said hangs on another word: "said in a statement of the union that …", "told him he …"."""
    below = [tree.tokens[i] for i in sorted(tree.subtree(verb))]
    that = any(t.text == "that" and t.dep == "mark" and t.index > verb.index for t in below)
    told = tree.child(verb, "dobj", "dative")
    clauses = [t for t in tree.below(told) if t.dep in {"relcl", "acl"}] if told and verb.lemma in ADDRESSING else []
    bare = any(tree.child(c, "nsubj") and not any(t.tag in {"WDT", "WP"} for t in tree.below(c)) for c in clauses)
    after = len(tree.tokens) - verb.index > SAYING and verb.lemma in {"say", "state"} and verb.head == verb.index
    return that or bare or after


def _speaking(tree: Tree, verb: Token) -> Iterator[Token]:
    """Yield the heads of who says what a verb tells, conjuncts too."""
    agent = tree.child(verb, "agent")
    passive = any(t.dep in {"nsubjpass", "auxpass"} for t in tree.below(verb))
    if passive and verb.lemma in {"quote", "cite", "hear"}:
        yield from _all(tree, tree.child(verb, "nsubjpass"))
    elif passive or (agent and not tree.child(verb, *SUBJECT)):
        yield from _all(tree, agent and tree.child(agent, "pobj"))
    elif subject := _subject(tree, verb):
        if subject.tag in {"WDT", "WP"} and verb.dep in {"relcl", "acl"}:
            yield from _all(tree, tree.head(verb))
        elif subject.tag == "WP":
            return
        elif not (subject.dep == "expl" or (subject.lemma == "it" and passive)):
            yield from _all(tree, subject)
    elif verb.dep in {"conj", "xcomp", "advcl", "acl", "pcomp"} and not tree.child(verb, "nsubjpass"):
        yield from _inherited(tree, verb)


def _subject(tree: Tree, verb: Token) -> Token | None:
    """Return the subject of a verb: the nearest of those that stand outside quotation marks, if the verb does."""
    found = [t for t in tree.below(verb) if t.dep in SUBJECT]
    outside = [t for t in found if not tree.quote(t)] if not tree.quote(verb) else found
    return min(outside or found, key=lambda t: abs(t.index - verb.index), default=None)


def _inherited(tree: Tree, verb: Token) -> Iterator[Token]:
    """Yield who does what a verb without a subject of its own tells: "She left, saying that …", "met and said"."""
    above = tree.head(verb)
    if verb.dep == "pcomp":
        by = next((t for t in tree.above(verb) if t.pos in {"VERB", "AUX"}), None)
        yield from _speaking(tree, by) if by else ()
    elif verb.tag == "VBN" and verb.dep in {"advcl", "acl"}:
        return  # "asked whether it would close, she left": nobody is told to ask
    elif verb.dep != "acl" and above.pos in {"VERB", "AUX"}:
        found = list(_speaking(tree, above))
        yield from found if any(t.pos in {"PROPN", "PRON"} for t in found) else (_before(tree, verb) or found)
    elif verb.dep == "acl" and verb.tag == "VBG":  # "a letter to Ada Lenn saying", "a man claiming"
        subject = above.dep in {*SUBJECT, "nsubjpass", "appos"}
        yield from _all(tree, above) if subject else _before(tree, verb)


def _before(tree: Tree, verb: Token) -> list[Token]:
    """Return the nearest subject that is a name before a participle: "after Lenn refused it, saying"."""
    named = [
        t for t in tree.tokens[: verb.index] if t.dep in SUBJECT and t.pos in {"PROPN", "PRON"} and not tree.quote(t)
    ]
    return list(_all(tree, named[-1])) if named else []


def _all(tree: Tree, token: Token | None) -> Iterator[Token]:
    """Yield a noun and its conjuncts; "Customs and Border Protection" is one, "the poet and critic Ada Lenn" too."""
    if token and token.pos == "NOUN" and (other := tree.child(token, "conj")) and _one_person(tree, token, other):
        token = other
    while token:
        yield token
        other = tree.child(token, "conj")
        between = tree.tokens[token.index + 1 : other.index + 1] if other else ()
        token = None if token.entity and all(t.entity == token.entity and not t.begins for t in between) else other


def _one_person(tree: Tree, first: Token, second: Token) -> bool:
    """Return whether two nouns are of one person, whose name follows them: "the novelist and diplomat Ada Lenn"."""
    between = tree.tokens[first.index + 1 : second.index + 1]
    named = second.entity == "PERSON" or ((after := tree.tokens[second.index + 1 :]) and after[0].entity == "PERSON")
    return bool(named) and not any(t.pos == "DET" for t in between) and tree.child(first, "det") is not None


def _according(tree: Tree, token: Token, language: str) -> Attribution | None:
    to = next((t for t in tree.below(token) if t.lemma == "to"), None)
    of = to and next((t for t in tree.below(to) if t.index > to.index), None)
    if not to or not of:
        return None
    # At the beginning or the end it is of the whole sentence, whatever a parser hangs it on; within, of its clause.
    own = tree.subtree(token)
    edge = min(own) == 0 or max(own) >= len(tree.tokens) - 2
    whole = edge or tree.head(token).pos not in {"VERB", "AUX"}
    governs = (set(range(len(tree.tokens))) if whole else tree.subtree(tree.head(token))) - own
    return Attribution(
        tuple(mention(tree, one, language) for one in _all(tree, of)), tree.said(token, to), token.start,
        frozenset(governs),
    )  # fmt: skip


def _headline(tree: Tree, language: str) -> Attribution | None:
    """Return who is named before the colon of a headline: "Education Minister Tove Lind: No school will close"."""
    colon = next((t for t in tree.tokens if t.text == ":"), None)
    before = tree.tokens[: colon.index] if colon else ()
    if not colon or not before or any(t.pos in {"VERB", "AUX", "PUNCT", "NUM"} for t in before):
        return None
    last = before[-1]
    if last.pos not in {"PROPN", "NOUN"} or not before[0].text[0].isupper() or len(tree.tokens) < colon.index + SAYING:
        return None
    named = name(tree, last, language) if last.pos == "PROPN" else Mention(
        tree.said(before[0], last), before[0].start, last.end
    )  # fmt: skip
    if not (named.role or last.entity == "PERSON" or last.lemma in words(language, "reporting")["titles"]):
        return None
    return Attribution((named,), ":", colon.start, frozenset(range(colon.index + 1, len(tree.tokens))))


def _quotes(tree: Tree, verb: Token) -> int:
    """Return how many words the longest quotation of a sentence has, if its verb stands outside of all of them."""
    if tree.quote(verb):
        return 0
    counts = [sum(a <= t.start < b and t.pos != "PUNCT" for t in tree.tokens) for a, b in tree.quotes]
    return max(counts, default=0)


def _in_dashes(tree: Tree, verb: Token) -> bool:
    edges = sorted(tree.subtree(verb))
    around = [tree.tokens[i].text for i in (edges[0] - 1, edges[-1] + 1) if 0 <= i < len(tree.tokens)]
    return len(around) == 2 and all(mark in {"—", "–", "-", ","} for mark in around)
