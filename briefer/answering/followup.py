"""Rewrites a follow-up question so that it can be asked alone. Knows nothing of libraries or formats.

Code makes what a question may mean from words that were asked and answered before; the model only tells which of these
it means, by how likely each is as the reply. So nothing that nobody said can get into a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from briefer.answering.question import AUXILIARY, QUESTION_WORD
from briefer.errors import OutputError
from briefer.language.words import STOPWORDS, capitalised
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Answer

# A question that begins so, or has such a word, means something that was said before.
GOES_ON = re.compile(r"(and|but|so|or|what about|how about|why)\b", re.IGNORECASE)
LEANS = re.compile(
    r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|"
    r"the (same|other|former|latter|two|first|second))\b",
    re.IGNORECASE,
)
ALONE = 2  # words, that are no question by themselves: "Since when?"
SHORT = 5  # words: "Why not him?" goes on, "Why did Seoul close the border?" does not
LOOK_BACK = 3  # questions
LONGEST = 4  # words, of what a pronoun stands for
MOST_MEANT = 32  # phrases that a pronoun may stand for: each is read by the model, in about a tenth of a second
MOST_PRONOUNS = 3  # of a question, that are replaced
TAIL = 8  # words, that a question leaves out at its end: "What did he say (about the bridge)?"
# In natural logarithms: by how much a question may be less likely with what it leaves out, since it is longer.
LEFT_OUT = 2.0

ASKING = r"\b(?:who|whom|whose|what|when|where|which|why|how)\b"
PREPOSITION = (
    r"\b(?:about|across|after|against|among|at|before|between|by|during|for|from|in|into|near|of|on|over|since|through|"
    r"to|under|until|with|within|without)\b"
)
LINK = re.compile(r"(?:and|but|so|or),? ", re.IGNORECASE)
ONLY_ASKS = re.compile(rf"(?:{PREPOSITION} )?(?:whom?|why|when|where|how(?: long| often| far)?)\?", re.IGNORECASE)
INSTEAD = re.compile(
    rf"(?:{LINK.pattern}|(?:what|how) about )+((?!(?:if|so)\b)(?:(?!{AUXILIARY}|{ASKING}|,)[^?])+)\?", re.IGNORECASE
)
PERSON = re.compile(r"he|she|him|his|hers?", re.IGNORECASE)
PRONOUN = re.compile(
    # not "How long does it take to …?", "Is it true that …?", "the law that would …"
    r"\b(?:he|she|him|his|hers?|its|they|them|theirs?|"
    r"it(?! (?:true|possible|likely|clear|like|that)\b| (?:take|takes|took)(?: \w+)? to\b)|"
    rf"(?:this|these|those)(?=\?| {AUXILIARY})|that(?=\?))\b",
    re.IGNORECASE,
)
OWNER = re.compile(
    rf"his|hers|theirs|(?:its|their) \w|her (?!{PREPOSITION}|(?:and|or|that|when|if|as)\b)\w", re.IGNORECASE
)
OWN = re.compile(rf"(?:which|what|how many) (?!{AUXILIARY})\w", re.IGNORECASE)  # "Which company moved its office?"
WORD = re.compile(r"\w+(?:[.’'‑-]\w+)*")
DETERMINERS = frozenset("the a an both all".split())


def standalone(
    question: str,
    earlier: Sequence[Answer],
    model: LanguageModel,
    *,
    report: Report = lambda *_: None,
) -> str:
    """Return a question that asks the same without the ones before it; itself if it leans on none of them.

    report is called before each request to the model, as in `answer`.
    """
    asked = [answer for answer in earlier[-LOOK_BACK:] if answer.question]
    if not asked or not leans(question):
        return question
    prompt = fill("followup", {"earlier": "\n\n".join(map(_told, asked)), "question": question})

    @cache
    def likely(written: str) -> float:
        report(Progress(Stage.RESOLVE, 0, 1))
        return sum(model.score(prompt, written))

    try:
        return _rewritten(question, asked, likely)
    except OutputError:  # the conversation does not fit the model's context
        return question


def leans(question: str) -> bool:
    """Return whether a question can mean something only after another one."""
    length = len(question.split())
    goes_on = bool(GOES_ON.match(question)) and (length < SHORT or bool(re.match(r"and\b", question, re.IGNORECASE)))
    return length <= ALONE or goes_on or bool(LEANS.search(question)) or bool(ONLY_ASKS.fullmatch(_ended(question)))


def _rewritten(question: str, asked: Sequence[Answer], likely: Callable[[str], float]) -> str:
    last, text = asked[-1], _ended(question)
    goes_on = LINK.match(text)
    if other := INSTEAD.fullmatch(text):
        put = _with(other.group(1), last.question)[:MOST_MEANT]
        return _named(max(put, key=likely), asked, likely) if put else question
    if goes_on and goes_on.end() < len(text) - 1:
        text = capitalised(text[goes_on.end() :])
    if ONLY_ASKS.fullmatch(text):
        return _asking(text.rstrip("?"), last)
    text = _named(text, asked, likely)
    if goes_on:
        whole = max((f"{text.rstrip('?')} {tail}" for tail in _tails(last.question)), key=likely, default=text)
        text = whole if likely(whole) >= likely(text) - LEFT_OUT else text
    return text if text != _ended(question) else question


def _named(text: str, asked: Sequence[Answer], likely: Callable[[str], float]) -> str:
    """Return a question with what they stand for in place of its pronouns, but for those that mean its own words."""
    at, own = 0, None
    for _ in range(MOST_PRONOUNS):
        pronoun = next((p for p in PRONOUN.finditer(text, at) if p.group()[0].islower() or not p.start()), None)
        if pronoun is None:
            break
        start, end = pronoun.span()
        if own is None:
            own = bool(_meant([text[:start]], people=True))
        owner = bool(OWNER.match(text, start))
        people = bool(PERSON.fullmatch(pronoun.group()))
        put = [
            f"{text[:start]}{_owner(phrase) if owner else phrase}{text[end:]}"
            for phrase in _meant([f"{answer.question} {_said(answer)}" for answer in reversed(asked)], people=people)
        ]
        if own or (owner and OWN.search(text[:start])):
            put.append(text)
        rest = len(text) - end
        text = max(put, key=likely, default=text)
        at = len(text) - rest
    return text


def _ended(question: str) -> str:
    return f"{question.strip().rstrip(' ?')}?"


def _told(answer: Answer) -> str:
    return f"Question: {answer.question}\nAnswer: {_said(answer) or 'The sources do not say.'}"


def _said(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


def _asking(how: str, answer: Answer) -> str:
    """Return an earlier question with other words that ask: after "When was it built?", "By whom" was it built."""
    asks = QUESTION_WORD.search(answer.question)
    asked = asks.group() if asks else answer.question
    rest = re.search(rf"{AUXILIARY}.*" if asks else rf"^{AUXILIARY}.*", asked, re.IGNORECASE)
    # The one who did it is the subject of "Who paid?", which has to be put into "Why" by what was answered.
    of_subject = re.match(
        r"(?:who|what|which|how (?:many|much))\b(?! (?:\w+ )?(?:do|does|did)\b)", asked, re.IGNORECASE
    )
    written = f"{how} {_within(rest.group())}" if rest and not of_subject else answer.question
    if written != answer.question:
        return written
    if answer.claims:
        return f"{how} is it that {_within(answer.claims[0].text).rstrip('.')}?"
    return f"{answer.question.rstrip('?')}, and {_within(how)}?"


def _within(text: str) -> str:
    """Return a text as it is written within a sentence."""
    return text[0].lower() + text[1:] if text.split(maxsplit=1)[0].lower() in STOPWORDS else text


def _with(other: str, last: str) -> list[str]:
    """Return an earlier question with each of its phrases replaced by another: "And in May?", "What about Brandt?"."""
    bare = re.sub(rf"^{PREPOSITION} ", "", other, flags=re.IGNORECASE)
    put = [f"{last[:start]}{bare}{last[end:]}" for start, end in _phrases(last)]
    return put if bare == other else [f"{last.rstrip('?')} {other}?", *put]


def _meant(texts: Sequence[str], *, people: bool) -> list[str]:
    """Return what a pronoun can stand for, each once, the likely first; for people names and what has an article."""
    found = [re.sub(r"^an? ", "the ", _within(text[start:end])) for text in texts for start, end in _phrases(text)]
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
            if last.group().lower() in STOPWORDS or PRONOUN.match(last.group()) or re.search(r"[?!,;:.] ", between):
                break
            whose = re.search(r"[’']s$", last.group())
            yield begin, last.end() - (2 if whose else 0)
            if whose:
                break
