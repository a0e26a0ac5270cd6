"""Tells what a text quotes and who says what it says. Knows no models."""

from __future__ import annotations

import re
from itertools import pairwise

from briefer.language.quotations import in_quotation, quoted, unquoted
from briefer.language.words import CALENDAR, CAPITALISED_BY_PLACE, DAY, MONTH, PEOPLE, TITLE, WORD, capitalised, terms

SPEECH = re.compile(
    r"\b(said|says|say|stated|told|tells|tell|called|calls|calling|described|affirmed|reaffirmed|stressed|stressing|"
    r"claimed|claims|argued|argues|warned|warns|announced|declared|emphasi[sz]ed|noted|notes|added|adds|praised|"
    r"welcomed|condemned|denied|insisted|insists|according to|asked|replied|accused|alleged|believes?|expressed|"
    r"explained|explains|wrote|writes|admitted|acknowledged|confirmed|suggested|testified|commented|remarked)\b"
)
# Of the verbs of saying, those by which somebody says that something is so.
ASSERTS = re.compile(
    r"\b(?:said|says|stated|claim(?:s|ed)|argue[sd]|warn(?:s|ed)|insist(?:s|ed)|alleged?|believes?|admitted|confirmed|"
    r"testified|wrote|announced|declared|according to)\b"
)
OFTEN = r"(?:has|have|had|also|later|then|\w+ly)"
ADVERB = rf"(?: {OFTEN})"  # between who speaks and the verb
# "Ada Lenn said", "Ada Lenn, head of the Lenn Works, said", "The head of the Lenn Works, Ada Lenn, said", "Ada Lenn of
# Lennford on Monday said".
SPEAKER = re.compile(
    rf"(?P<who>{PEOPLE})(?:(?<=['’]s) (?:statement|speech|letter|account))?(?: of (?:the )?{PEOPLE})?"
    rf"(?:, (?P<beside>[^,.;“”\"]{{2,80}}),)?(?: on {DAY})?{ADVERB}{{0,3}} "
    rf"{SPEECH.pattern}"
)
# Behind what is said: “…,” said Ada Lenn; ‘…’, said Ada Lenn.
_SAID = rf"[”\"’'],? (?:{SPEECH.pattern}|continued)"
SPEAKER_BEHIND = re.compile(rf"{_SAID} (?!{DAY}|{MONTH})(?:{TITLE.pattern})?(?P<who>(?:[A-Z]\. ?)*{PEOPLE})")
WHOSE = re.compile(r"\b(?:of|for|to|with|by|from|than) (?:the )?$")  # before a name: its spokesman speaks
_ONE = rf"(?!(?:was|were|is|are|be|been|who|that|which)\b|{OFTEN}\b|{SPEECH.pattern})[\w'’-]+"
# "The report's authors say"; then “…,” said the president in the evening; “…,” a spokesman said; He [Xi Jinping] said.
SUBJECT = re.compile(rf"(?P<who>The (?:{_ONE} ){{0,3}}{_ONE}){ADVERB}{{0,3}} {SPEECH.pattern}")
SUBJECT_BEHIND = re.compile(
    rf"{_SAID} (?P<who>(?:the|an?) (?:{_ONE} ){{0,3}}?{_ONE})"
    r"(?= (?:in|on|at|of|after|before|during|when|while|as|to|by|from|who)\b|[,.;]|$)"
)
SUBJECT_BETWEEN = re.compile(
    rf"[”\"’'],? (?P<who>(?:the|an?) (?:{_ONE} ){{0,3}}{_ONE}){ADVERB}{{0,3}} {SPEECH.pattern}"
)
NAMED_BEHIND = re.compile(rf"(?:He|She|They) \[(?P<who>[^\]]+)\]{ADVERB}{{0,3}} {SPEECH.pattern}")
# Between two verbs of saying, the second of which is what the first one tells of.
INSIDE = re.compile(r"(?:,? (?!(?:and|but|while|that)\b)[\w’']+){0,4}(?:,? that)? ", re.IGNORECASE)


def unspoken(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of a text is a quotation, or part of one, and does not tell who speaks."""
    outside = unquoted(text, start, end)
    within = in_quotation(text, start) or in_quotation(text, end) or not WORD.search(outside)
    return within and not SPEECH.search(outside)


def speakers(text: str) -> list[str]:
    """Return the names before a verb of saying, or behind one that follows a quotation, as often as they are."""
    return [_speaker(found) for found in _speaking(text)]


def who_says(text: str) -> str | None:
    """Return who says what a sentence tells: its subject (The crews said), or the name at its first verb of saying.

    The subject may stand behind what is said: “…,” said the president.
    """
    outside = text
    for start, end in quoted(text):
        outside = f"{outside[: start + 1]}{'_' * (min(end, len(text)) - start - 2)}{outside[min(end, len(text)) - 1 :]}"
    subject = NAMED_BEHIND.match(outside) or SUBJECT.match(outside)
    subject = subject or SUBJECT_BEHIND.search(outside) or SUBJECT_BETWEEN.search(outside)
    if subject:
        return capitalised(subject["who"])
    verb = SPEECH.search(outside)
    at = [found for found in _speaking(outside) if verb and found.start() <= verb.start() < found.end()]
    return _speaker(at[0]) if at else None


def reporters(text: str) -> list[tuple[str, str]]:
    """Return who reports whose words: (Ada Lenn, Tom Brandt) of "Ada Lenn said that Tom Brandt had told her so"."""
    return [
        (_speaker(outer), _speaker(inner))
        for outer, inner in pairwise(_speaking(text))
        if INSIDE.fullmatch(text[outer.end() : inner.start()])
    ]


def _speaking(text: str) -> list[re.Match[str]]:
    found = [m for m in SPEAKER.finditer(text) if _beside(m) or not WHOSE.search(text, 0, m.start())]
    found = sorted([*found, *SPEAKER_BEHIND.finditer(text)], key=lambda match: match.start())
    return [match for match in found if set(terms(_speaker(match))) - CAPITALISED_BY_PLACE]


def _beside(found: re.Match[str]) -> str | None:
    beside = found["beside"] if found.re is SPEAKER else None
    return beside if beside and re.fullmatch(PEOPLE, beside) else None


def _speaker(found: re.Match[str]) -> str:
    """Return the name of who speaks: of a name and what stands between commas behind it, whichever names somebody."""
    words = (_beside(found) or found["who"]).split()
    while words and (words[0].lower() in CAPITALISED_BY_PLACE - {"the"} or CALENDAR.fullmatch(words[0])):
        del words[0]
    return re.sub(r"['’]s$", "", " ".join(words))
