"""Takes out of a text what nobody sees: escape sequences, zero-width and direction marks, tags. Knows no formats.

Such characters can carry text that a reader of the article never sees, so they are not part of it. Those that a script
or an emoji needs to look right stay, one at a time and only in their place.
"""

from __future__ import annotations

import re
import unicodedata

# What a terminal acts on and does not show: commands with a text of their own (a link's target, a window's title), and
# colours and movements.
ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[()][0-9A-Z]"
)
NEVER_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
# Format characters that are drawn: number signs and verse ends of Arabic, Syriac and Kaithi.
DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Letters and marks that are drawn as nothing, or only change the one before: fillers, joiners, variation selectors.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
SELECTORS = ((0xFE00, 0xFE0D), (0xE0100, 0xE01EF))
NEW_EMOJI = (0x1F000, 0x1FBFF)  # assigned by later versions of Unicode than Python's
MOST_MARKS = 8  # on one letter; sorting very many takes time in the square of their number
# Scripts whose letters join or not by ZWJ and ZWNJ: Arabic to Myanmar, Khmer and Mongolian, Arabic forms.
JOINING = "\u0600-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
# Without those that Unicode's normal form makes others of.
EMOJI = "©®‼⁉™ℹ\u2190-\u2328\u232b-\u2adb\u2add-\u2bff〰〽㊗㊙\U0001f000-\U0001fbff"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»›)\]」』]*$")
STRAY_SELECTOR = re.compile(rf"(?<![{EMOJI}])(?<![0-9#*](?=\ufe0f\u20e3))[\ufe0e\ufe0f]")
LIGATURE = re.compile("[\ufb00-\ufb06]")  # drawn as several letters, which are looked for as such: ﬁnancial
JOINER = re.compile(
    rf"((?<=[{JOINING}])[\u200c\u200d](?=[{JOINING}])|(?<=[{EMOJI}\ufe0f])\u200d(?=[{EMOJI}]))|[\u200c\u200d]"
)


def visible(text: str) -> str:
    """Return the text in Unicode NFC without what nobody sees; tabs and line feeds stay.

    Doing it twice changes nothing more.
    """
    text = ESCAPES.sub("", text).replace("\u2800", " ")
    text = _shown(text)
    text = JOINER.sub(r"\1", STRAY_SELECTOR.sub("", text))
    text = LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _shown(unicodedata.normalize("NFC", text))


def raised(text: str) -> str:
    """Return a text that is set above the line: its digits as raised ones, so that 45 with a note 3 is not 453."""
    return text.translate(RAISED)


def _shown(text: str) -> str:
    return re.sub(r"[^\t\n -~]+", lambda run: "".join(_drawn(run.group())), text)


def _drawn(run: str) -> list[str]:
    kept, marks = [], 0
    for character in run:
        category = unicodedata.category(character)
        if not _is_drawn(character, category):
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return kept


def _is_drawn(character: str, category: str) -> bool:
    if category in NEVER_SHOWN:
        return (
            character in DRAWN
            or character in "\u200c\u200d"  # by their place
            or (category == "Cn" and NEW_EMOJI[0] <= ord(character) <= NEW_EMOJI[1])
        )
    return character not in BLANK and not any(a <= ord(character) <= b for a, b in SELECTORS)
