"""Tells in which encoding a file's text is, and mends text that was read in a wrong one before. Knows no formats.

The only importer of charset_normalizer and ftfy.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterable

from briefer.errors import ReadError
from briefer.language.identify import language_of
from briefer.language.lists import everywhere

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings of people's files and pages, of which the first is taken where several make the same of a file.
USUAL = """
    cp1252 cp1250 cp1251 mac_roman iso8859_2 cp932 gb18030 big5 cp949 euc_jp koi8_r koi8_u cp1253 cp1254 cp1255 cp1256
    cp1257 cp1258 cp874 iso8859_5 iso8859_7 iso8859_15 cp437 cp850 cp852 cp866 utf_16_le utf_16_be utf_32
    """.split()
ENOUGH = 500_000  # bytes by which an encoding is guessed
# What is declared as one of these is Windows' as good as always, and browsers read it so.
WINDOWS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
BAD_BYTES = 0.02  # share of a file's bytes up to which it is UTF-8 with faults; nobody measured it
ZEROS = 0.05  # share of bytes that are zero up to which it is text with faults; nobody measured it
SHORTEST = 20  # bytes of a text without a byte order mark that can be told from other data
LEAST = 30  # characters of a text from which on letters that look wrongly read are no chance
SIGNS = frozenset("“”‘’‚„«»‹›–—…€£§°©®·•½¼¾²³×¿¡ªº\xa0")  # of every language
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TAG = re.compile(rb"(?is)<(script|style)\b.*?</\1|<!?/?[a-z][^<>]*>")
LOST_QUOTE = "â€\ufffd"  # the end of a quotation, of which a program that read it wrongly lost a byte


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text in some bytes, and a sentence about each thing that was guessed or mended.

    Raises ReadError for what is no text, or text in no encoding that could be told.
    """
    text, notes = _decoded(data)
    mended = _mended(text)
    if mended == text:
        return text, notes
    return mended, (*notes, "Letters that had been read in a wrong encoding before were mended.")


def declared(data: bytes, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text in some bytes by the encodings that they or their sender name, the surest first, else by a guess.

    Letters that are valid UTF-8 are so by no chance, whatever a server says, or a program that saved them anew.
    Raises ReadError as decode does.
    """
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    if not marked and not data.isascii() and b"\x00" not in data:
        with contextlib.suppress(UnicodeError):
            return data.decode(), ()
    known = [] if marked else [WINDOWS.get(name.lower(), name) for name in names]
    for name in known:
        with contextlib.suppress(LookupError, UnicodeError):
            return data.decode(name), ()
    if known and _nearly_utf8(data) is None:
        with contextlib.suppress(LookupError, UnicodeError):
            text = data.decode(known[0], errors="replace")
            if (lost := text.count("\ufffd")) <= max(1, BAD_BYTES * len(data)):
                return text, (f"{lost} of its letters {'is' if lost == 1 else 'are'} not of {known[0]} and lost.",)
    return _decoded(data)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(marked)
    except UnicodeDecodeError:
        text = ""
    if marked.startswith("utf-8") and (count := data.count(0)):
        text = text.replace("\x00", " ")
        if text and count <= ZEROS * len(data) and not CONTROLS.search(text):
            return text, (f"{count} of its bytes {'is' if count == 1 else 'are'} zero; a blank stands there.",)
        text = ""
    if text or not data or any(data == mark for mark, _ in MARKS):
        guessed = marked if marked in {"utf-16", "utf-32"} else ""
        return text, _read_as(guessed)
    if (faulty := _nearly_utf8(data)) is not None:
        return faulty
    name = _guess(data)
    text = data.decode(name, errors="replace")
    if CONTROLS.search(text):
        raise ReadError("is not text. Remove it, or convert it to a text file in UTF-8.")
    return text, _read_as(name)


def _read_as(name: str) -> tuple[str, ...]:
    return (f"The file is not in UTF-8; it was read as {name.replace('_', '-')}.",) if name else ()


def _nearly_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Return the text of bytes that are UTF-8 but for a few, which are read as Windows' Latin letters; else None."""
    if b"\x00" in data:
        return None
    bad = data.decode("utf-8", errors="surrogateescape")
    count = sum("\udc80" <= c <= "\udcff" for c in bad)
    whole = sum(c > "\x7f" for c in bad) - count
    if count > max(1, BAD_BYTES * len(data)) or whole < count:
        return None
    text = re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m.group()) - 0xDC00]).decode("cp1252", "replace"), bad)
    return text, (f"{count} of its bytes {'is' if count == 1 else 'are'} no UTF-8 and read as Windows-1252.",)


def _guess(data: bytes) -> str:
    """Return the name of the likeliest encoding; raises ReadError if there is none."""
    from charset_normalizer import from_bytes  # loads slowly, and few files need it

    head = data[:ENOUGH].rpartition(b"\n")[0] if len(data) > ENOUGH else data
    head = data if b"\x00" in data or head.isascii() else head
    matches = list(from_bytes(TAG.sub(b" ", head), cp_isolation=USUAL))  # tags are of all languages alike
    wide = ("utf_16", "utf_32")
    if b"\x00" in data:  # in UTF-16 every other byte of Latin letters is one
        text = len(data) >= SHORTEST and data.count(0) >= len(data) / 3
        matches = [match for match in matches if text and match.encoding.startswith(wide)]
    if not matches:
        what = "is not text" if b"\x00" in data else "is text in an encoding that could not be told"
        raise ReadError(f"{what}. Remove it, or convert it to a text file in UTF-8.")
    best = matches[0]
    alike = [m for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)]
    names = {name for match in alike for name in (match.encoding, *match.could_be_from_charset)}
    first = next((name for name in USUAL if name in names), best.encoding)
    others = (name for match in matches for name in (match.encoding, *match.could_be_from_charset))
    strange = {name: _strange(data[:ENOUGH], name) for name in (first, *others)}
    known = {name: count for name, count in strange.items() if count is not None}
    return min(known, key=lambda name: known[name]) if first in known else first


def _strange(data: bytes, encoding: str) -> int | None:
    """Return how many signs of some bytes are none of the language that they make, None if its letters are not listed.

    The same bytes are "açıkladı" in one encoding and "açýkladý" in another, and Turkish in both.
    """
    text = data.decode(encoding, errors="replace")
    own = everywhere("letters").get(language_of(text) or "en")
    return sum(c > "\x7f" and c.lower() not in own and c not in SIGNS for c in text) if own else None


def _mended(text: str) -> str:
    """Return a text whose letters were read in a wrong encoding once ("CafÃ©") as it was meant, any other unchanged."""
    if text.isascii() or len(text) < LEAST:
        return text
    from ftfy import fix_encoding

    lines = text.split("\n")
    return "\n".join(fix_encoding(line.replace(LOST_QUOTE, "”")) if not line.isascii() else line for line in lines)
