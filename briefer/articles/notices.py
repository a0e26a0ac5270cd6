"""Tells lines that are of the page and not of the article: bare credits, lists of names, labels of links.

Each form holds for the whole of a line. What goes on behind it is a sentence, and may be evidence: "Photograph by Ines
Vidal" is a credit, and "Photographs by the coastguard prove it." is none.
"""

from __future__ import annotations

import re
from functools import cache

from briefer.language import dates
from briefer.language.lists import everywhere

MOST_WORDS = 30
CAPTION_WORDS = 60
PICTURE = r"(?:image|photo|photograph|picture|illustration|graphic|video|audio|credit)s?"
# Names alone, with what joins them. No sign is of a name and between two as well, or some texts would take for ever.
NAME = r"(?:[A-Z][\w.’'-]*|\d{1,4}|and|for|of|in|on|the|via|by|und|et|y)"
NAMES = rf"(?-i:{NAME}(?:[\s,;/|&–]+(?:-\s+)?{NAME})*[,;]?)"
BARE = re.compile(
    rf"""(
        (cover\ )?{PICTURE}:?\ (by|courtesy(\ of)?|via|credits?:?)
            \ ({NAMES}\.?|[^\s.!?]+(\ [^\s.!?]+){{0,4}})
        | (cover\ )?{PICTURE}:\ ({NAMES}\.?|[^.!?]{{1,90}})
        | ((all|the)\ )?{PICTURE}(\ {PICTURE})?\b[^,.]{{0,30}}\b(are|is|was|were)\b[^,.]{{0,60}}
            \b(generated|representations?|illustrative|courtesy|licensed)\b[^,.]{{0,30}}\.?
        | (sources?|media\ names|references|further\ reading|see\ also|tags?|topics?|related(\ (articles|stories))?)
            \ ?:?
        | (sources?|tags?|topics?|categories|filed\ under|related(\ (articles|stories))?|via):
            \ ({NAMES}|\S+(\ \S+){{0,2}})\.?
        | (read|see)\ (more|also|next)(\ [^.,!?]{{1,80}}|:.{{1,120}})?
        | (sign\ up|subscribe|follow\ us|share\ this|click\ here|send\ this\ (page|article|story))
            (\ [^.,:]{{1,60}})?[.!]?
        | advertisements? | skip\ to\ (main\ )?content | story\ continues\ below[^,]{{0,40}}
        | (©|\(c\)|copyright\ (©|\(c\)|\d{{4}})).{{0,100}} | (.{{1,60}}[.,]\ )?all\ rights\ reserved\.?
        | \(?(additional\ )?(reporting|writing|editing)\ by\ {NAMES}
            (\ (additional\ )?(reporting|writing|editing)\ by\ {NAMES}){{0,3}}\.?\)?
        | this\ (article|story)\ (was\ )?(first|originally)\ (published|appeared|posted|printed)\b[^,]{{0,80}}
        | \W*with\ files\ from\ [^,]{{1,80}} | [^,]{{3,80}}\bcontributed\ to\ this\ (report|article|story)\.?
        | (this\ )?(undated|file|handout|combination)\ ([a-z]+\ )*{PICTURE}\ .{{0,80}}\bshows\b.*
        | (the\ |an?\ )?(satellite\ |aerial\ )?{PICTURE}\ shows\b[^.!?]*
        | an?\ ((video|film)\ )?still\ from\b[^.!?]*
        | embargo(ed)?\b[^.!?]{{0,80}} | for\ immediate\ (release|publication)[.:]?
        | ((press|media)\ )?contacts?:\ .{{0,60}}(\+?\d[\d\ ()/.-]{{6,20}}|\S{{1,60}}@\S{{1,60}}).{{0,40}}
        | the\ post\ .{{1,160}}\ (first\ appeared|appeared\ first)\ on\ .{{1,60}} | continue\ reading\b\W*
        | (?-i:By|Von|Par|Por|Di)\ (?-i:(?:[A-Z][\w.’'-]*|and|und|et|y|de|van|von|,)(?:\ |$)){{1,8}}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
# Of the page that an article stood on, however long: an agency's caption, an offer of letters, somebody's tweet.
OF_PAGE = re.compile(
    r"""^FILE\ ?[-–—]+\ | \((?:[\w.]+[ ]){0,3}(?:Photo|Images|Pictures?)\b[^)]{0,60}\)$
    | \bdelivered\ (?:\w+\ )?to\ your\ inbox\b
    | \bby\ (?:click|sign|subscrib)ing\b[^.]{0,40},\ you\ (?:agree|accept|consent)\b
    | [-–—]\ [^\n]{1,60}\(@\w+\)\ [A-Z]\w+\ \d{1,2},\ \d{4}$""",
    re.VERBOSE,
)
CAPTION = re.compile(rf"(?s).*\b(?i:image|photo|photograph|picture|credit|video|audio|graphic)s?: {NAMES}\.?")
AUTHOR = re.compile(r"(?:The )?[Aa]uthor is an? [^,]{3,100}\.?")
ABOUT = re.compile(
    r"([A-Z][^,.!?]{2,50}?) is (?:an?|the|our) [^.,!?]{0,60}"
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist)\b[^.!?]{0,100}\."
    r"(?: (?:She|He|They) (?:covers?|writes?|reports?)\b[^.!?]{0,120}\.)?"
)
# A list of sources ends an article, each with where and when; a paragraph below the same heading is none of it.
REFERENCES = re.compile(r"(sources?|references|further reading|bibliography|quellen|fuentes)\s*:?", re.IGNORECASE)
SMALL_WORDS = 0.45  # of a sentence's words; a source has fewer, since its names and titles are written large


def is_notice(text: str) -> bool:
    """Return whether a line is a credit, a label or a list of names, or was of the page around the article."""
    words = len(text.split())
    if OF_PAGE.search(text) or (words <= MOST_WORDS and BARE.match(text)):
        return True
    return words <= CAPTION_WORDS and (CAPTION.fullmatch(text) or _own_forms().fullmatch(text)) is not None


@cache
def _own_forms() -> re.Pattern[str]:
    """Return what is said of cookies, subscriptions and rights in each language."""
    named = everywhere("notices")
    forms = (form.replace("NAMES", NAMES) for own in named.values() for form in own)
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


def told_of(text: str) -> str | None:
    """Return whose work at a paper a paragraph tells of and of nothing else: "Dana Holt is a reporter at the Post."."""
    found = ABOUT.fullmatch(text)
    return found.group(1) if found else None


def is_source(text: str) -> bool:
    """Return whether a line may be one of a list of sources: "Holt, Dana: The lost boats. Lorne Post, 6 May 2025"."""
    words = text.split()
    small = sum(word.lstrip("“\"‘'(")[:1].islower() for word in words) / len(words)
    named = re.search(r"https?://|www\.|\bdoi\b", text) is not None
    return named or small < SMALL_WORDS or _is_dated(text)


def _is_dated(text: str) -> bool:
    """Return whether a line ends in a date with names alone between it and a title in quotation marks."""
    found = dates.full(text)
    if found is None or text[found[2] :].strip(" .)"):
        return False
    behind = re.split(r"[\"”»]", text[: found[1]])
    return len(behind) > 1 and all(not w[0].islower() or w in {"of", "the", "and"} for w in behind[-1].split())
