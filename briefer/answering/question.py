"""Tells what a question wants: its parts, the kind of its answer, the names that a source must have; knows no model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefer.language.words import (
    CALENDAR,
    CAPITALISED_BY_PLACE,
    DATE,
    DAY,
    IN_YEAR,
    MONTH,
    NAME,
    PEOPLE,
    PLANNED,
    RUN,
    RUNS,
    STOPWORDS,
    TITLE,
    WANTED,
    WORD,
    bare,
    capitalised,
    in_digits,
    names,
    numbers,
    only,
    stems,
    tells,
    terms,
    unaccented,
    undotted,
    unnamed,
)

AUXILIARY = r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"
SUBJECT = r"(?:(?i:the|an?|he|she|it|they|we|there|his|her|their|its|this|that|these|those)\b|[A-Z])"
# Before what can be asked alone: "and when did it open", but not "and when it opened" or "and what Brandt said".
PARTS = re.compile(
    rf",? (?i:and) (?=(?i:when|where|why|how(?: (?:long|old|far|tall|high|deep|often))?) {AUXILIARY}"
    rf"|(?i:how (?:many|much))\b|(?i:who|whom|what|which)\b(?! {SUBJECT})|(?i:{AUXILIARY}) {SUBJECT})|;\s+"
)
QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|when|where|which|why|how)\b.*", re.IGNORECASE | re.DOTALL)
WANTS_ONE = re.compile(
    r"(?:who|whom|whose|when|where|which|how (?:many|much|long|old|far|tall|high|deep)|"
    r"what (?:year|day|date|month|time|age|number|share|"
    r"percentage|city|country|place|company|party|team|name|kind|type|colou?r|amount|price|cost|"
    r"is the (?:name|capital|number|age|price|cost|population|title|date)))\b",
    re.IGNORECASE,
)
WANTS_NAME = re.compile(
    r"(?:which|what) (?:countr(?:y|ies)|city|cities|towns?|states?|continents?|nations?|compan(?:y|ies)|"
    r"presidents?|ministers?|actors?|actress(?:es)?|authors?|singers?|players?|teams?|bands?|courts?|banks?|"
    r"agenc(?:y|ies)|universit(?:y|ies)|airlines?|airports?|newspapers?|islands?|rivers?|provinces?|villages?)\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(r"(?:who|which \w+|what \w+) (?:are|were)\b|(?:which|what) \w+(?:ies|[^\Wsia]s)\b", re.IGNORECASE)
LEAST_LEFT_OUT = 2
# Names of one or more words, but not the first of a sentence.
NAMED = re.compile(rf"(?<!^)(?<![.?!] ){PEOPLE}")
OF_MANY = frozenset("new north south east west high world great".split())  # the parts of names that tell least
LEAST_SPELLED = 6  # letters of a name that may be spelled in two ways at its end; Iran and Iraq are two
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
NUMBERED = re.compile(r"\b(\d+(?:st|nd|rd|th) [A-Z]\w+)|\b([A-Z][\w’'-]* \d+)(?!\d)")  # 93rd Congress, Apollo 12
ABOUT = re.compile(r"\babout .+", re.DOTALL)
YES_OR_NO = re.compile(AUXILIARY, re.IGNORECASE)
# Who somebody is, which a text may tell in another word.
ROLES = frozenset(
    """
    ambassador ceo chair chairman chancellor chief commissioner defence defense director dr executive finance
    first foreign general government governor head justice king lady leader mayor minister mr mrs ms officer
    pope premier president prime prince princess queen secretary senator speaker state vice
    """.split()
)
WHO = re.compile(r"(?:who|whom|whose)\b", re.IGNORECASE)
LINKS = frozenset("a an and at for in of the".split())  # stand inside names
# What kind of thing a question asks for, and what a text must have to give it.
DISTANCE = r"(?:kilomet(?:re|er)|met(?:re|er)|mile)s?"
LENGTH_UNIT = rf"(?:{DISTANCE}|(?:yard|inche?|page|word|line|chapter)s?|feet|foot|ft|km|cm|mm|m)"
TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie)|season|generation)s?"
HOW_LONG = re.compile(r"how long\b", re.IGNORECASE)
SINCE = re.compile(r"\b(?:has|have|had)\b", re.IGNORECASE)  # how long something has been so, a "since" tells
HOW_MANY = re.compile(
    r"how (?:many|much|old|far|tall|high|deep)\b|what (?:number|share|percentage|age|price)\b", re.IGNORECASE
)
SOME = (
    r"(?:\d+|an?|one|several|some|few|many|whole|entire|all|half|next|past|last|first|final|for|throughout|over|within|"
    r"last(?:s|ed|ing)|takes?|took)"
)
WHEN = re.compile(r"when\b|what (?:year|day|date|month|time|century)\b", re.IGNORECASE)
# What a number counts that tells no how many of anything else.
MEASURE = re.compile(rf"[$€£¥]\s?\d[\d,.]*|\b\d[\d,.]*(?:st|nd|rd|th)\b|\b\d[\d,.]*[ -]{TIME_UNIT}\b", re.IGNORECASE)
OF_MEASURE = re.compile(rf"\b{TIME_UNIT}\b|\b(?:dollar|euro|pound|yen|yuan|rubl|roubl)", re.IGNORECASE)
COUNT = re.compile(r"how many\b|what number\b", re.IGNORECASE)
INFINITIVE = re.compile(rf"{PLANNED.pattern}|\bto \w", re.IGNORECASE)
DONE = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
KINDS = (
    (  # a duration, or a length
        HOW_LONG,
        re.compile(
            rf"\b(?:{SOME}[ -](?:[\w’'-]+ ){{0,2}}{TIME_UNIT}|{TIME_UNIT}[ -]long|{DISTANCE}|"
            rf"until|since|forever|indefinitely|always|briefly)\b|\d[ -]?{LENGTH_UNIT}\b|"
            r"\d ?(?:to|till|until|and|[-‑–]) ?\d|\d:\d",
            re.IGNORECASE,
        ),
    ),
    (
        HOW_MANY,
        re.compile(
            r"\d|\b(?:one|no|none|nothing|nobody|all|half|third|quarter|few|several|many|most|couple|pair|twice|double|"
            r"dozens?|hundreds|thousands|millions|billions|single|free)\b",
            re.IGNORECASE,
        ),
    ),
    (  # a point in time
        WHEN,
        re.compile(
            rf"(?:1\d|20)\d\d|\d(?:st|nd|rd|th|[:/-]\d| ?[ap]\.?m\b)|\b(?:at|aged?|by|in) \d|\b(?:{MONTH}|{DAY}|"
            rf"(?:last|next|this|that|same|every|the|of) (?:\w+ )?{TIME_UNIT}|{TIME_UNIT} into|"
            r"after|before|during|when|while|once|until|since|as soon as|ago|now|"
            r"then|today|yesterday|tomorrow|tonight|recently|soon|later|earlier|spring|summer|autumn|fall|winter|morning|"
            r"evening|afternoon|noon|midnight|dawn|Christmas|Easter|never|always|time|end|beginning|start)\b",
            re.IGNORECASE,
        ),
    ),
)


def gives(text: str, question: str) -> bool:
    """Return whether a text has the kind of thing that a question asks for.

    A duration for how long, a number for how many, a point in time for when, a name for which country; else at least a
    word. What the question has itself does not count: "on 26 March" is no answer to how many came on 26 March.
    """
    asked = _asked(question)
    told = set(WORD.findall(question.lower())) - {"when"}  # "when it is full" tells when it is emptied
    new = in_digits(WORD.sub(lambda word: "" if word.group().lower() in told else word.group(), text))
    if HOW_LONG.match(asked) and not SINCE.search(asked):
        new = re.sub(r"\bsince\b", "", new)
    for asks, has in KINDS:
        if asks.match(asked):
            return bool(has.search(_counting(new, asked) if asks is HOW_MANY else new))
    if WANTS_NAME.match(asked):
        named = set(names(f"that {DATE.sub('', text)}"))
        return bool(named - set(names(f"that {question}")) - set(terms(question)))
    return not {*terms(text), *names(f"that {text}")} <= {*terms(question), *names(f"that {question}")}


def only_wanted(text: str, question: str) -> bool:
    """Return whether a question asks what was done, and a text tells it only as wanted, refused or possible.

    What will be may have been done since, and the answer says that it was to be.
    """
    asked = _asked(question)
    return bool(DONE.search(asked) and not INFINITIVE.search(asked) and only(WANTED, text) & stems(asked))


def _counting(text: str, asked: str) -> str:
    """Return a text without what tells no how many: the year in which they came, "for the first time in 30 years"."""
    if COUNT.match(asked) and not OF_MEASURE.search(asked):
        text = MEASURE.sub("", text)
    return DATE.sub(lambda d: d.group() if d.group().isdigit() and not IN_YEAR.search(text, 0, d.start()) else "", text)


def wants_kind(question: str) -> bool:
    """Return whether a question asks for a kind of thing that a text can be searched for without a model."""
    return any(asks.match(_asked(question)) for asks, _ in KINDS)


def leaves_out(claim: str, cited: str, question: str) -> bool:
    """Return whether a question asks for several that go by a name, and a claim has fewer of them than what it cites.

    "Citizens of five countries" of a sentence that names the five.
    """
    return bool(SEVERAL.match(_asked(question))) and len(set(names(cited)) - set(names(claim))) >= LEAST_LEFT_OUT


def likeliest(question: str, sentences: Sequence[str]) -> int | None:
    """Return which sentence has most of a question's words, of those that give what it asks for; None if none does."""
    asked = stems(question)
    shared = {
        n: (precise(text, question), len(asked & stems(text)))
        for n, text in enumerate(sentences)
        if gives(text, question)
    }
    return max(shared, key=lambda n: shared[n], default=None)


def precise(text: str, question: str) -> bool:
    """Return whether a text gives a date to a question that asks when, a name to who; not the question's own.

    True for any other question.
    """
    asked = _asked(question)
    if WHEN.match(asked):
        return bool(set(DATE.findall(text)) - set(DATE.findall(question)))
    if WHO.match(asked):
        return bool(set(names(CALENDAR.sub("", text))) - set(names(f"that {question}")))
    return True


def parts(question: str) -> list[str]:
    """Return the questions that a question is made of: "When did it open, and who paid?" is two. Else it alone."""
    found = [part.strip(" ,;") for part in PARTS.split(question.strip().rstrip("?"))]
    if len(found) < 2 or not all(len(part.split()) >= 2 for part in found):
        return [question]
    return [f"{capitalised(part)}?" for part in found]


def wants_one(question: str) -> bool:
    """Return whether a question has one answer: who, when, where, which, how many; not what was said, why or how."""
    return bool(WANTS_ONE.match(_asked(question)))


def _asked(question: str) -> str:
    """Return a question from its first question word on: "who" of "In 2019, who won when it rained?"."""
    found = QUESTION_WORD.search(question)
    return found.group() if found else question


def spans(sentence: str, *, longest: int = 8) -> list[str]:
    """Return every run of up to so many words of a sentence that does not begin or end with a word that tells nothing.

    In text order, each once, without the punctuation around it.
    """
    words = [(m.start(), m.end()) for m in RUNS.finditer(sentence)]
    said = [sentence[start:end] for start, end in words]
    telling = [tells(word) for word in said]
    found = [
        sentence[words[i][0] : words[j][1]]
        for i in range(len(words))
        for j in range(i, min(i + longest, len(words)))
        if telling[i] and telling[j]
    ]
    return [run for run in dict.fromkeys(found) if " ..." not in run]


def short_answers(sentence: str, question: str) -> list[str]:
    """Return the runs of a sentence that give the kind of thing that a question asks for.

    A date only whole; somebody, or what goes by a name, without a verb: "Walt Disney", not "Walt Disney has paid".
    """
    runs = [run for run in spans(sentence) if gives(run, question)]
    if WHO.match(_asked(question)) or WANTS_NAME.match(_asked(question)):
        return [run for run in runs if not {word for word in run.split() if word in STOPWORDS} - LINKS]
    dates, outside = DATE.findall(sentence), set(spans(DATE.sub("|", sentence)))
    return [run for run in runs if run in outside or any(date in run for date in dates)]


@lru_cache(maxsize=64)
def absent(question: str, text: str) -> tuple[str, ...]:
    """Return the names of a question that a text does not have in a form that is known, without the dots of U.S.

    Of a name of several words one is enough. So is a number that is part of a name (Apollo 12, 93rd Congress), and a
    year where the text has others, none of them next to it; these not in a question for yes or no, which may be whether
    it is that one. Where a question gives a choice ("Lennford or Easton"), one name is enough.
    """
    question, text = (undotted(TITLE.sub("", unaccented(t).replace("’", "'"))) for t in (question, text))
    written = set(WORD.findall(text))
    capitalised = {word for name in NAME.findall(text) for word in bare(name)}
    firsts = "".join(word[0] for word in bare(text))

    def stands(name: str) -> bool:
        words = [w for w in bare(name) if len(w) > 1 and w not in STOPWORDS | CAPITALISED_BY_PLACE | ROLES]
        words = [w for w in words if w not in OF_MANY] or words
        short = [word.rstrip("s") for word in name.split() if word.rstrip("s").isupper() and len(word) > 2]
        return (
            len(unnamed(words, text)) < len(words)
            or not words
            or any(word in written or word.lower() in firsts for word in short)  # GDPs: gross domestic product
            or any(_alike(w, other) for w in words if len(w) > 2 for other in capitalised)
        )

    shortened = [run for run in RUN.findall(question) if _initials(run) in written]  # Food and Drug Administration: FDA
    dateless = CALENDAR.sub("", question)
    named = [] if question.isupper() else NAMED.findall(dateless)
    found = [name for name in named if not stands(name) and not any(name in run for run in shortened)]
    if not YES_OR_NO.match(question):
        years = [int(year) for year in YEAR.findall(text)]
        asked = [y for y in YEAR.findall(question) if years and min(abs(int(y) - year) for year in years) > 1]
        numbered = [name for pair in NUMBERED.findall(dateless) for name in pair if terms(name)[1:]]
        told = set(numbers(text))
        found += [
            n for n in [*asked, *numbered] if not set(numbers(n)) <= told and not any(name in n for name in found)
        ]
    if len(found) < len(named) and re.search(r"\bor\b", question):
        return ()
    return tuple(dict.fromkeys(found))


def off_matter(question: str, text: str) -> tuple[str, ...]:
    """Return the names behind "about" in a question if a text has none of them, in a form that is known; else none.

    What somebody says about South Korea is not what they say about the North in an article that tells of both.
    """
    about = ABOUT.search(question)
    missing = absent(about.group(), text) if about else ()
    return missing if about and len(missing) == len(NAMED.findall(about.group())) else ()


def _alike(name: str, other: str) -> bool:
    """Return whether a name is short for another (Fed, Federal), or may be its spelling (Zelensky, Zelenskyy)."""
    least = min(len(name), len(other))
    return other.startswith(name) or (least >= LEAST_SPELLED and name[: least - 1] == other[: least - 1])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def compound(topic: str, texts: Iterable[str]) -> list[str]:
    """Return the runs of words of a topic that are a name in one of some texts, as that has them.

    However the topic is written: "internet explorer" is one where a text has "Internet Explorer", and more than as part
    of a headline with capitals throughout.
    """
    together = " ".join(" ".join(texts).split())
    words = [word.capitalize() for word in bare(topic)]
    found: list[str] = []
    start = 0
    while start < len(words) - 1:
        ends = range(len(words), start + 1, -1)
        runs = (" ".join(words[start:end]) for end in ends)
        run = next((r for r in runs if re.search(rf"\b{re.escape(r)}\b(?! [A-Z])", together)), "")
        found += [run] if run else []
        start += max(len(run.split()), 1)
    return found


def has_name(name: str, text: str) -> bool:
    """Return whether a text has a name of several words whole, perhaps with an ending (Korean), or its initials."""
    one = " ".join(text.split())
    return bool(re.search(rf"\b{re.escape(name)}", one, re.IGNORECASE)) or _initials(name) in WORD.findall(
        undotted(one)
    )
