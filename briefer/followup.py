"""Rewrites a follow-up question so that it can be asked alone. Knows nothing of libraries or formats.

Code makes what a question may mean from words that were asked and answered before; the model only tells which of these
it means, by how likely each is as the reply. So nothing that nobody said can get into a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.errors import OutputError
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.schema import Answer
from briefer.words import QUESTION_WORD, STOPWORDS

# A question that begins so, or has such a word, means something that was said before.
GOES_ON = re.compile(r"(and|but|so|or|what about|how about|why|when was that|where was that)\b", re.IGNORECASE)
LEANS = re.compile(
    r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|"
    r"the (same|other|former|latter|two|first|second))\b",
    re.IGNORECASE,
)
ALONE = 2  # words, that are no question by themselves: "Since when?"
SHORT = 5  # words: "Why so late?" goes on, "Why did Seoul close the border?" does not
LOOK_BACK = 3  # questions
LONGEST = 4  # words, of what a pronoun stands for
MOST_MEANT = 32  # phrases that a pronoun may stand for: each is read by the model, in about a tenth of a second
TAIL = 8  # words, that a question leaves out at its end: "What did he say (about the bridge)?"
LEFT_OUT = (
    1.5  # by how much, in natural logarithms, a question may be less likely with them: a short one always is more
)

AUXILIARY = r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"
PREPOSITION = (
    r"\b(?:about|across|after|against|among|at|before|between|by|during|for|from|in|into|near|of|on|over|since|through|"
    r"to|under|until|with|within|without)\b"
)
LINK = re.compile(r"(?:and|but|so|or),? ", re.IGNORECASE)
ONLY_ASKS = re.compile(rf"(?:{PREPOSITION} )?(?:whom?|why|when|where|how(?: long| often| far)?)\?", re.IGNORECASE)
INSTEAD = re.compile(
    rf"(?:{LINK.pattern}|(?:what|how) about )+(?!{AUXILIARY}|(?:{PREPOSITION} )?(?:wh|how)\w*\b)(.+?)\?", re.IGNORECASE
)
PERSON = re.compile(r"he|she|him|his|hers?", re.IGNORECASE)
PRONOUN = re.compile(
    rf"\b(?:{PERSON.pattern}|its?|they|them|theirs?|(?:this|that|these|those)(?=\?| {AUXILIARY}))\b", re.IGNORECASE
)
OWNER = re.compile(r"(?:his|her|its|their) \w", re.IGNORECASE)
WORD = re.compile(r"\w+(?:[.’'‑-]\w+)*")
DETERMINERS = frozenset("the a an both all".split())


def standalone(question: str, earlier: Sequence[Answer], model: LanguageModel) -> str:
    """Return a question that asks the same without the ones before it; itself if it leans on none of them."""
    asked = [answer for answer in earlier[-LOOK_BACK:] if answer.question]
    if not asked or not leans(question):
        return question
    try:
        return _rewritten(question, asked, model)
    except OutputError:  # the conversation does not fit the model's context
        return question


def leans(question: str) -> bool:
    """Return whether a question can mean something only after another one."""
    length = len(question.split())
    goes_on = bool(GOES_ON.match(question)) and (length < SHORT or bool(re.match(r"and\b", question, re.IGNORECASE)))
    return length <= ALONE or goes_on or bool(LEANS.search(question)) or bool(ONLY_ASKS.fullmatch(question))


def _rewritten(question: str, asked: Sequence[Answer], model: LanguageModel) -> str:
    last = asked[-1]
    prompt = fill("followup", {"earlier": "\n\n".join(map(_told, asked)), "question": question})

    def likely(written: str) -> float:
        return sum(model.score(prompt, written))

    text = LINK.sub("", question, count=1) if LINK.match(question) else question
    text = text[0].upper() + text[1:]
    if ONLY_ASKS.fullmatch(text):
        return _asking(text.rstrip("?"), last)
    if other := INSTEAD.fullmatch(question):
        return max(_with(other.group(1), last.question), key=likely, default=question)
    while pronoun := PRONOUN.search(text):
        start, end = pronoun.span()
        owner = bool(OWNER.match(text, start))
        meant = _meant(asked, people=bool(PERSON.fullmatch(pronoun.group())))
        put = [f"{text[:start]}{_owner(phrase) if owner else phrase}{text[end:]}" for phrase in meant]
        if not put:
            return question
        text = max(put, key=likely)
    if LINK.match(question):
        whole = max((f"{text.rstrip('?')} {tail}" for tail in _tails(last.question)), key=likely, default=text)
        text = whole if likely(whole) >= likely(text) - LEFT_OUT else text
    return text


def _told(answer: Answer) -> str:
    return f"Question: {answer.question}\nAnswer: {_said(answer) or 'The sources do not say.'}"


def _said(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


def _asking(how: str, answer: Answer) -> str:
    """Return an earlier question with other words that ask: after "When was it built?", "By whom" was it built."""
    asks = QUESTION_WORD.match(answer.question)
    rest = re.search(rf"{AUXILIARY}.*", answer.question, re.IGNORECASE)
    # The one who did it is the subject of "Who paid?", which has to be put into "Why" by what was answered.
    of_subject = asks and re.match(r"(?:who|what|which)\b(?! ?(?:\w+ )?(?:do|does|did)\b)", asks.group(), re.IGNORECASE)
    if rest and not of_subject:
        return f"{how} {_within(rest.group())}"
    if answer.claims:
        return f"{how} is it that {_within(answer.claims[0].text).rstrip('.')}?"
    return f"{answer.question.rstrip('?')}, and {_within(how)}?"


def _within(text: str) -> str:
    """Return a text as it is written within a sentence."""
    return text[0].lower() + text[1:] if text.split(maxsplit=1)[0].lower() in STOPWORDS else text


def _with(other: str, last: str) -> list[str]:
    """Return an earlier question with each of its phrases replaced by another: "And in May?", "What about Brandt?"."""
    bare = (
        re.sub(rf"{PREPOSITION} ", "", other, count=1, flags=re.IGNORECASE) if re.match(PREPOSITION, other) else other
    )
    put = [f"{last[:start]}{bare}{last[end:]}" for start, end in _phrases(last)]
    return put if bare == other else [*put, f"{last.rstrip('?')} {other}?"]


def _meant(asked: Sequence[Answer], *, people: bool) -> list[str]:
    """Return what a pronoun can stand for, each once, the likely first; for people names and what has an article."""
    found = []
    for answer in reversed(asked):
        text = f"{answer.question} {_said(answer)}"
        found += [re.sub(r"^an? ", "the ", _within(text[start:end])) for start, end in _phrases(text)]
    named = [p for p in found if p.startswith(("the ", "both ")) or all(word[0].isupper() for word in p.split())]
    return list(dict.fromkeys(named if people else [*named, *found]))[:MOST_MEANT]


def _owner(phrase: str) -> str:
    return f"{phrase}{'’' if phrase.endswith('s') else '’s'}"


def _tails(question: str) -> list[str]:
    """Return the ends of a question that begin with a preposition, and the phrases that it ends with."""
    text = question.rstrip("?")
    starts = [match.start() for match in re.finditer(PREPOSITION, text)]
    starts += [start for start, end in _phrases(text) if end == len(text)]
    return [f"{tail}?" for start in starts if (tail := text[start:]) and len(tail.split()) <= TAIL]


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the runs of words that tell something are, each with its article."""
    words = list(WORD.finditer(text))
    for i, first in enumerate(words):
        begin = words[i - 1].start() if i and words[i - 1].group().lower() in DETERMINERS else first.start()
        for last in words[i : i + LONGEST]:
            between = text[first.start() : last.end()]
            if last.group().lower() in STOPWORDS or PRONOUN.fullmatch(last.group()) or re.search(r"[?!,;:.] ", between):
                break
            whose = re.search(r"[’']s$", last.group())
            yield begin, last.end() - (2 if whose else 0)
            if whose:
                break
