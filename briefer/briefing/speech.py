"""Tells who says what a sentence says, with their role, the source's own verb, and their words. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefer.briefing.candidates import Candidate
from briefer.grounding.cite import verbatim
from briefer.language.alone import told
from briefer.language.attribution import ADDRESSING, Attribution, attributions
from briefer.language.discourse import unspoken, who_says
from briefer.language.lists import words
from briefer.language.mentions import Mention, mention
from briefer.language.parser import Tree
from briefer.language.predicates import SUBJECTS, VERBS
from briefer.language.tokens import capitalised, stem
from briefer.schema import Role

HEARER = 5  # tokens that tell to whom something is said
QUOTED = 5  # tokens of a quotation from which on it is somebody's words, and no name or term
MOSTLY = 0.6  # of a sentence, that is said where somebody is named by "according to"
ASIDE = 2  # tokens of what is said that may stand on the verb's other side: "also"
LEAST, MOST = 5, 45  # words that are worth a line of their own, and that a reader takes in
LONGEST_NAME = 4  # words of a speaker's name, from which on a role is part of it by mistake
QUOTING = frozenset({"quot", "cite"})  # stems
LONGEST_SPEAKER = 8  # words
PARTIES = ("R-", "D-")  # with a state, as American news has it: R-Louisiana
MARKS = '“”" ,;:'


@dataclass(frozen=True, slots=True)
class Speech:
    """Who says something, by name and role, the source's verb, and what they say, which follows the verb.

    direct is whether these are their own words, in quotation marks.
    """

    speaker: str
    role: str
    verb: str
    text: str
    direct: bool


@lru_cache(maxsize=1024)
def speech(one: Candidate) -> Speech | None:
    """Return who says what a sentence says, None where nobody does whom a reader could name, or not in one piece."""
    analysis, number = one.context
    tree, start = one.tree, analysis.starts[number]
    inside = unspoken(analysis, number)
    if inside:
        found, content = who_says(analysis, start, start + len(tree.text)), _quoted(tree.text)
    else:
        found = _attribution(tree, analysis.language)
        content = _content(tree, found, one) if found else ""
        found = _resolved(one, found) if found else None
    if inside and len(verbatim(one.chunk, one.span).citations) < 2:
        return None  # who speaks stands in no sentence that could be cited
    if found and stem(found.verb) in QUOTING:
        return None  # "the paper quoted Ada Lenn, who called it": whose words they are is not plain
    if not found or not content or not LEAST <= len(content.split()) <= MOST:
        return None
    named = [m for m in found.speakers if m.named] or ([] if inside else list(found.speakers))
    if not named or not all(_can_speak(m) for m in named):
        return None
    people = [_person(m, one) for m in named]
    if content.split()[0].lower() in words("en", "statements")["pointing"] | {"it"} and named[0].named:
        return None  # what "it" is stands before the sentence
    if not inside and _begins_without_subject(tree, content):
        return None
    role = people[0][1] if len(people) == 1 else ""
    direct = content[0] in '“"'
    return Speech(" and ".join(name for name, _ in people), role, _verb(tree, found, inside), content, direct)


def _begins_without_subject(tree: Tree, content: str) -> bool:
    """Return whether what is said begins with a verb that has its subject elsewhere: "which, he says, was returned"."""
    start = tree.text.find(content[:12]) if content[0] not in MARKS else -1
    first = next((t for t in tree.tokens if t.start == start), None)
    return first is not None and first.tag in {"VBD", "VBZ", "VBP", "MD"}


def _attribution(tree: Tree, language: str) -> Attribution | None:
    """Return who says most of what a sentence says, if it is told as theirs: quoted, or that something is so."""
    own = [a for a in attributions(tree, language) if not tree.quote_at(a.at) and _said(tree, a) and _tensed(tree, a)]
    verbs = [a for a in own if a.lemma]  # "according to the Herald, Lenn said …" is what Lenn says
    return max(verbs or own, key=lambda a: len(a.covers), default=None)


def _tensed(tree: Tree, one: Attribution) -> bool:
    """Return whether a verb of saying has a tense: not "laws banning them from claiming asylum"."""
    verb = next((t for t in tree.tokens if t.start == one.at), None)
    if verb is None or not one.lemma:
        return True
    return verb.tag in {"VBD", "VBZ", "VBP"} or any(
        t.dep in {"aux", "auxpass"} and t.tag != "TO" for t in tree.below(verb)
    )


def _said(tree: Tree, one: Attribution) -> bool:
    """Return whether an attribution is one of speech: some words quoted, or a clause that it governs."""
    if one.verb.lower().startswith("according"):
        return len(one.covers) >= MOSTLY * len(tree.tokens)
    quoted = any(sum(a <= t.start < b for t in tree.tokens) > QUOTED for a, b in tree.quotes)
    return quoted or any(tree.tokens[i].dep in {"ccomp", "parataxis"} for i in one.covers)


def _resolved(one: Candidate, found: Attribution) -> Attribution:
    """Return an attribution with names for pronouns and whole names for short ones, where it is sure whose they are."""
    analysis, number = one.context
    start = analysis.starts[number]
    covered = [one.tree.tokens[i] for i in found.covers]
    first, last = min(t.start for t in covered), max(t.end for t in covered)
    other = who_says(analysis, start + first, start + last)
    same = other is not None and other.verb == found.verb and len(other.speakers) == len(found.speakers)
    return other if other is not None and same else found


def _can_speak(one: Mention) -> bool:
    """Return whether somebody can be named as a speaker: no pronoun, no text, no party with a state (R-Louisiana)."""
    last = one.text.split()[-1].lower().strip(".")
    anonymous = not one.named and (one.article in {"a", "an"} or one.text.split()[0].lower() in {"one", "another"})
    if len(one.text.split()) > LONGEST_SPEAKER or anonymous:
        return False
    return not (one.pronoun or last in words("en", "statements")["no_speakers"] or one.text.startswith(PARTIES))


def _person(one: Mention, candidate: Candidate) -> tuple[str, str]:
    """Return a speaker by the whole name and the role that the article gives them, "" where it gives none."""
    if not one.named or one.text.islower():
        told = _phrase(one, candidate.tree) or f"{one.article} {one.text}".strip()
        office = told.lower().removeprefix("the ") in words("en", "statements")["bodies"]
        return capitalised(_whose(told, candidate) if office else told), ""
    name, role = _split(one, candidate.tree) or (one.text, one.role)
    role = _role(role)
    last = name.split()[-1]
    article = candidate.chunk.article
    for part in article.paragraphs:
        if part.role is not Role.TEXT or last not in article.text[part.start : part.end]:
            continue
        for tree in candidate.chunk.alone(part).analysis.trees:
            for token in tree.tokens:
                if token.text == last and token.entity == "PERSON" and token.pos == "PROPN":
                    head = tree.head(token) if token.dep == "compound" else token  # Xi of Xi Jinping
                    found = mention(tree, head, candidate.context[0].language)
                    whole = _split(found, tree) or (found.text, found.role)
                    if whole[0].endswith(f" {name}") or whole[0].startswith(f"{name} "):
                        name, role = whole[0], role or _role(whole[1])
                    elif whole[0] == name:
                        role = role or _role(whole[1])
        if role and " " in name:
            break
    role = role.removesuffix(f" {name.split()[0]}")
    last_of_role = role.rsplit(maxsplit=1)[-1] if role else ""
    if " " not in name and _is_name(last_of_role) and f"{last_of_role} {name}" in article.text:
        return f"{last_of_role} {name}", role.removesuffix(last_of_role).strip()  # CEO of the Refugee Council | Enver
    return name, role


def _is_name(word: str) -> bool:
    """Return whether a capitalised word is no title and no body."""
    known = (
        words("en", "reporting")["titles"]
        | words("en", "reporting")["occupations"]
        | words("en", "statements")["bodies"]
    )
    return word[:1].isupper() and word.lower().strip(".") not in known


def _role(text: str) -> str:
    """Return what tells who somebody is, "" for what tells nothing: "Mr", the name of a place."""
    lists, plain = words("en", "reporting"), [word.strip(".,") for word in text.split()]
    known = lists["titles"] | lists["occupations"]
    if text.strip(".") in words("en", "statements")["honorifics"] or text.startswith(PARTIES):
        return ""
    return text if any(word.islower() or word.lower() in known for word in plain) else ""


def _whose(told: str, candidate: Candidate) -> str:
    """Return a noun as an article first tells whose it is: "Taiwan's defence ministry" for "the ministry"."""
    noun, article = told.rsplit(maxsplit=1)[-1], candidate.chunk.article
    for part in article.paragraphs[: candidate.chunk.paragraph.number]:
        if part.role is not Role.TEXT or noun.lower() not in article.text[part.start : part.end].lower():
            continue
        for tree in candidate.chunk.alone(part).analysis.trees:
            for token in tree.tokens:
                if token.text.lower() == noun.lower() and tree.child(token, "poss", "compound"):
                    found = Mention(token.text, token.start, token.end)
                    return _phrase(found, tree) or told
    return told


def _phrase(one: Mention, tree: Tree) -> str:
    """Return a noun with whose and which it is: "Taiwan's defence ministry", "the fire agency"."""
    head = next((t for t in tree.tokens if t.end == one.end and one.text.endswith(t.text)), None)
    if head is None:
        return ""
    before = [
        i for t in tree.below(head) if t.dep in {"det", "poss", "compound", "amod", "nmod"} for i in tree.subtree(t)
    ]
    first = min([head.index, *(i for i in before if i < head.index)])
    return tree.said(tree.tokens[first], head) if tree.tokens[first].end <= one.start else ""


def _split(one: Mention, tree: Tree) -> tuple[str, str] | None:
    """Return name and role apart where a parser took both for the name: "director of the council | Alia Salem"."""
    if len(one.text.split()) <= LONGEST_NAME:
        return None
    within = [t for t in tree.tokens if one.start <= t.start and t.end <= one.end]
    if not within or within[-1].entity != "PERSON" or tree.text[one.start : one.end] != one.text:
        return None
    first = next(n for n in range(len(within) - 1, -1, -1) if within[n].begins or within[n].entity != "PERSON")
    first += within[first].entity != "PERSON"
    return (tree.said(within[first], within[-1]), tree.said(within[0], within[first - 1])) if first else None


def _verb(tree: Tree, one: Attribution, inside: bool) -> str:
    """Return the verb as the sentence has it, with its auxiliaries: "has claimed"; "according to" is one, too."""
    verb = next((t for t in tree.tokens if t.start == one.at and t.text == one.verb), None)
    if verb is None or not one.lemma or inside:
        known = words("en", "reporting")
        said = one.lemma or stem(one.verb)
        saying = {stem(word) for name in ("clause", "object", "infinitive", "naming") for word in known[name]}
        # "Lenn issued a statement: …": where the source has no verb of saying, the plainest one stands.
        return one.verb.lower() if stem(said) in saying or one.verb.lower().startswith("according") else "said"
    before = [t for t in tree.below(verb) if t.dep in {"aux", "auxpass", "neg"} and t.index < verb.index]
    told = " ".join(t.text for t in [*before, verb])
    hearer = tree.child(verb, "dobj", "dative") if verb.lemma in ADDRESSING else None
    if hearer and hearer.index > verb.index and hearer.pos in {"NOUN", "PROPN"}:
        last = tree.tokens[max(tree.subtree(hearer))]
        if last.index - verb.index <= HEARER and not tree.quote(last):
            return f"{told} {tree.said(tree.tokens[verb.index + 1], last)}"  # "told GB News"
    return told


def _quoted(text: str) -> str:
    """Return a sentence that is part of a quotation, in marks of its own."""
    return f"“{text.strip(MARKS)}”".replace(",’”", "’”")


def _content(tree: Tree, one: Attribution, candidate: Candidate) -> str:
    """Return what is said, in the sentence's words and order; "" where it is not in one piece."""
    at = next((t.index for t in tree.tokens if t.start == one.at), 0)
    kept = sorted(i for i in one.covers if tree.tokens[i].pos != "PUNCT" or tree.quote(tree.tokens[i]))
    quote = _longest(tree)
    outside = [i for i in kept if quote and not quote[0] <= tree.tokens[i].start < quote[1]]
    whom = {i for t in tree.below(tree.tokens[at]) if t.dep in {"dobj", "dative"} for i in tree.subtree(t)}
    saying = one.lemma in words("en", "reporting")["clause"]
    alone = quote is not None and _is_clause(tree, quote)
    if quote and saying and (alone or len([i for i in outside if i not in whom]) <= ASIDE):
        return _quoted(tree.text[quote[0] : quote[1]])
    before, after = [i for i in kept if i < at], [i for i in kept if i > at]
    kept, others = (before, after) if len(before) > len(after) else (after, before)
    clause = tree.child(tree.tokens[at], "ccomp")
    if clause and clause.index in kept:  # not whom it is told
        begins = min(tree.subtree(clause))
        kept = [i for i in kept if i >= begins]
    if not kept or len(others) > ASIDE or any(kept[0] <= i <= kept[-1] for i in one.heads):
        return ""
    first, last = kept[0], kept[-1]
    if tree.tokens[first].text.lower() == "that" and tree.tokens[first].dep == "mark":
        first += 1
    told = _between(tree, tree.tokens[first].start, tree.tokens[last].end, candidate)
    return told.split(", while ")[0]  # what others do meanwhile, nobody said


def _is_clause(tree: Tree, quote: tuple[int, int]) -> bool:
    """Return whether a quotation says something by itself: its verb has its subject in it."""
    inside = {t.index for t in tree.tokens if quote[0] <= t.start < quote[1]}
    tops = [
        t for t in tree.tokens if t.index in inside and t.pos != "PUNCT" and (t.head not in inside or t.head == t.index)
    ]
    return any(t.pos in VERBS and any(s.dep in SUBJECTS and s.index in inside for s in tree.below(t)) for t in tops[:1])


def _longest(tree: Tree) -> tuple[int, int] | None:
    """Return the longest quotation of a sentence, as far as it stands in it, if it has more words than a term."""
    found = [(a, min(b, len(tree.text))) for a, b in tree.quotes]
    best = max(found, key=lambda q: q[1] - q[0], default=None)
    return best if best and sum(best[0] <= t.start < best[1] for t in tree.tokens) > QUOTED else None


def _between(tree: Tree, start: int, end: int, candidate: Candidate) -> str:
    """Return the text between two offsets as it is told, quotations in it whole."""
    for a, b in tree.quotes:
        start = min(start, a) if a <= start < b else start
        end = min(max(end, b), len(tree.text)) if a < end <= b else end
    gone: Sequence[tuple[int, int]] = [g for g in candidate.gone if start <= g[0] and g[1] <= end]
    put = [p for p in candidate.alone.put if start <= p.start and p.end <= end]
    begins = tree.text[start]
    shown = told(tree.text, [(0, start), *gone, (end, len(tree.text))], put).strip(" ,;:")
    shown = shown[:-2] + shown[-1] if shown[-2:-1] == "," and shown[-1:] in {"”", '"'} else shown
    shown += "”" if shown.count("“") > shown.count("”") else '"' if shown.count('"') % 2 else ""  # it goes on
    whole = shown.count("“") == shown.count("”")
    first = next((t for t in tree.tokens if t.end > start), None)
    if first and not first.entity and first.pos in {"DET", "ADP", "PRON", "ADJ", "NOUN", "SCONJ"} and first.text != "I":
        begins = begins.lower()
    return (begins + shown[1:] if shown and shown[0] == begins.upper() else shown) if whole else ""
