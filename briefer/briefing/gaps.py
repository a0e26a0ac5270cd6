"""Tells what a reader will ask next and no sentence on the topic says. Knows no page.

What the sources themselves say is not known; who is accused and not heard; who the topic is about and does not speak;
why it happened, where somebody was harmed. Asked of the sentences, not of a template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefer.briefing.candidates import Candidate
from briefer.briefing.speech import speech
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.parser import Tree
from briefer.schema import Article

ACCUSED = 2  # names that are accused and not heard, at most
OFTEN = 3  # sentences that name somebody whose words a reader will look for


def gaps(found: Sequence[Candidate], articles: Sequence[Article], most: int) -> list[str]:
    """Return what is missing in some sentences on a topic, the most pressing first, at most so many lines."""
    return [*_unheard(found), *_causes(found), *_silent(found), *_undated(articles)][:most]


def _heard(found: Sequence[Candidate]) -> set[str]:
    """Return the last words of the names of all who say something in some sentences."""
    return {
        m.text.split()[-1]
        for one in found
        for said in attributions(one.tree, one.context[0].language)
        for m in said.speakers
        if m.named
    } | {said.speaker.split()[-1] for one in found if (said := speech(one))}


def _unheard(found: Sequence[Candidate]) -> list[str]:
    """Return who is accused of something in these sentences and says nothing in them."""
    heard, accusing = _heard(found), words("en", "statements")["accusing"]
    lines: dict[str, None] = {}
    for one in found:
        for token in one.tree.tokens:
            if token.lemma not in accusing or one.tree.quote(token):
                continue
            accused = one.tree.child(token, "dobj", "nsubjpass")
            if accused and accused.pos == "PROPN" and accused.text not in heard:
                lines.setdefault(f"What {_whole(one.tree, accused.index)} says to it.")
    return list(lines)[:ACCUSED]


def _causes(found: Sequence[Candidate]) -> list[str]:
    """Return that no cause is given, where somebody was harmed and no sentence says why."""
    lists = words("en", "statements")
    lemmas = {t.lemma for one in found for t in one.tree.tokens}
    told = {t.text.lower() for one in found for t in one.tree.tokens} | lemmas
    return ["Why it happened."] if lemmas & lists["harmed"] and not told & lists["causing"] else []


def _silent(found: Sequence[Candidate]) -> list[str]:
    """Return who is named again and again and not heard."""
    heard = _heard(found)
    counts: Counter[str] = Counter()
    for one in found:
        names = {t.index for t in one.tree.tokens if t.entity == "PERSON" and t.pos == "PROPN" and t.dep != "compound"}
        counts.update({one.tree.tokens[i].text for i in names})
    named = {
        name: next(_whole(one.tree, t.index) for one in found for t in one.tree.tokens if t.text == name)
        for name, count in counts.most_common()
        if count >= OFTEN and name not in heard
    }
    return [f"What {whole} says." for whole in list(named.values())[:1]]


def _undated(articles: Sequence[Article]) -> list[str]:
    lacking = [article for article in articles if article.date is None]
    if not lacking:
        return []
    if len(lacking) == len(articles) == 1:
        return ["When it was published: the article carries no date."]
    return [f"When {len(lacking)} of the {len(articles)} articles were published: they carry no date."]


def _whole(tree: Tree, index: int) -> str:
    """Return the entity that a word is part of."""
    first = last = index
    entity = tree.tokens[index].entity
    while entity and first and not tree.tokens[first].begins and tree.tokens[first - 1].entity == entity:
        first -= 1
    while last + 1 < len(tree.tokens) and tree.tokens[last + 1].entity == entity and not tree.tokens[last + 1].begins:
        last += 1
    return (
        tree.said(tree.tokens[first], tree.tokens[last]).removesuffix("'s").removesuffix("’s")
        if entity
        else tree.tokens[index].text
    )
