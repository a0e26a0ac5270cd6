"""Cuts a sentence down to who did what: its subject, verb and object, as a headline or a timeline has it.

What is left are the sentence's own words in their order. Negation, hedges, numbers and who says it stay.
"""

from __future__ import annotations

from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.mentions import SUBJECT
from briefer.language.parser import Token, Tree
from briefer.language.predicates import VERBS
from briefer.language.tokens import capitalised

SUBJECTS = frozenset({*SUBJECT, "nsubjpass", "csubj", "csubjpass"})
NEEDED = frozenset({"aux", "auxpass", "neg", "prt", "dobj", "obj", "dative", "attr", "acomp", "oprd", "xcomp", "agent"})
NOT_IN_NOUNS = frozenset({"relcl", "appos", "acl", "advcl", "parataxis"})
CLAUSES = frozenset({"ccomp"})
LEAST = 5  # words that tell something: not "The event began"
LONGEST = 16  # words of a core; what hangs on behind these is not taken
DASHES = frozenset({"—", "–", "-", "(", ")", ";"})


def core(tree: Tree, *, language: str = "en") -> str:
    """Return who did what in a sentence, without a full stop; "" where its parse gives no verb with a subject."""
    root = tree.root
    subject = next((t for t in tree.below(root) if t.dep in SUBJECTS), None) if root else None
    several = any(t.text == ";" for t in tree.tokens)  # statements of which one is no core of the others
    if root is None or subject is None or root.pos not in VERBS or subject.pos == "PRON" or several:
        return ""
    kept = _clause(tree, root, language)
    if kept & tree.subtree(subject) and (comma := _closing(tree, kept & tree.subtree(subject))):
        kept.add(comma)
    extra = [t for t in tree.below(root) if t.index > root.index and _tells_when_or_where(t)]
    for one in extra:
        more = _noun(tree, one)
        if len(kept | more) > LONGEST or any(t.text == "," for t in tree.tokens[max(kept) + 1 : one.index]):
            break
        kept |= more
    for start, end in tree.quotes:  # somebody's words stay so: a quotation stands whole, with its marks, or not at all
        inside = {t.index for t in tree.tokens if start <= t.start < end}
        said = {i for i in inside if tree.tokens[i].pos != "PUNCT"}
        if said & kept and not said <= kept:
            return ""
        kept |= inside if said & kept else set()
    starts = {tree.tokens[i].start for i in kept}
    if any(one.at not in starts and one.covers & kept for one in attributions(tree, language)):  # who says so stays
        return ""
    return _told(tree, kept)


def _tells_when_or_where(token: Token) -> bool:
    return token.dep == "prep" or (token.dep == "npadvmod" and token.entity in {"DATE", "TIME"})


def _closing(tree: Tree, subject: set[int]) -> int:
    """Return the comma that closes what a subject has between commas, 0 for none: "the two, Xi and Putin, met"."""
    last = max(subject)
    opened = any(tree.tokens[i].text == "," for i in subject)
    after = tree.tokens[last + 1] if last + 1 < len(tree.tokens) else None
    return after.index if opened and after and after.text == "," else 0


def _clause(tree: Tree, verb: Token, language: str) -> set[int]:
    """Return the tokens of a verb, its subject and what it needs; of one that reports, all that it reports."""
    kept = {verb.index}
    hedges = words(language, "shortening")["hedges"]
    objects = [t.index for t in tree.below(verb) if t.dep == "dobj"]
    for token in tree.below(verb):
        if token.index in objects[1:]:  # what a parser takes for a second object stands beside the first
            continue
        if token.dep in SUBJECTS | (NEEDED - {"xcomp"}):
            kept |= _noun(tree, token)
        elif token.dep == "xcomp":
            kept |= _clause(tree, token, language)
        elif token.dep in CLAUSES or token.lemma in hedges or token.text.lower() in hedges:
            kept |= tree.subtree(token)
        elif token.dep == "prep" and token.index == verb.index + 1:  # "fell into the mosque", "met in Moscow"
            kept |= _noun(tree, token)
    return kept


def _noun(tree: Tree, token: Token) -> set[int]:
    """Return a noun with what hangs on it, without clauses and what stands beside it."""
    kept = {token.index}
    listed = any(t.dep == "conj" for t in tree.below(token))
    for one in tree.below(token):
        between = tree.tokens[token.index : one.index]
        apart = one.index > token.index and any(t.text == "," or t.text in DASHES for t in between)
        if one.dep in NOT_IN_NOUNS and not tree.quote(one):
            continue
        if one.dep == "punct" and not listed and not tree.quote(one) and one.text not in {"-", "‑"}:
            continue
        if apart and one.dep not in {"conj", "cc", "punct"}:
            continue
        if one.dep in {"conj", "cc"} and any(
            c.dep in NOT_IN_NOUNS and token.index < c.index < one.index for c in tree.below(token)
        ):  # what is joined behind a clause may belong to that
            continue
        if one.entity == "DATE" and one.index < token.index and token.dep in SUBJECTS:  # "On 14 March | China adopted"
            continue
        kept |= _noun(tree, one)
    return kept


def _told(tree: Tree, kept: set[int]) -> str:
    """Return tokens as a text, with the blanks between them, and a comma before who says it at the end."""
    shown, last = "", None
    root = next(t for t in tree.tokens if t.head == t.index)
    said = next((t for t in tree.below(root) if t.dep in CLAUSES and t.index < root.index), None)
    reported = tree.subtree(said) if said else set()
    for index in sorted(kept):
        token = tree.tokens[index]
        if last is not None:
            between = tree.text[last.end : token.start] if last.index == index - 1 else " "
            ends = last.index in reported and index not in reported and last.text not in ',”"'
            shown += f",{between or ' '}" if ends else between
        shown += token.text
        last = token
    text = capitalised(shown.replace(" ,", ",").replace(",,", ",").strip(" ,;:—–-"))
    balanced = text.count("“") == text.count("”") and text.count('"') % 2 == 0 and text.count("(") == text.count(")")
    return text if balanced and len(text.split()) >= LEAST else ""
