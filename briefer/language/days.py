"""Works out which day, month or year words mean, from the day on which an article was published. Knows no sentence.

What is written in full needs nothing; "on Tuesday" needs that day, and whether what it dates lies behind or ahead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from briefer.language.lists import table, words
from briefer.language.tenses import Lies

YEAR, MONTH, DAY = (len(form) for form in ("2007", "2007-05", "2007-05-16"))
ONE, WEEK = dt.timedelta(days=1), 7
LATE = 14  # days for which a plan may be told after its day, as of a fair that is still on; nobody measured it
NEARER = 4  # times; so much nearer a day to come must be for a noun below a past verb: "announced a vote on 3 May"
# Parts of the patterns of dates.
YEARS = r"(?:1[5-9]|20)\d\d(?![\w%]|[-–/,.:]\d)"
NUMBER = r"[0-3]?\d(?:st|nd|rd|th)?(?![\w%]|[,.:]\d)"
WHICH = "(?i:last|this|next)"
TOLD = r"(?i:last|this|next|that|the\ssame)"
TO = r"\s?(?:to|until|through|[-–—])\s?"
TIME = r"(?:\s(?:morning|afternoon|evening|night))?"
PART = r"(?:(?i:early|late|mid|(?:at\s)?(?:the\s)?(?:end|start|beginning|middle)\sof)[-\s])"
INSIDE = r"(?:(?i:in|during|by)\s|(?i:summer|autumn|fall|winter|spring|week|weekend)\sof\s)"
UNIT = "(?P<unit>(?i:week|weekend|month|year|spring|summer|autumn|fall|winter))"
SUMMERS = frozenset({"spring", "summer", "fall", "autumn"})  # which lie in one year


@dataclass(frozen=True, slots=True)
class Published:
    """The day of an article, the last that it may be where only its month or year is known.

    exact is YEAR, MONTH or DAY: what is known of it.
    """

    day: dt.date
    exact: int


@dataclass(frozen=True, slots=True)
class Given:
    """The words of a date by what they are, and where what it dates lies; direct: its verb itself tells that."""

    parts: Mapping[str, str]
    lies: Lies = Lies.UNTOLD
    direct: bool = False


Works = Callable[[Given, Published | None], "str | None"]


def published_on(date: str | None) -> Published | None:
    """Return the day of an article from its date in ISO 8601, or None if it has none that a calendar has."""
    known = re.match(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?", date or "")
    if not known:
        return None
    text = known.group()
    try:
        if len(text) == DAY:
            return Published(dt.date.fromisoformat(text), DAY)
        year, month = int(text[:YEAR]), int(text[YEAR + 1 :] or 12)
        return Published(dt.date(year + month // 12, month % 12 + 1, 1) - ONE, len(text))
    except ValueError:
        return None


def _day(given: Given, known: Published | None) -> str | None:
    """Return a day of a month; where it has no year, the one by which it lies where its verb does."""
    parts = given.parts
    month, number = _number("months", parts["month"]), int(re.sub(r"\D", "", parts["number"]))
    if "year" in parts:
        return _iso(int(parts["year"]), month, number)
    if known is None or _elsewhere(parts.get("which")):
        return None
    if "which" in parts or known.exact == YEAR:
        return _iso(known.day.year + _shift(parts.get("which")), month, number)
    days = [d for y in range(-8, 9) if (d := _date(known.day.year + y, month, number))]
    if not days:  # "0 February"
        return None
    behind = max((d for d in days if d <= known.day + ONE), default=days[0])
    ahead = min((d for d in days if d >= known.day), default=days[-1])
    since, till = (known.day - behind).days, (ahead - known.day).days
    if given.lies is Lies.AHEAD:
        return (ahead if since > LATE or till < since else behind).isoformat()
    if given.lies is Lies.BEHIND:
        till = till * NEARER if not given.direct else since
    return (ahead if till < since else behind).isoformat()


def _month(given: Given, known: Published | None) -> str | None:
    """Return a month; where it has no year, the latest one, or the next one where its verb lies ahead."""
    parts = given.parts
    number, which = _number("months", parts["month"]), parts.get("which", "").lower()
    if "year" in parts:
        return f"{parts['year']}-{number:02}"
    if known is None or _elsewhere(parts.get("of_year")):
        return None
    if "of_year" in parts or known.exact == YEAR:
        return f"{known.day.year + _shift(parts.get('of_year'))}-{number:02}"
    since = (known.day.month - number) % 12
    if which == "last":
        return _months(known, -(since or 12))
    if which == "next":
        return _months(known, 12 - since)
    behind = given.lies is Lies.BEHIND and given.direct
    ahead = given.lies is Lies.AHEAD or (not behind and since > WEEK)
    return _months(known, 12 - since if ahead and since else -since)


def _weekday(given: Given, known: Published | None) -> str | None:
    """Return a day of the week: the latest one, which may be the article's, or the next where its verb lies ahead."""
    parts = given.parts
    if known is None or known.exact < DAY or "some" in parts:
        return None
    number, which = _number("weekdays", parts["day"]), parts.get("which", "").lower().removeprefix("this ")
    if "of_week" in parts:
        return (known.day + ONE * (WEEK * _shift(parts["of_week"]) + number - known.day.weekday())).isoformat()
    back = (known.day.weekday() - number) % WEEK
    if which in {"last", "past"}:
        return (known.day - ONE * (back or WEEK)).isoformat()
    if which in {"next", "coming"}:
        return (known.day + ONE * (WEEK - back)).isoformat()
    ahead = given.lies is Lies.AHEAD or (which == "this" and given.lies is Lies.UNTOLD)
    return (known.day + ONE * (-back % WEEK if ahead else -back)).isoformat()


def _near(given: Given, known: Published | None) -> str | None:
    """Return the day of "yesterday" and its like."""
    if known is None or known.exact < DAY:
        return None
    return (known.day + ONE * _table("days")[" ".join(given.parts["near"].lower().split())]).isoformat()


def _ago(given: Given, known: Published | None) -> str | None:
    """Return a day so many days ago, a month so many months ago, a year so many years ago."""
    parts = given.parts
    if known is None or "vague" in parts:
        return None
    many, unit = parts["many"].lower(), parts["unit"].lower()
    number = _table("numbers").get(many) or int(many)
    if unit == "year":
        return str(known.day.year - number)
    if unit == "month":
        return _months(known, -number)
    return (known.day - ONE * number).isoformat() if known.exact == DAY and unit == "day" else None


def _unit(given: Given, known: Published | None) -> str | None:
    """Return the year or month of "last year", "this month"; of a week or its end the month where it has but one."""
    parts = given.parts
    if known is None:
        return None
    unit, shift = parts["unit"].lower(), _shift(parts.get("which"))
    if unit == "year" or (unit in SUMMERS and not shift):
        return str(known.day.year + shift)
    if unit == "month":
        return _months(known, shift)
    if unit not in {"week", "weekend"} or known.exact < DAY:
        return None
    first = known.day + ONE * (WEEK * shift - known.day.weekday())
    if unit == "weekend" and not shift:
        first -= ONE * (WEEK if given.lies is Lies.BEHIND and known.day.weekday() < WEEK - 2 else 0)
    last = first + ONE * (WEEK - 1)
    first = last - ONE if unit == "weekend" else first
    return first.isoformat()[:MONTH] if first.month == last.month else None


def _year(given: Given, known: Published | None) -> str | None:
    return given.parts["year"]


def _written(given: Given, known: Published | None) -> str | None:
    year, month, day = map(int, given.parts["year"].split("-"))
    return _iso(year, month, day)


def _table(name: str) -> Mapping[str, int]:
    return {word: int(number) for word, number in table("en", "calendar")[name].items()}


def _number(kind: str, name: str) -> int:
    """Return the number of a month or weekday from its name, which may be shortened."""
    return next(number for word, number in _table(kind).items() if word.startswith(name.lower().rstrip(".")))


def _shift(word: str | None) -> int:
    return {"last": -1, "next": 1}.get((word or "").lower(), 0)


def _elsewhere(word: str | None) -> bool:
    """Return whether a year was told before the sentence: "in May of that year"."""
    return (word or "").lower().split()[-1:] in (["that"], ["same"])


def _months(known: Published, shift: int) -> str | None:
    months = known.day.year * 12 + known.day.month - 1 + shift
    return f"{months // 12}-{months % 12 + 1:02}" if known.exact >= MONTH else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    found = _date(year, month, day)
    return found.isoformat() if found else None


@cache
def kinds() -> Mapping[str, tuple[re.Pattern[str], Works | None]]:
    """Return the kinds of dates by name, each with its pattern and what works it out, if anything; longer ones first.

    A group "year" is a written year; where a group "said" is, the date's text is that alone.
    """
    full = "|".join(word.capitalize() for word in _table("months"))
    short = "|".join(word.capitalize() for word in sorted(words("en", "calendar")["shortened"]))
    weekday = "|".join(word.capitalize() for word in _table("weekdays"))
    near = "|".join(word.replace(" ", r"\s") for word in _table("days"))
    month, first = rf"(?:{full}|(?:{short})\b\.?)", rf"(?P<number>{NUMBER})"
    its_year = rf"(?:,?\s(?:[-–—]\s)?(?:of\s)?(?:(?P<year>{YEARS})|(?P<which>{TOLD})\syear))?"
    between, to = r"(?P<between>(?i:between)\s)?", rf"(?(between)\sand\s|{TO})"
    found: dict[str, tuple[str, Works | None]] = {
        "every": (rf"(?:(?:{weekday}){TO}(?:{weekday})|{YEARS}{TO}{YEARS})", None),
        "written": (r"(?P<year>\d{4}-[01]\d-[0-3]\d)", _written),
        "range": (rf"{between}(?P<month>{month})\s{first}{to}(?:{month}\s)?{NUMBER}{its_year}", _day),
        "days": (rf"{between}{first}{to}{NUMBER}\s(?P<month>{month}){its_year}", _day),
        "days_of_months": (rf"{between}{first}\s(?P<month>{month}){to}{NUMBER}\s{month}{its_year}", _day),
        "months": (rf"{between}(?P<month>{month})\s(?P<year>{YEARS}){to}{month}\s{YEARS}", _month),
        "month_day": (rf"(?:(?:{weekday}),?\s)?(?P<month>{month})\s{first}{its_year}", _day),
        "day_month": (rf"(?:(?:{weekday}),?\s)?{first}\s(?:of\s)?(?P<month>{month}){its_year}", _day),
        "month_year": (rf"{PART}?(?P<month>{month}),?\s(?:of\s)?(?P<year>{YEARS})", _month),
        "month": (
            rf"(?:{INSIDE}(?:the\s)?(?=(?:{PART}|{WHICH}\s|{full}))|(?={PART}|{WHICH}\s))"
            rf"(?P<said>(?:{PART}|(?P<which>{WHICH})\s)?(?P<month>{full})(?:,?\s(?:of\s)?(?P<of_year>{TOLD})\syear)?)",
            _month,
        ),
        "weekday": (
            rf"(?:(?i:on)\s)?(?:(?P<some>(?i:a\srecent))\s|(?P<which>(?i:(?:this\s)?(?:past|coming)|last|this|next))\s)?"
            rf"(?P<day>{weekday})(?:{TIME},?\s(?:of\s)?(?P<of_week>{WHICH})\sweek)?",
            _weekday,
        ),
        "near": (rf"(?P<near>(?i:{near}))", _near),
        "ago": (
            rf"(?P<vague>(?i:about|around|almost|nearly|over|some|more\sthan|roughly|less\sthan)\s)?"
            rf"(?P<many>(?i:{'|'.join(_table('numbers'))})|\d{{1,2}})\s(?P<unit>(?i:day|week|month|year))s?\sago",
            _ago,
        ),
        "unit": (rf"(?:(?i:earlier|later|early|late|(?:at\s|by\s)?the\send\sof)\s)?(?P<which>{WHICH})\s{UNIT}", _unit),
        "end": (rf"(?:(?i:(?:at|by|near|towards?)\sthe\send\sof|later|earlier)\s(?i:in\s)?the\s{UNIT})", _unit),
        "weekend": (r"(?i:over|at|on|during)\sthe\s(?P<unit>(?i:weekend))", _unit),
        "year": (rf"{INSIDE}(?:the\syear\s)?(?P<said>(?:(?:{PART}|(?i:about|around)\s))?(?P<year>{YEARS}))", _year),
    }
    return {kind: (re.compile(rf"(?<![\w$€£-]){p}(?!\w)"), works) for kind, (p, works) in found.items()}
