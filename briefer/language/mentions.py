"""Tells who or what a noun names: the name without titles and what tells more of it, and the role. Knows no verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefer.language.lists import words
from briefer.language.parser import Token, Tree

SUBJECT = ("nsubj", "csubj", "expl")
OF_A_NAME = frozenset({"compound", "flat", "amod", "nmod", "punct", "det", "poss", "nummod"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Who is named by some words of a sentence: without titles, articles and what tells more of them.

    role is what the source calls them beside the name ("head of the union"), article the one before a noun that is no
    name ("the" of "the crews"), else "". named is whether it is a name;
    pronoun whether it is one that stands for somebody.
    """

    text: str
    start: int
    end: int
    role: str = ""
    article: str = ""
    named: bool = False
    pronoun: bool = False


def mention(tree: Tree, token: Token, language: str = "en") -> Mention:
    """Return who or what a noun with what hangs on it names: "Oskar Velden" of "the new chairman, Oskar Velden"."""
    if token.pos == "PRON":
        return Mention(token.text, token.start, token.end, pronoun=True)
    lists = words(language, "reporting")
    if bearer := _bearer(tree, token, language):
        return bearer
    beside = _apposition(tree, token)
    if token.pos == "PROPN":
        named = name(tree, token, language)
        if beside and beside.index == token.index + 1 and token.text.lower() in lists["titles"]:
            return replace(name(tree, beside, language), role=named.text)  # Fire Chief | Dov Amsel
        if beside and beside.pos != "NUM" and not named.role:
            return replace(named, role=_phrase(tree, beside))
        return named
    if beside and beside.pos == "PROPN":
        return replace(name(tree, beside, language), role=_phrase(tree, token, stop=beside))
    first, last = _edges(tree, token)
    before = tree.tokens[first.index - 1] if first.index else first
    article = before.text.lower() if before.tag == "DT" and before.lemma in {"the", "a", "an"} else ""
    return Mention(tree.said(first, last), first.start, last.end, article=article)


def called(tree: Tree, token: Token, language: str = "en") -> str:
    """Return the role of whom a noun names, or what a sentence says they are: "the mayor" of "Ada Lenn is the mayor".

    "" where it tells neither.
    """
    if role := mention(tree, token, language).role:
        return role
    verb = tree.head(token)
    said = (
        tree.child(verb, "attr")
        if token.dep == "nsubj" and verb.lemma == "be" and not tree.child(verb, "neg")
        else None
    )
    return _phrase(tree, said) if said and said.pos == "NOUN" else ""


def _apposition(tree: Tree, token: Token) -> Token | None:
    """Return what stands beside a noun for the same: behind it, or behind another that a parser hangs it on.

    "The head of the union, Tom Okafor"; "his sister, the cellist Ada Lenn"; "the owner, a boxer named Tom Brandt".
    """
    beside = [
        t for t in tree.below(token)
        if t.dep == "appos" and t.index > token.index
        and all(between.text != ":" for between in tree.tokens[token.index : t.index])
    ]  # fmt: skip
    own = next((t for t in beside if t.pos != "NUM"), next(iter(beside), None))  # "Ada Lenn, 19, a singer"
    if token.pos == "PROPN" or (own and own.pos == "PROPN"):
        return own
    below = sorted(tree.subtree(token))
    comma = next((i for i in below if i > token.index and tree.tokens[i].text == ","), None)
    people = [
        t for i in below
        if (t := tree.tokens[i]).entity == "PERSON" and t.pos == "PROPN" and comma is not None and i > comma
        and t.dep in {"appos", "oprd"} and _closes(tree, t) and _of(tree, t, token)
    ]  # fmt: skip
    return people[0] if people else own


def _of(tree: Tree, name: Token, noun: Token) -> bool:
    """Return whether a name is of a noun that it hangs on: no clause and no other noun beside it stands between."""
    for above in tree.above(name):
        if above.index == noun.index:
            return True
        if above.dep in {"relcl", "conj"} or (above.pos == "VERB" and above.lemma not in {"name", "call"}):
            return False
    return False


def _closes(tree: Tree, token: Token) -> bool:
    """Return whether a word ends what commas set off."""
    return token.index + 1 >= len(tree.tokens) or tree.tokens[token.index + 1].text in {",", "—", "–", "."}


def _bearer(tree: Tree, title: Token, language: str) -> Mention | None:
    """Return who has a title that a parser took for the name: "Governor of Lorne Ada Lenn"."""
    if title.lemma not in words(language, "reporting")["titles"] or title.entity == "PERSON":
        return None
    below = tree.subtree(title)
    last = title
    while last.index + 1 in below and tree.tokens[last.index + 1].text not in {",", "(", "—", "–"}:
        last = tree.tokens[last.index + 1]
    if last.index == title.index or last.entity != "PERSON" or last.pos != "PROPN":
        return None
    first = last
    while not first.begins and tree.tokens[first.index - 1].entity == "PERSON":
        first = tree.tokens[first.index - 1]
    # "A spokesman for Ada Lenn" and "the mayor of Lennford" are the spokesman and the mayor.
    if tree.child(title, "det") or tree.tokens[first.index - 1].pos == "ADP" or first.index <= title.index:
        return None
    role = tree.said(title, tree.tokens[first.index - 1])
    return Mention(tree.said(first, last), first.start, last.end, role=role, named=True)


def name(tree: Tree, head: Token, language: str) -> Mention:
    """Return the name that ends with a token, its titles apart: Tove Lind, with the role Education Minister."""
    first = head.index
    parts = {t.index for t in tree.below(head) if t.dep in OF_A_NAME}
    while first and (first - 1 in parts or tree.tokens[first - 1].head in range(first, head.index + 1)):
        other = tree.tokens[first - 1]
        if other.pos in {"PUNCT", "DET", "PRON", "ADP", "ADV", "VERB", "AUX", "CCONJ"} and other.text not in "-’'":
            break
        first -= 1
    within = tree.tokens[first : _name_goes_on(tree, head) + 1]
    begin = _titled(within, head, words(language, "reporting"))
    own, before = within[begin:], within[:begin]
    role = tree.said(before[0], before[-1]) if before else ""
    return Mention(tree.said(own[0], own[-1]), own[0].start, own[-1].end, role=role, named=True)


def _titled(within: Sequence[Token], head: Token, lists: Mapping[str, frozenset[str]]) -> int:
    """Return where the name begins in a run of words that ends with one: behind titles, and whatever is no name.

    "House Majority Whip | Steve Scalise", "farmer | Elias Borg"; but "Supreme Court", "General Electric Company".
    """
    begin = 0
    if head.entity == "PERSON" and sum(token.entity == "PERSON" for token in within) > 1:
        begin = next(place for place, token in enumerate(within) if token.entity == "PERSON")
    for place, token in enumerate(within):
        rest = within[place + 1 :]
        if token.index >= head.index or not rest:
            break
        plain = token.text.lower().rstrip(".")
        known = plain in lists["titles"] or plain.removesuffix("s") in lists["occupations"]
        title = known and rest[-1].text.lower() not in lists["bodies"]
        one = len(rest) == 1 and (rest[0].text.lower() in lists["titles"] or rest[0].entity == token.entity == "ORG")
        common = token.tag in {"NN", "NNS", "JJ", "VBN", "RB"} and token.text[0].islower()
        if (title and not one) or (common and rest[0].pos == "PROPN"):
            begin = place + 1
    while begin < len(within) - 1 and within[begin].pos == "PUNCT":
        begin += 1
    while begin and within[begin - 1].end == within[begin].start:  # Hyun-woo is one word of three tokens
        begin -= 1
    return begin


def _name_goes_on(tree: Tree, head: Token) -> int:
    """Return where a name ends that has "of" in it: Bank of Japan, as the pipeline takes it for one entity."""
    last = head.index
    for token in tree.tokens[head.index + 1 :]:
        if not token.entity or token.begins or token.entity != head.entity:
            break
        last = token.index
    return last


def _edges(tree: Tree, token: Token) -> tuple[Token, Token]:
    """Return the first and last token of a noun phrase without its article, clauses and what commas set off."""
    left = {"amod", "compound", "poss", "nmod", "nummod", "advmod", "quantmod"}
    first = token
    for t in reversed([t for t in tree.below(token) if t.dep in left and t.index < token.index]):
        first = min((tree.tokens[i] for i in tree.subtree(t)), key=lambda t: t.index)
    if first.pos == "DET":
        first = tree.tokens[first.index + 1]
    last = token
    # "said the president in the evening": what stands behind tells when or where it was said.
    behind = token.dep in SUBJECT and tree.head(token).index < token.index
    for t in tree.below(token):
        tells = t.dep in {"prep", "amod", "agent"} or (t.dep == "acl" and not tree.child(t, "mark", *SUBJECT))
        if t.index < last.index or not tells:
            continue
        between = tree.tokens[last.index + 1 : t.index]
        apart = any(m.text in {",", ";", "—", "–"} for m in between) or t.entity == "DATE"
        if apart or (behind and t.dep == "prep" and t.lemma not in {"of", "for", "from", "to", "with"}):
            break
        last = _end(tree, t)
    return first, last


def _end(tree: Tree, token: Token) -> Token:
    """Return the last token of what hangs on a preposition, without clauses, appositions and times in it."""
    last = token
    for t in tree.below(token):
        if t.index > last.index and t.dep not in {"relcl", "appos", "punct", "advcl", "cc", "conj", "acl"}:
            last = max(last, _end(tree, t), key=lambda t: t.index)
    return last


def _phrase(tree: Tree, token: Token, stop: Token | None = None) -> str:
    """Return the words of a noun phrase that tells who somebody is."""
    first, last = _edges(tree, token)
    if stop and last.index >= stop.index:
        last = token
    return tree.said(first, last)
