"""Reads RTF: the text as it stands printed. No other module knows striprtf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from briefer.articles.readers import rows
from briefer.articles.readers.characters import raised
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.titles import given
from briefer.errors import ReadError

TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.DOTALL)
# Of a page, not of the text that runs over it; and what is kept of a picture or a comment.
ASIDE = frozenset(
    "header headerl headerr headerf footer footerl footerr footerf annotation atnid atnauthor pict nonshppict"
    " shprslt".split()  # a text box once more, for programs that know none
)
# Text boxes and notes, which striprtf leaves out wherever they stand: they are put behind the text, as paragraphs.
BESIDE = frozenset({"shptxt", "dptxbxtext", "footnote"})
# What a group changes and puts back: hidden, deleted, white or tiny letters, and whether they are above their line.
PLAIN = dict.fromkeys(("hidden", "deleted", "white", "tiny", "ground", "aside", "raised"), False)
SHOWN = frozenset({"ground", "raised"})
MOST_GROUPS = 1_000  # within one another
# Letters that no text has, and how RTF writes them: what a bar of the text becomes, and what stands before an item.
BAR, UNICODE_BAR = "\ue000", "\\u-8192?"
LISTED, UNICODE_LISTED = "\ue001", "\\u-8191?"
SIGNED = frozenset({"listtext", "pntext"})  # the dot or the number before an item, for programs that make none
SIGN = re.compile(rf"\s*{LISTED}(?:[^\w\t]{{0,9}}\t|[o§]\t)?")  # a dot, also of a font that draws one for a letter
TINY = 3  # half points


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of an RTF file; raises ReadError if it is damaged."""
    from striprtf import striprtf

    rtf_to_text: Callable[..., str] = striprtf.rtf_to_text
    source = data.decode("latin-1")
    try:
        text = rtf_to_text(seen(source), encoding="cp1252", errors="replace")
        title, author = (rtf_to_text(f"{{\\rtf1\\ansi {part}}}", errors="replace") for part in _info(source))
    except (ValueError, IndexError, LookupError, TypeError) as exc:
        raise ReadError(f"it is damaged ({exc}). Open it in a word processor and save it anew.") from exc
    text = text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
    whole, kinds = joined(_lines(text))
    return [Document(whole, kinds=kinds, title=given(title, whole), author=author.strip() or None, by_program=True)]


def _lines(text: str) -> Iterator[tuple[str, Kind]]:
    """Yield the lines of what striprtf gives, in which a bar ends a cell; a bar of the text itself is BAR."""
    for is_row, group in groupby(text.split("\n"), key=lambda line: "|" in line):
        if is_row:
            found = rows.lines([line.removesuffix("|").split("|") for line in group])
            yield from ((line.replace(BAR, "|").replace(LISTED, ""), Kind.ROW) for line in found)
            continue
        for line in group:
            sign = SIGN.match(line)
            text = " ".join(line[sign.end() if sign else 0 :].split())
            yield rows.item(text).replace(BAR, "|"), Kind.ITEM if sign else rows.kind(text)


def seen(source: str) -> str:
    """Return RTF with what is printed alone, notes and text boxes last, raised digits as such.

    Hidden and deleted letters are left out, white and tiny ones, page heads and comments.
    """
    white = _white(source)
    stack: list[dict[str, bool]] = []
    state = dict(PLAIN)
    kept: list[str] = []
    around: list[tuple[int, list[str]]] = []  # of each box or note that is open: its depth, and what it stands in
    beside: list[str] = []
    for found in TOKEN.finditer(source):
        token, word, number = found.group(), found.group(1), found.group(2)
        if token == "{":
            if len(stack) > MOST_GROUPS:
                raise ReadError("its groups are nested too deeply. Save it anew from a word processor.")
            stack.append(dict(state))
        elif token == "}":
            if around and around[-1][0] == len(stack):
                beside.append("".join(kept))
                kept = around.pop()[1]
            state = stack.pop() if stack else dict(PLAIN)
        elif word in BESIDE and not state["aside"]:
            around.append((len(stack), kept))
            kept, state["raised"] = [], False
            continue
        elif word in SIGNED and not state["aside"] and kept[-1:] == ["{"]:
            kept[-1:] = [UNICODE_LISTED, "{"]
        elif word:
            _turn(state, word, number, white)
        if word or token in "{}" or not any(value for key, value in state.items() if key not in SHOWN):
            kept.append(_written(token, state) if token not in "{}" else token)
    while around:
        beside.append("".join(kept))
        kept = around.pop()[1]
    return _with_last("".join(kept), beside)


def _written(token: str, state: dict[str, bool]) -> str:
    """Return what is kept of a token: a control word but of a page's head, text with its raised digits as such."""
    if state["aside"]:
        return ""
    if token.startswith("\\"):
        return token
    return (raised(token) if state["raised"] else token).replace("|", UNICODE_BAR)


def _with_last(text: str, paragraphs: list[str]) -> str:
    """Return RTF with more paragraphs at its end."""
    body, end, rest = text.rpartition("}") if "}" in text else (text, "", "")
    return "".join([body, *(f"\\par\\pard {{{paragraph}}}" for paragraph in paragraphs), end, rest])


def _turn(state: dict[str, bool], word: str, number: str | None, white: frozenset[str]) -> None:
    """Put down what a control word changes."""
    off = number == "0"
    if word in ASIDE:
        state["aside"] = True
    elif word in {"v", "deleted"}:
        state["hidden" if word == "v" else "deleted"] = not off
    elif word == "cf":
        state["white"] = (number or "0") in white and not state["ground"]
    elif word in {"cb", "highlight", "chcbpat", "cbpat"}:
        state["ground"] = not off and (number or "0") not in white
        state["white"] = state["white"] and not state["ground"]
    elif word in {"super", "up"}:
        state["raised"] = not off
    elif word in {"nosupersub", "sub", "dn"}:
        state["raised"] = False
    elif word == "fs":
        state["tiny"] = bool(number and int(number) <= TINY)
    elif word == "plain":
        state.update(PLAIN, aside=state["aside"])


def _white(source: str) -> frozenset[str]:
    """Return the numbers of the colours of the file's table that are white or as good as."""
    table = re.search(r"\{\\colortbl([^{}]*)\}", source)
    colours = (table.group(1) if table else "").split(";")
    levels = [re.findall(r"\\(?:red|green|blue)(\d+)", colour) for colour in colours]
    return frozenset(str(i) for i, parts in enumerate(levels) if len(parts) == 3 and min(map(int, parts)) > 242)


def _info(source: str) -> tuple[str, str]:
    """Return the title and the author that the file's head names."""
    head = source[:100_000]
    found = [re.findall(rf"\{{\\{name} ?((?:\\'..|(?!\\')[^{{}}])*)\}}", head) for name in ("title", "author")]
    # What the code page lacks stands a second time, in Unicode.
    title, author = (next((t for t in names if "\\u" in t), next(iter(names), "")) for names in found)
    return title, author
