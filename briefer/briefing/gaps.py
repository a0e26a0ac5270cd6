"""Tells what a reader will ask next and no sentence on the topic says. Knows no page.

Whether a toll is final; who is accused and not heard; which government a topic names that says nothing; who is named
often and does not speak; why it happened, where somebody was harmed. Asked of the sentences, not of a template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefer.briefing.candidates import Candidate
from briefer.briefing.speech import speech
from briefer.briefing.topic import Topic
from briefer.grounding.checks.figures import bound
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.names import metonyms
from briefer.language.parser import Tree
from briefer.language.quantities import numbers
from briefer.language.tokens import bare, capitalised
from briefer.schema import Article

ACCUSED = 2  # names that are accused and not heard, at most
BESIDE = 24  # characters before a speaker in which it may stand whose they are: "Taiwan's defence ministry"
OFTEN = 3  # sentences that name somebody whose words a reader will look for


def gaps(topic: Topic, found: Sequence[Candidate], articles: Sequence[Article], most: int) -> list[str]:
    """Return what is missing in some sentences on a topic, the most pressing first, at most so many lines."""
    lines = [
        *_unheard(found),
        *_tolls(found),
        *_causes(found),
        *_governments(topic, found),
        *_silent(found),
    ]
    return [*lines, *_undated(articles)][:most]


def _tolls(found: Sequence[Candidate]) -> list[str]:
    """Return that a toll is not final, where the newest one that is told is only a least number."""
    harmed = words("en", "statements")["harmed"]
    told = [
        bound(one.tree.text, number)
        for one in sorted(found, key=lambda c: c.published or "", reverse=True)
        if any(t.lemma in harmed for t in one.tree.tokens)
        for number in numbers(one.tree.text)[:1]
    ]
    return ["The final toll."] if told and told[0] == "at_least" else []


def _governments(topic: Topic, found: Sequence[Candidate]) -> list[str]:
    """Return that a government which a topic names is not heard: "What Taiwan's government says."."""
    speakers = {
        word
        for one in found
        for said in attributions(one.tree, one.context[0].language)
        for m in said.speakers
        for word in bare(one.tree.text[max(m.start - BESIDE, 0) : m.end])
    }
    named = [word for word in topic.words if metonyms(word) and not metonyms(word) & speakers]
    return [f"What {capitalised(word)}’s government says." for word in named[:1]]


def _heard(found: Sequence[Candidate]) -> set[str]:
    """Return the words of the names of all who say something in some sentences: a surname may come first."""
    return (
        {
            word
            for one in found
            for said in attributions(one.tree, one.context[0].language)
            for m in said.speakers
            if m.named
            for word in m.text.split()
        }
        | {word for one in found if (said := speech(one)) for word in said.speaker.split()}
        | _speaking(found)
    )


def _speaking(found: Sequence[Candidate]) -> set[str]:
    """Return the words that are the subject of a verb of saying, whether or not it tells what was said."""
    lists = words("en", "reporting")
    saying = lists["clause"] | lists["object"] | lists["naming"] | {"speak", "talk"}
    return {
        t.text
        for one in found
        for t in one.tree.tokens
        if t.dep in {"nsubj", "conj"} and t.pos == "PROPN" and one.tree.head(t).lemma in saying
    }


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
                lines.setdefault(f"What {_whole(one.tree, accused.index)} says to that.")
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
    people = [whole for whole in named.values() if " " in whole]  # one word may be a company's
    return [f"What {whole} says." for whole in people[:1]]


def _undated(articles: Sequence[Article]) -> list[str]:
    lacking = [article for article in articles if article.date is None]
    if not lacking:
        return []
    if len(articles) == 1:
        return ["When it was published: the article carries no date."]
    if len(lacking) == 1:
        return [f"When one of the {len(articles)} articles was published: it carries no date."]
    if len(lacking) == len(articles):
        return [f"When the {len(articles)} articles were published: they carry no date."]
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
