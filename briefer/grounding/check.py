"""Checks a claim against the paragraph it cites, and a paragraph for an answer. Knows nothing of writing or searching.

Two checks, cheap first. Hard facts: every number, name and quoted string of the claim stands in the paragraph or in
what is known of its article. Support: the model's probability that the passage says what the claim says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean

from briefer.answering.question import YES_OR_NO
from briefer.language.quotations import quotations, unquoted
from briefer.language.speech import ASSERTS, SPEECH, reporters, speakers
from briefer.language.words import (
    NEGATION,
    OBJECT,
    PLANNED,
    PREPOSITIONS,
    WORD,
    bare,
    in_digits,
    miscounted,
    names,
    numbers,
    only,
    plain,
    rounded,
    stem,
    stems,
    strange_first,
    tells,
    terms,
    ties,
    undotted,
    unnamed,
)
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.models.prompts import fill
from briefer.schema import Article, Span

# What may be told as not so without one of those words.
NEGATED = re.compile(
    NEGATION.pattern
    + r"|\b(?:fail\w*|reject\w*|declin\w*|lack(?:s|ed|ing)?|prevent\w*|oppos(?:e[ds]?|ing|ition)|bans?|bann\w+|stop\w*|"
    r"end(?:s|ed|ing)?|un(?:able|aware|changed|clear|known|likely|successful\w*|true|willing)|in\w+able|"
    r"dis(?:agree\w*|allow\w*|approv\w*|believ\w*|continu\w*|miss\w*|put\w*|qualif\w*)|"
    r"free of|instead of|rather than|out of|hardly|few|little|cancel\w*|dropp?\w*|avoid\w*|abandon\w*)\b",
    re.IGNORECASE,
)
# Does harm where it is wrong: nobody is guilty of what the source does not say in that word.
GRAVE = re.compile(
    r"\b(?:abus|arrest|assassin|assault|brib|charged|convict|corrupt|crimin|defraud|embezzl|execut(?:ed|ion)|extort|fraud|"
    r"guilt|indict|jail|launder|molest|murder|plagiari|prison|rap(?:e|ist)|sentenced|smuggl|steal|stole|suicid|terror|"
    r"theft|tortur|traffick|treason)\w*",
    re.IGNORECASE,
)
TELLING = re.compile(r"[“\"]|\b(remarks?|words|statement|speech|spoke|speaks|wrote|testified|tweet\w*|interview)\b")
MOST_NEW = 1  # words of a rewritten sentence that are neither its own nor names: one verb may change its form
# What is said not to be so: the three words behind a negation.
DENIED = re.compile(
    r"\b(?:(?:not|\w+n['’]t)(?! (?:only|just|merely|hesitate))|never|no(?! (?:doubt|longer|matter)))"
    r"((?: [\w'’-]+){1,3})",
    re.IGNORECASE,
)
# A sentence that has one of these may deny something else than what is asked, or nothing.
DOUBTFUL = re.compile(
    r"[“”\"‘]|\b(?:if|unless|until|but|whether|plead\w*|alleg\w*|true|maintain\w*|suggest\w*)\b|(?:^|, )had\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"(?:And|But|Or|Nor|So|Yet|If) ")
LEAST_DENIED = 2  # words of a question that its article's title does not have
LEAST = 1e-6
MOST_ODDS = 50.0  # log-odds beyond which a probability is 0 or 1 to every digit that is shown
# A logistic regression over 183 passages and questions, of ClapNQ, two articles and RGB's snippets; weighed on two of
# them and tried on the third: AUC .947, .961 and .923 (Yes against No alone .923, .935 and .911).
STATED_YES, STATED_TOLD, STATED_ALONE, STATED_BIAS = 1.44, 1.20, -0.56, 0.40
UNLIKELY = 0.2  # a Yes that no gain makes up for
MOST_FOREIGN = 0.25  # of a claim's words, though the question has them: "The review took 17 months" of another matter
LEAST_KEPT = 0.7  # of a sentence's words, when it is rewritten to be read alone


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: the probability that the passage supports the claim, and the facts it does not have."""

    support: float
    missing: tuple[str, ...]


def check(claim: str, chunk: Chunk, model: LanguageModel, *, given: str = "", cited: Sequence[str] = ()) -> CheckResult:
    """Return what both checks say of a claim; support is 0 where a hard fact is missing, and the model is not asked.

    given is the question or topic: a name in it may be repeated if it stands anywhere in the article. cited are the
    sentences that the claim cites, what it rests on most first, together with who says that: what they attribute stays
    attributed, and what they do not deny is not denied.
    """
    asked = names(f"about {given}")
    allowed = set(asked) - set(unnamed(asked, chunk.article.prose))
    known, quoted = evidence(chunk.text, chunk.article), " ".join(cited)
    missing = [fact for fact in missing_facts(claim, known) if fact not in allowed]
    nobody = bool(cited) and not _tells(cited[0])  # what somebody says elsewhere in the passage is another sentence
    missing += [f"{who} as the speaker" for who in speakers(claim) if nobody or not speaks(who, chunk.sentences)]
    missing += unattributed(claim, quoted)
    if quoted and NEGATION.search(claim) and not NEGATED.search(quoted):
        missing.append("the negation")
    missing += miscounted(claim, chunk.text)
    around = rounded(quoted or chunk.text) & set(numbers(claim)) - rounded(claim)
    missing += [f"{number} without more" for number in sorted(around)]
    missing += [f"{word} as a fact" for word in affirmed(claim, quoted)]
    missing += [f"{word} as it is told of" for word in retied(claim, quoted)]
    told = {stem(word) for word in GRAVE.findall(known)}
    missing += [word for word in GRAVE.findall(claim) if stem(word) not in told]
    if foreign(claim, known) > MOST_FOREIGN:
        missing.append("too many of its words")
    return CheckResult(0.0 if missing else support(claim, chunk.block, model), tuple(missing))


def affirmed(claim: str, quoted: str) -> list[str]:
    """Return what a claim tells as a fact, of what the sentences that it cites name only as not so, or as planned.

    "He pleaded guilty to murder" of "He pleaded not guilty to murder and guilty to fraud", "It reunited 381" of "It
    seeks to reunite 381".
    """
    if NEGATED.search(claim):
        return []
    unreal = _denied(quoted) - stems(DENIED.sub(" ", quoted))
    if not PLANNED.search(claim):
        unreal |= only(PLANNED, quoted)
    return [word for word in terms(claim) if stem(word) in unreal]


def retied(claim: str, quoted: str) -> list[str]:
    """Return what a claim makes the object of something, or who does it, that the source has behind a preposition.

    "Trump blamed Pyongyang" of "Trump blamed statements by Pyongyang", "burned by the train" of "from a train".
    """
    told, source = ties(SPEECH.sub(",", claim)), ties(quoted)
    return [
        word
        for word, tied in told.items()
        if word in source and source[word] <= PREPOSITIONS and (OBJECT in tied or "by" in tied - source[word])
    ]


def _denied(text: str) -> set[str]:
    """Return the stems of the words that a text says are not so."""
    return {stem(word) for match in DENIED.finditer(text) for word in match.group(1).split()}


def denial(question: str, chunk: Chunk) -> Span | None:
    """Return the sentence of a passage that says of what a question for yes or no asks that it is not so, else None.

    It has the question's words in their order, but for those of the article's title, which it need not repeat, and the
    negation at one of them; and nobody says it. A model that is asked whether such a passage states the answer mixes
    that up with the answer, and says no.
    """
    title = stems(chunk.article.title)
    asked = [stem(word) for word in WORD.findall(undotted(question)) if tells(word)]
    asked = [word for word in asked if word not in title]
    new = set(asked) - {stem(word) for word in names(f"that {question}")}
    if not YES_OR_NO.match(question) or len(asked) < LEAST_DENIED or not new:
        return None
    for span, text in zip(chunk.spans, chunk.sentences, strict=True):
        said = iter(stem(word) for word in WORD.findall(undotted(text)))
        doubtful = SPEECH.search(text) or DOUBTFUL.search(text)
        if all(word in said for word in asked) and _denied(text) & new and not doubtful:
            return span
    return None


def speaks(who: str, sentences: Sequence[str]) -> bool:
    """Return whether one of these sentences names somebody and tells of saying something, which no other one says."""
    last = bare(who)[-1]
    telling = (s for s in sentences if last in bare(s) and _tells(s))
    return any(last in [bare(name)[-1] for name in speakers(s) or [who]] for s in telling)


def _tells(text: str) -> bool:
    """Return whether somebody says something in a text."""
    return bool(SPEECH.search(text) or TELLING.search(text))


def foreign(claim: str, text: str) -> float:
    """Return the share of a claim's words, 0–1, that a text does not have in any form; 0 where it is one word."""
    known, words = stems(text), [word for word in terms(claim) if not word.isdigit()]
    new = [word for word in words if stem(word) not in known]
    return len(new) / len(words) if len(new) > 1 else 0.0


def unattributed(claim: str, quoted: str) -> list[str]:
    """Return who speaks in what a claim cites and is not named in the claim: "X said that …", never just "…".

    Where somebody reports another's words, a claim that names the other names both. Where no name is known ("the mayor
    said"), a claim tells at least that somebody says so.
    """
    named = set(bare(claim))

    def is_named(who: str) -> bool:
        return bare(who)[-1] in named

    for outer, inner in reporters(quoted):
        if is_named(inner) and not is_named(outer):
            return [f"{outer} as the speaker"]
    said = speakers(quoted)
    if any(is_named(who) for who in said) or SPEECH.search(claim):
        return []
    if said:
        return [f"{said[0]} as the speaker"]
    return ["who says so"] if ASSERTS.search(unquoted(quoted, 0, len(quoted))) else []


def support(claim: str, passage: str, model: LanguageModel) -> float:
    """Return the model's probability, 0–1, that a passage says what a claim says."""
    return model.choose(fill("support", {"passage": passage, "claim": claim}), ("Yes", "No"))[0]


def states_answer(question: str, passage: str, model: LanguageModel, *, alone: float) -> float:
    """Return the probability, 0–1, that a passage states the answer to a question; alone from `likelihood_alone`.

    Two signals are added: the model's Yes against No, and how likely the passage makes the question's own words: one
    on the right people but another matter makes the words for that matter no likelier.
    """
    yes = model.choose(fill("read", {"passage": passage, "question": question}), ("Yes", "No"))[0]
    if yes < UNLIKELY:
        return yes
    told = likelihood(question, fill("asks", {"passage": passage}), model)
    odds = STATED_YES * log_odds(yes) + STATED_TOLD * told + STATED_ALONE * alone + STATED_BIAS
    return from_log_odds(odds)


def likelihood_alone(question: str, model: LanguageModel) -> float:
    """Return the likelihood of a question with nothing told, as `states_answer` takes it."""
    return likelihood(question, fill("anyquestion", {}), model)


def likelihood(text: str, prompt: Prompt, model: LanguageModel) -> float:
    """Return the mean logarithm of the probability of a text's tokens as the reply; 0 for an empty text."""
    return fmean(model.score(prompt, text) or [0.0])


def log_odds(probability: float) -> float:
    """Return the logarithm of a probability through its opposite's, finite even for 0 and 1."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return log(kept / (1 - kept))


def from_log_odds(odds: float) -> float:
    """Return the probability that has these log-odds, for any number."""
    return 1 / (1 + exp(-max(min(odds, MOST_ODDS), -MOST_ODDS)))


def evidence(text: str, article: Article) -> str:
    """Return the text that facts must stand in: some of an article, and what is known of the article."""
    return " \n ".join(filter(None, [text, article.title, article.publisher, article.date]))


def missing_facts(claim: str, text: str) -> list[str]:
    """Return the numbers, names and quoted strings of a claim that a text does not have, in that order."""
    return [
        *(n for n in numbers(claim) if n not in numbers(text)),
        *unnamed(names(claim), text),
        *strange_first(in_digits(claim), in_digits(text)),
        *(q for q in quotations(claim) if plain(q) not in plain(text)),
    ]


def faithful(claim: str, sentence: str, article: str) -> bool:
    """Return whether a claim is a sentence of an article with nothing changed but who and what it refers to.

    Its numbers and quotations are the sentence's, its other words too, but for names that the article has; and
    most of the sentence's words are left.
    """
    said, original = set(terms(claim)), set(terms(sentence))
    new = said - original - set(names(f"about {claim}"))
    # "In the Union it grew" does not mean that the Union did: what a sentence names, it does not mean by it.
    again = Counter(bare(claim)) - Counter(bare(sentence))
    return (
        len(new) <= MOST_NEW
        and not any(again[name] for name in names(f"about {sentence}"))
        and len(said & original) >= LEAST_KEPT * len(original)
        and not unnamed(names(f"about {claim}"), article)
        and set(numbers(claim)) == set(numbers(sentence))
        and [plain(q) for q in quotations(claim)] == [plain(q) for q in quotations(sentence)]
        and len(NEGATION.findall(claim)) == len(NEGATION.findall(sentence))
        and bool(JOINED.match(claim)) == bool(JOINED.match(sentence))  # "An Australian" is not "And Australian"
        and len(SPEECH.findall(claim)) <= len(SPEECH.findall(sentence))  # what nobody said, nobody "said that"
    )
