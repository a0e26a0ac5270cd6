"""Finds what counts in a text: its content words, numbers, names and dates. Knows no models."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from snowballstemmer import stemmer
from text_to_num import alpha2digit

from briefer.language import dates

WORD = re.compile(r"\w+")
RUNS = re.compile(r"[$€£¥]?\w(?:[\w.,:/’'%‑–-]*[\w%])?")  # of signs between blanks, without the punctuation around
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ROUNDED = re.compile(
    r"\b(?:over|more than|at least|at most|nearly|almost|about|around|roughly|approximately|some|up to|"
    r"fewer than|less than|under|close to|as many as|as much as|estimated|only) "
    r"(?:an? |the )?[$€£¥]?(?P<number>\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)
SIZES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12}
SIZED = re.compile(  # 2.5 million, $3bn; 5m alone may be metres
    r"(?:[$€£¥](?P<sum>\d[\d,]*(?:\.\d+)?)[ -]?(?P<short>k|mn?|bn?|tn)"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?|half an?)[ -]?(?P<size>thousand|million|mn|billion|bn|trillion|tn))\b",
    re.IGNORECASE,
)
# Behind a number in digits, what it counts; "50 %" and "50 per cent" are one.
COUNTED = re.compile(r"(?<![\w.,:])(\d+(?:[.,]\d+)*)(?![\w:])(?P<percent> ?%| per ?cent\b)?")
BEHIND, AROUND = 2, 8  # content words behind a number that say what it counts; words around it that may, in a source
AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|\baged? (\d{1,3})\b|\bage of (\d{1,3})\b", re.IGNORECASE)
AGE_BESIDE = re.compile(r", (\d{1,3})(?=[,.;]| and)|\((\d{1,3})\)")  # Ada Lenn, 45, and Tom Brandt (52)
ONE = re.compile(r"\bone(?= (?!of\b)\w)")  # counts something
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
UPPER = "".join(letter for letter in map(chr, range(0x250)) if letter.isupper())  # of the Latin alphabets
PARTICLES = "al|bin|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von"  # within names
RUN = re.compile(rf"[{UPPER}]\w+(?: (?:(?:of|the|and|for) )*[{UPPER}]\w+)+")  # World Health Organization, Bank of Japan
# Words of one country, where its adjective is not made by the rule of `_one_country`; and of one month.
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
    january jan
    february feb
    march mar
    april apr
    june jun
    july jul
    august aug
    september sept sep
    october oct
    november nov
    december dec
    """.splitlines()
)
SPELLED = {"us": "united states", "uk": "united kingdom", "eu": "european union", "un": "united nations"}
ADJECTIVE = frozenset("n ns an ans ian ians ese i is ish ic".split())
TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Messrs|Dr|St|Mt|Prof|Rev|Gen|Adm|Maj|Capt|Cmdr|Lt|Col|Sgt|Pvt|Sens?|Reps?|Gov|Pres|Det|Supt)\. ?"
)
NAME = re.compile(rf"\b[{UPPER}][\w’'‑-]*")
BEGUN = 5  # letters of a name, which may be spelled in two ways behind them
SAME_MATTER = 0.6  # of the words of two sentences, but for those that may differ
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
PREPOSITIONS = frozenset("about after against at before between by for from in into of on over under with".split())
DETERMINERS = frozenset("a an the his her its their this that these those".split())
OBJECT = "object"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
CALENDAR = re.compile(rf"\b(?:{MONTH}|{DAY})s?\b")
_MONTH = rf"(?:{MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DATE = re.compile(
    rf"""\b(?:
        (?:{DAY},\s)?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?   # 26 December 1949
        | (?:{DAY},\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b # December 26, 1949
        | {_MONTH},?\s\d{{4}}                                             # December 1949
        | \d{{4}}-[01]\d-[0-3]\d                                         # 1949-12-26
        | (?:1[5-9]|20)\d\d(?![\d,.]\d|\s(?:people|men|soldiers|years|days|km|kilometres))
    )\b""",
    re.VERBOSE,
)
IN_YEAR = re.compile(r"\bin (?:(?:early|late|mid|about|around) )?$", re.IGNORECASE)
HINT = re.compile(
    rf"\b(?:on\s)?(?:a\srecent\s{DAY}|(?:last|this|next|early|late)\s(?:{DAY}|{MONTH}|week|month)"
    rf"|on\s{DAY}|the\s\w+\sanniversary\sof[^,.;]{{3,60}})",
    re.IGNORECASE,
)
DATE_OR_RUN = re.compile(f"{DATE.pattern}|{RUNS.pattern}", re.VERBOSE)

_INITIAL = rf"[{UPPER}]\.(?= (?!(?:The|An?|He|She|It|They|In|On|At|But|And)\b)[{UPPER}])"
PEOPLE = (  # a bound: a text may be all capitals
    rf"{NAME.pattern}(?: (?:(?:{PARTICLES}) ){{0,3}}(?:{_INITIAL}|{NAME.pattern})){{0,9}}"
)
NEGATION = re.compile(r"\b(?:not|no|never|none|nor|neither|without|denied|denies|refused)\b|n['’]t\b", re.IGNORECASE)
# The verb behind it tells what may be, is wanted, or was not done: "seeks to reunite"; what will be, too, in PLANNED.
_BE = r"(?: be| have| have been)?"
_WANTED = (
    rf"(?:could|may|might|should)(?: not)?{_BE}"
    r"|(?:agree|aim|allow|ask|attempt|bid|call|consider|deal|declin|demand|due|expect|fail|hop|intend|invit|like|offer|"
    r"order|plan|pledg|prepar|promis|propos|ready|refus|request|schedul|seek|sought|set|threaten|tri|try|unable|urg|vow|"
    r"want|willing|wish)\w*"
    rf"(?: \w+){{0,3}}? to{_BE}"
)
WANTED = re.compile(rf"\b(?:{_WANTED}) (\w+)", re.IGNORECASE)
PLANNED = re.compile(rf"\b(?:(?:will|would|shall)(?: not)?{_BE}|{_WANTED}) (\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A date as a text gives it, and as ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD) where it is one."""

    text: str
    iso: str | None


def terms(query: str) -> list[str]:
    """Return the words of a query that are searched for, each once, in order."""
    words = [word for word in re.findall(r"\w+", query.lower()) if word not in STOPWORDS]
    return list(dict.fromkeys(words))


def tells(word: str) -> bool:
    """Return whether a word of a text is one that tells something: the US, not us."""
    return word.lower() not in STOPWORDS or (word.isupper() and len(word) > 1)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the stem that the forms of an English word have in common: sentenc for sentence and sentenced."""
    return str(stemmer("english").stemWord(word.lower()))  # one each time: it is not safe to share between threads


def stems(text: str) -> set[str]:
    """Return the stems of the content words of a text."""
    return {stem(word) for word in terms(text)}


def only(pattern: re.Pattern[str], text: str) -> set[str]:
    """Return the stems of the verbs that a text has only so, as PLANNED or WANTED: reunit of "seeks to reunite"."""
    return {stem(word) for word in pattern.findall(text)} - stems(pattern.sub(" ", text))


def ties(text: str) -> dict[str, set[str]]:
    """Return what stands before each content word of a text, by its stem, but for an article or "their" in between.

    A preposition, OBJECT behind another content word, "" otherwise; "" too where a relative clause tells more of it.
    """
    found: dict[str, set[str]] = {}
    words = re.findall(r"\w+|[^\w\s]", undotted(text))
    before = ""
    for place, word in enumerate(words):
        if word.isalpha() and tells(word) and word.lower() not in PREPOSITIONS:
            tie = before if before in PREPOSITIONS else OBJECT if tells(before) and before.isalpha() else ""
            told = found.setdefault(stem(word), set())
            told.add(tie)
            if {"which", "that", "who"} & set(words[place + 1 : place + 5]):
                told.add("")
        if word.lower() not in DETERMINERS:
            before = word.lower()
    return found


def in_order(text: str, within: str) -> bool:
    """Return whether the content words of a text stand in another one, in any form and in the same order."""
    said = iter([stem(word) for word in WORD.findall(undotted(within))])
    return all(stem(word) in said for word in terms(undotted(text)))


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
    return list(dict.fromkeys(n.replace(",", "") for n in NUMBER.findall(in_digits(text)) if n != "1"))


def miscounted(claim: str, text: str) -> list[str]:
    """Return the numbers of a claim that a text has, but not of what the claim counts or as the age that it tells.

    "19 sources" is not in "to study 19 galaxies", "35 years old" not in "35 years ago", "4 %" not in "4 dollars".
    """
    claim, text = in_digits(claim), in_digits(text)
    told = list(COUNTED.finditer(text))
    found = []
    for number in COUNTED.finditer(claim):
        clause = re.split(r"[.,;:!?()] ", claim[number.end() :])[0]
        behind = {stem(word) for word in terms(clause)[:BEHIND] if len(word) > 1}
        same = [t for t in told if t.group(1).replace(",", "") == number.group(1).replace(",", "")]
        if not same or (number["percent"] and any(t["percent"] for t in same)):
            continue
        if number["percent"] or not any(not behind or behind & _around(text, t) for t in same):
            found.append(" ".join([number.group().strip(), *terms(claim[number.end() :])[:1]]))
    ages = {age for match in AGE.findall(text) + AGE_BESIDE.findall(text) for age in match if age}
    return found + [f"the age {age}" for match in AGE.findall(claim) for age in match if age and age not in ages]


def _around(text: str, number: re.Match[str]) -> set[str]:
    before, after = WORD.findall(text[: number.start()])[-AROUND:], WORD.findall(text[number.end() :])[:AROUND]
    return {stem(word) for word in [*before, *after]}


def rounded(text: str) -> set[str]:
    """Return the numbers of a text that it gives nowhere without a word like over, about or at least before them."""
    digits = in_digits(text)
    near = {found.group("number").replace(",", "") for found in ROUNDED.finditer(digits)}
    return near - set(numbers(ROUNDED.sub(" ", digits)))


def in_digits(text: str) -> str:
    """Return a text with its numbers in words as digits."""
    spaced = re.sub(r"(?<=[a-z])[-‑–](?=[a-z])", " ", SIZED.sub(_in_full, text), flags=re.IGNORECASE)
    return str(alpha2digit(spaced, "en", threshold=0)) if spaced.strip() else ""


def _in_full(found: re.Match[str]) -> str:
    """Return a number with its size as digits: 2500000 for 2.5 million."""
    given, size = found["sum"] or found["number"], found["short"] or found["size"]
    number = Decimal("0.5") if given.lower().startswith("half") else Decimal(given.replace(",", ""))
    return f"{number.scaleb(SIZES[size.lower()]):f}"


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital; the others are let be."""
    return text[:1].upper() + text[1:]


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
    alike = {name[:BEGUN] for name in mine} & {name[:BEGUN] for name in theirs}
    return bool(mine and theirs) and not alike and bool(counted[0]) == bool(counted[1])


def _words(sentence: str) -> list[tuple[str, str]]:
    """Return the words of a sentence, a date as one, each with what it is told by before it."""
    said = [found.group() for found in DATE_OR_RUN.finditer(sentence)]
    return [((DATE.fullmatch(word) and dates.iso(word)) or " ".join(bare(word)) or word, word) for word in said]


def facts(text: str) -> set[str]:
    """Return the numbers, names, dates and negations of a text: what tells it from another in nearly the same words."""
    denied = {word.lower() for word in NEGATION.findall(text)}
    return {*numbers(text), *ONE.findall(text.lower()), *names(f"that {text}"), *DATE.findall(text), *denied}


def names(text: str) -> list[str]:
    """Return the capitalised words of a text in lower case, each once, without those that stand first for no reason."""
    found: list[str] = []
    for word in NAME.findall(undotted(text)):
        found += [part for part in bare(word) if part not in CAPITALISED_BY_PLACE and not part.isdigit()]
    first = bare(text)[:1]
    # A sentence's first word may be a name or not; only what is capitalised elsewhere too can be told for one.
    return [n for n in dict.fromkeys(found) if [n] != first or found.count(n) > 1]


def strange_first(claim: str, text: str) -> list[str]:
    """Return the first word of a claim, in lower case, if a text has it neither as a name nor in any other form.

    `names` leaves it out, since it may be a name or not: "Russia attacked the port" of "Ukraine attacked the port".
    """
    said = NAME.match(undotted(claim).lstrip("“\"‘'"))
    first = bare(said.group())[:1] if said else []
    if not first or first[0] in CAPITALISED_BY_PLACE | STOPWORDS or first[0].isdigit() or stem(first[0]) in stems(text):
        return []
    return unnamed(first, text)


def when(text: str) -> When | None:
    """Return the first date of a text, else the first hint of one ("on a recent Wednesday"), else None.

    A hint stays a hint: it has no ISO form, and neither has a day without a year. A year alone is one where something
    happens in it: not the 1995 law, since 2000, or 1500 refugees.
    """
    dates_in = DATE.finditer(text)
    found = next((d for d in dates_in if not d.group().isdigit() or IN_YEAR.search(text, 0, d.start())), None)
    if found is None:
        hint = HINT.search(text)
        return When(hint.group(), None) if hint else None
    given = found.group()
    return When(given, dates.iso(given))


def plain(text: str) -> str:
    """Return the words of a text in lower case with single blanks, without punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def bare(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and possessive endings; "U.S." is one word, us."""
    plainly = unaccented(undotted(text)).lower().replace("’", "'")
    return [re.sub(r"'s?$", "", w) for w in re.findall(r"\w+(?:'\w+)?", plainly)]


def unaccented(text: str) -> str:
    """Return a text without accents: Erdogan for Erdoğan."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def undotted(text: str) -> str:
    """Return a text without the dots of its abbreviations: US for U.S."""
    return DOTTED.sub(lambda found: found.group().replace(".", ""), text)


def unnamed(wanted: Iterable[str], text: str) -> list[str]:
    """Return which names, in lower case, a text does not have in any form.

    A country stands for its people and language and the other way round (Russia, Russian), initials for what they
    abbreviate (UN, United Nations).
    """
    words_of = bare(text)
    plainly, known = " ".join(words_of), set(words_of)
    for run in RUN.findall(undotted(text)):
        words = [word for word in run.split() if word[0].isupper() and word.lower() not in CAPITALISED_BY_PLACE]
        known.add("".join(word[0] for word in words).lower())
    known |= {short for short, words in SPELLED.items() if words in plainly}
    known |= {word for country in SAME if known & country for word in country}
    known |= {word for short, words in SPELLED.items() if short in known for word in words.split()}
    return [name for name in wanted if name not in known and not any(_one_country(name, word) for word in known)]


def _one_country(first: str, second: str) -> bool:
    """Return whether of two words one is a country and the other its adjective: Ukraine, Ukrainian."""
    country, other = sorted((first, second), key=len)
    stem = country.rstrip("aeiouy")
    return len(stem) >= 4 and other.startswith(stem) and other[len(stem) :] in ADJECTIVE
