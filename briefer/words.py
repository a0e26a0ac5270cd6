"""Finds what counts in a text: its content words, numbers, names, quoted strings and dates. Knows no models."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from text_to_num import alpha2digit

from briefer import dates

PARTS = re.compile(
    r",? and (?=(?:who|whom|what|when|where|why|which|how|did|do|does|is|are|was|were)\b)|;\s+", re.IGNORECASE
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
    r"presidents?|ministers?|actors?|actress(?:es)?|authors?|singers?|players?|teams?|bands?)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"[“\"]([^“”\"]{2,})[”\"]|``([^`]{2,}?)''|(?<!\w)‘((?:[^‘’`]|’(?=\w)){3,})’(?!\w)|(?<![\w'])'([^'`]{3,})'(?![\w'])"
)
WORD = re.compile(r"\w+")
RUNS = re.compile(r"[$€£¥]?\w(?:[\w.,:/’'%‑–-]*[\w%])?")  # of signs between blanks, without the punctuation around
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
RUN = re.compile(r"[A-Z]\w+(?: (?:(?:of|the|and|for|in) )*[A-Z]\w+)+")  # World Health Organization, Bank of Japan
# Words of one country, where its adjective is not made by the rule of `_one_country`.
SAME = tuple(
    frozenset(line.split())
    for line in """
    us usa america american americans
    uk britain british
    china prc chinese
    cuba cuban cubans
    denmark danish
    england english
    finland finnish
    france french
    germany german germans
    greece greek greeks
    india indian indians
    ireland irish
    korea korean koreans
    netherlands dutch
    norway norwegian
    peru peruvian
    poland polish
    scotland scottish
    spain spanish
    sweden swedish
    switzerland swiss
    thailand thai
    ussr soviet
    syria syrian syrians
    turkey turkish
    wales welsh
    """.splitlines()
)
SPELLED = {"us": "united states", "uk": "united kingdom", "eu": "european union", "un": "united nations"}
ADJECTIVE = frozenset("n ns an ans ian ians ese i is ish ic".split())
NAME = re.compile(r"\b[A-Z][\w’'‑-]*")
# Names of one or more words, but not the first of a sentence.
NAMED = re.compile(rf"(?<!^)(?<![.?!] ){NAME.pattern}(?: {NAME.pattern})*")
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Mt|Prof|Gen|Sen|Gov|Rep|Lt|Col)\. ?")
OF_MANY = frozenset("new north south east west high world great".split())  # the parts of names that tell least
STEM = 5  # letters by which the forms of a word are told
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
NUMBERED = re.compile(r"\b(\d+(?:st|nd|rd|th) [A-Z]\w+)|\b([A-Z][\w’'-]* \d+)(?!\d)")  # 93rd Congress, Apollo 12
YES_OR_NO = re.compile(r"(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)
# Who somebody is, which a text may tell in another word.
ROLES = frozenset(
    """
    ambassador ceo chair chairman chancellor chief commissioner defence defense director dr executive finance
    first foreign general government governor head justice king lady leader mayor minister mr mrs ms officer
    pope premier president prime prince princess queen secretary senator speaker state vice
    """.split()
)
WHO = re.compile(r"(?:who|whom|whose)\b", re.IGNORECASE)
SAME_MATTER = 0.6  # of the words of two sentences, but for those that may differ
LINKS = frozenset("a an and at for in of the".split())  # stand inside names
# Words that English writes with a capital for their place, not for what they name.
CAPITALISED_BY_PLACE = frozenset(
    """
    a according after all although an and as at because before both but by during each for from he her his
    however if in instead it its meanwhile neither no not on one or she since so that the their then there
    these they this those to when where which while with without yes
    """.split()
)
STOPWORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can could did do does during
    each for from had has have he her his how i if in into is it its just me more most my no not of on or
    other our out over s she should so some such t than that the their them then there these they this those
    to too under up us was we were what when where which while who whom whose why will with would you your
    """.split()
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
# What kind of thing a question asks for, and what a text must have to give it.
DISTANCE = r"(?:kilomet(?:re|er)|met(?:re|er)|mile)s?"
LENGTH_UNIT = rf"(?:{DISTANCE}|(?:yard|inche?|page|word|line|chapter)s?|feet|foot|ft|km|cm|mm|m)"
TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie)|season|generation)s?"
KINDS = (
    (  # a duration, or a length
        re.compile(r"how long\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:{TIME_UNIT}|{DISTANCE}|until|since|forever|indefinitely|"
            rf"always|briefly)\b|\d[ -]?{LENGTH_UNIT}\b|"
            r"\d ?(?:to|till|until|and|[-‑–]) ?\d|\d:\d",
            re.IGNORECASE,
        ),
    ),
    (  # a number
        re.compile(
            r"how (?:many|much|old|far|tall|high|deep)\b|what (?:number|share|percentage|age|price)\b", re.IGNORECASE
        ),
        re.compile(
            r"\d|\b(?:one|no|none|nothing|nobody|all|half|third|quarter|few|several|many|most|couple|pair|twice|double|"
            r"dozens?|hundreds|thousands|millions|billions|single|free)\b",
            re.IGNORECASE,
        ),
    ),
    (  # a point in time
        re.compile(r"when\b|what (?:year|day|date|month|time|century)\b", re.IGNORECASE),
        re.compile(
            rf"\d|\b(?:{MONTH}|{DAY}|{TIME_UNIT}|after|before|during|when|while|once|until|since|as soon as|ago|now|"
            r"then|today|yesterday|tomorrow|tonight|recently|soon|later|earlier|spring|summer|autumn|fall|winter|morning|"
            r"evening|afternoon|noon|midnight|dawn|Christmas|Easter|never|always|time|end|beginning|start)\b",
            re.IGNORECASE,
        ),
    ),
)
CALENDAR = re.compile(rf"\b(?:{MONTH}|{DAY})s?\b")
DATE = re.compile(
    rf"""\b(?:
        (?:{DAY},\s)?\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH}(?:,?\s\d{{4}})?   # 26 December 1949
        | (?:{DAY},\s)?{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b # December 26, 1949
        | {MONTH},?\s\d{{4}}                                             # December 1949
        | (?:1[5-9]|20)\d\d(?![\d,.]\d|\s(?:people|men|soldiers|years|days|km|kilometres))
    )\b""",
    re.VERBOSE,
)
HINT = re.compile(
    rf"\b(?:on\s)?(?:a\srecent\s{DAY}|(?:last|this|next|early|late)\s(?:{DAY}|{MONTH}|week|month|year|spring|summer|autumn|winter)"
    rf"|on\s{DAY}|the\s\w+\sanniversary\sof[^,.;]{{3,60}})",
    re.IGNORECASE,
)
DATE_OR_RUN = re.compile(f"{DATE.pattern}|{RUNS.pattern}", re.VERBOSE)

SPEECH = re.compile(
    r"\b(said|says|say|stated|told|called|calls|calling|described|described|affirmed|reaffirmed|stressed|stressing|"
    r"claimed|claims|argued|argues|warned|announced|declared|emphasi[sz]ed|noted|added|praised|welcomed|condemned|"
    r"denied|insisted|according to|asked|replied|accused|alleged|believes?|expressed)\b"
)
SPEAKER = re.compile(rf"({NAME.pattern}(?: {NAME.pattern})*),?(?: (?:has|have|had|also|later|then))? {SPEECH.pattern}")

# Between two verbs of saying, the second of which is what the first one tells of.
INSIDE = re.compile(r"(?:,? (?!(?:and|but|while|that)\b)[\w’']+){0,4}(?:,? that)? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A date as a text gives it, and as ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD) where it is one."""

    text: str
    iso: str | None


def terms(query: str) -> list[str]:
    """Return the words of a query that are searched for, each once, in order."""
    words = [word for word in re.findall(r"\w+", query.lower()) if word not in STOPWORDS]
    return list(dict.fromkeys(words))


def singulars(text: str) -> set[str]:
    """Return the content words of a text without the s at their ends, by which "chips" are found in "a chip"."""
    return {word.rstrip("s") for word in terms(text)}


def overlap(first: set[str], second: set[str]) -> float:
    """Return the share of words that two sets have in common, 0–1 (Jaccard's index)."""
    return len(first & second) / len(first | second) if first or second else 1.0


def same_matter(first: set[str], second: set[str]) -> bool:
    """Return whether two sentences tell of the same thing by their words, but for those that may differ."""
    return overlap(first, second) >= SAME_MATTER


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as digits, each once: '80th', 'eightieth' and 'eighty' are all 80."""
    # "one" is an article more often than a number, and what it counts is seldom a fact.
    return list(dict.fromkeys(n.replace(",", "") for n in NUMBER.findall(_in_digits(text)) if n != "1"))


def _in_digits(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z])[-‑–](?=[a-z])", " ", text, flags=re.IGNORECASE)
    return str(alpha2digit(spaced, "en", threshold=0)) if spaced.strip() else ""


def gives(text: str, question: str) -> bool:
    """Return whether a text has the kind of thing that a question asks for.

    A duration for how long, a number for how many, a point in time for when, a name for which country; else at least a
    word. What the question has itself does not count: "on 26 March" is no answer to how many came on 26 March.
    """
    asked, told = _asked(question), set(WORD.findall(question.lower()))
    new = _in_digits(WORD.sub(lambda word: "" if word.group().lower() in told else word.group(), text))
    for asks, has in KINDS:
        if asks.match(asked):
            return bool(has.search(new))
    if WANTS_NAME.match(asked):
        named = set(names(f"that {DATE.sub('', text)}"))
        return bool(named - set(names(f"that {question}")) - set(terms(question)))
    return not {*terms(text), *names(f"that {text}")} <= {*terms(question), *names(f"that {question}")}


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital; the others are let be."""
    return text[:1].upper() + text[1:]


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


def replaced(first: str, second: str) -> tuple[str, str] | None:
    """Return the number, name or date that each of two sentences gives which are the same but for it, else None.

    "The bridge cost 18 million euros." and "The bridge cost 21 million euros." give 18 and 21.
    """
    mine, theirs = _words(first), _words(second)
    matcher = SequenceMatcher(None, [key for key, _ in mine], [key for key, _ in theirs], autojunk=False)
    changes = [
        (" ".join(said for _, said in mine[a:b]), " ".join(said for _, said in theirs[c:d]))
        for how, a, b, c, d in matcher.get_opcodes()
        if how != "equal"
    ]
    if not changes or matcher.ratio() < SAME_MATTER:
        return None
    longest = max(changes, key=lambda pair: len("".join(pair)))
    known = tuple(set(bare(words)) for words in longest)
    same = all(one and other and {*bare(one)} <= known[0] and {*bare(other)} <= known[1] for one, other in changes)
    return longest if same and _other_fact(longest, (first, second)) else None


def _other_fact(given: tuple[str, str], sentences: tuple[str, str]) -> bool:
    """Return whether two texts give different numbers, names or dates, not one in two forms or more exactly."""
    counted = [set(numbers(words)) for words in given]
    if counted[0] - counted[1] and counted[1] - counted[0]:
        return True
    mine, theirs = (
        unnamed(names(f"that {words}"), other) for words, other in zip(given, reversed(sentences), strict=True)
    )
    alike = any(one[:STEM] == other[:STEM] for one in mine for other in theirs)
    return bool(mine and theirs) and not alike and bool(counted[0]) == bool(counted[1])


def _words(sentence: str) -> list[tuple[str, str]]:
    """Return the words of a sentence, a date as one, each with what it is told by before it."""
    said = [found.group() for found in DATE_OR_RUN.finditer(sentence)]
    return [((DATE.fullmatch(word) and dates.iso(word)) or " ".join(bare(word)) or word, word) for word in said]


def spans(sentence: str, *, longest: int = 8) -> list[str]:
    """Return every run of up to so many words of a sentence that does not begin or end with a word that tells nothing.

    In text order, each once, without the punctuation around it.
    """
    words = [(m.start(), m.end()) for m in RUNS.finditer(sentence)]
    said = [sentence[start:end] for start, end in words]
    telling = [word.lower() not in STOPWORDS or (word.isupper() and len(word) > 1) for word in said]  # the US, not us
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


def facts(text: str) -> set[str]:
    """Return the numbers, names and dates of a text: what tells it from another in nearly the same words."""
    return {*numbers(text), *names(f"that {text}"), *DATE.findall(text)}


def names(text: str) -> list[str]:
    """Return the capitalised words of a text in lower case, each once, without those that stand first for no reason."""
    found: list[str] = []
    for word in NAME.findall(_undotted(text)):
        found += [part for part in bare(word) if part not in CAPITALISED_BY_PLACE and not part.isdigit()]
    first = bare(text)[:1]
    # A sentence's first word may be a name or not; only what is capitalised elsewhere too can be told for one.
    return [n for n in dict.fromkeys(found) if [n] != first or found.count(n) > 1]


@lru_cache(maxsize=64)
def absent(question: str, text: str) -> tuple[str, ...]:
    """Return the names of a question that a text does not have in a form that is known, without the dots of U.S.

    Of a name of several words one is enough. So is a number that is part of a name (Apollo 12, 93rd Congress), and a
    year where the text has others, none of them next to it; these not in a question for yes or no, which may be whether
    it is that one. Where a question gives a choice ("Lennford or Easton"), one name is enough.
    """
    question, text = (_undotted(TITLE.sub("", _unaccented(t).replace("’", "'"))) for t in (question, text))
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
            or any(other.startswith(w[:STEM]) for w in words if len(w) > 2 for other in capitalised)  # Fed, Zelenskyy
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


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def quotations(text: str) -> list[str]:
    """Return what a text has in quotation marks, without the marks."""
    return ["".join(found).strip() for found in QUOTED.findall(text)]


def when(text: str) -> When | None:
    """Return the first date of a text, else the first hint of one ("on a recent Wednesday"), else None.

    A hint stays a hint: it has no ISO form, and neither has a day without a year.
    """
    found = DATE.search(text)
    if found is None:
        hint = HINT.search(text)
        return When(hint.group(), None) if hint else None
    given = found.group()
    return When(given, dates.iso(given))


def plain(text: str) -> str:
    """Return the words of a text in lower case with single blanks, without punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def bare(text: str) -> list[str]:
    """Return the words of a text in lower case, without possessive endings; "U.S." is one word, us."""
    return [re.sub(r"['’]s?$", "", w) for w in re.findall(r"\w+(?:['’]\w+)?", _undotted(text).lower())]


def _undotted(text: str) -> str:
    return DOTTED.sub(lambda found: found.group().replace(".", ""), text)


def unnamed(wanted: Iterable[str], text: str) -> list[str]:
    """Return which names, in lower case, a text does not have in any form.

    A country stands for its people and language and the other way round (Russia, Russian), initials for what they
    abbreviate (UN, United Nations).
    """
    known = set(bare(text))
    for run in RUN.findall(_undotted(text)):
        words = [word for word in run.split() if word[0].isupper() and word.lower() not in CAPITALISED_BY_PLACE]
        known.add("".join(word[0] for word in words).lower())
    known |= {word for country in SAME if known & country for word in country}
    known |= {word for short, words in SPELLED.items() if short in known for word in words.split()}
    return [name for name in wanted if name not in known and not any(_one_country(name, word) for word in known)]


def _one_country(first: str, second: str) -> bool:
    """Return whether of two words one is a country and the other its adjective: Ukraine, Ukrainian."""
    country, other = sorted((first, second), key=len)
    stem = country.rstrip("aeiouy")
    return len(stem) >= 4 and other.startswith(stem) and other[len(stem) :] in ADJECTIVE


def speakers(text: str) -> list[str]:
    """Return the names of a text that are followed by a verb of saying, as often as they are."""
    return [found.group(1) for found in _speaking(text)]


def reporters(text: str) -> list[tuple[str, str]]:
    """Return who reports whose words: (Ada Lenn, Tom Brandt) of "Ada Lenn said that Tom Brandt had told her so"."""
    return [
        (outer.group(1), inner.group(1))
        for outer, inner in pairwise(_speaking(text))
        if INSIDE.fullmatch(text[outer.end() : inner.start()])
    ]


def _speaking(text: str) -> list[re.Match[str]]:
    return [found for found in SPEAKER.finditer(text) if set(terms(found.group(1))) - CAPITALISED_BY_PLACE]
