"""Files that are made, or broken, to bring a reader down: each is read or refused with a reason, in time."""
# ruff: noqa: E501  # the files are written here as they are

import base64
import gzip
import io
import json
import random
import struct
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefer.articles.apart import Apart
from briefer.errors import ReadError

GOLDEN = Path(__file__).parent / "golden"
SECONDS = 8.0
SLACK = 60  # for a computer that is busy with other things
RANDOM = random.Random(7)


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def golden(path):
    return (GOLDEN / path).read_bytes()


def with_size(data, size):
    """Return a ZIP that says of its first file that it is so large."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def pdf(content, *, box="0 0 612 792", more=""):
    stream = content if isinstance(content, bytes) else content.encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{more}>>endobj\n".encode()
        + f"4 0 obj<</Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream endobj\n"
        + b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def packed_pdf(length):
    stream = zlib.compress(b"BT /F1 12 Tf 9 700 Td (a) Tj ET\n" * (length // 32), 9)
    return pdf("").replace(
        b"4 0 obj<</Length 0>>stream\n", f"4 0 obj<</Filter/FlateDecode/Length {len(stream)}>>stream\n".encode() + stream
    )  # fmt: skip


def quine(depth):
    """Return a ZIP of a ZIP of a ZIP …"""
    data = zipped({"a.txt": "The ferry sails."})
    for _ in range(depth):
        data = zipped({"inner.zip": data})
    return data


LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10)
) + "]>"  # fmt: skip
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}</office:text></office:body>'
    "</office:document-content>"
)
ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
WORD_FILES = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
    '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'
    "/></Types>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}
BOUNDARY = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={0}\n\n--{0}\n"
WARC = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n"

MADE = {
    # Truncated and damaged
    **{f"half-{path.replace('/', '-')}": golden(path)[: len(golden(path)) // 2] for path in (
        "pdf/print.pdf", "docx/english.docx", "odt/english.odt", "epub/english.epub", "rtf/english.rtf",
        "eml/newsletter.eml", "mbox/three.mbox", "mhtml/harbour.mhtml", "json/list.json", "jsonl/plain.jsonl",
        "csv/comma.csv", "feed/rss.xml", "zip/mixed.zip", "zip/news.html.gz", "warc/plain.warc", "warc/packed.warc.gz",
        "warc/site.wacz", "html/news.html",
    )},
    **{f"noise-{path.replace('/', '-')}": bytes(b ^ (RANDOM.random() < 0.01) * RANDOM.randrange(256) for b in golden(path)) for path in (
        "pdf/print.pdf", "docx/english.docx", "odt/english.odt", "epub/english.epub", "rtf/english.rtf",
        "eml/newsletter.eml", "zip/mixed.zip", "warc/packed.warc.gz",
    )},
    **{f"empty{ending}": b"" for ending in (".pdf", ".docx", ".html", ".eml", ".zip", ".json", ".csv", ".warc")},
    **{f"nul{ending}": bytes(5000) for ending in (".pdf", ".odt", ".rtf", ".mbox", ".jsonl", ".gz", ".xml", ".mhtml")},
    # Of another kind than their names say
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "program.docx": b"MZ" + bytes(200),
    "old-word.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "page.pdf": b"<html><body><p>The ferry sails from the old quay on Friday.</p></body></html>",
    "pdf.html": golden("pdf/german.pdf"),
    "word.txt": golden("docx/german.docx"),
    # Bombs
    "bomb.zip": zipped({f"{i}.txt": bytes(9_000_000) for i in range(10)}),
    "bomb.txt.gz": gzip.compress(bytes(300_000_000)),
    "bomb.docx": zipped({**WORD_FILES, "word/document.xml": WORD.format("<w:p/>" * 10_000_000)}),
    "bomb.odt": zipped({**ODT, "content.xml": CONTENT.format(" " * 90_000_000)}),
    "bomb.epub": zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": " " * 90_000_000}),
    "many.zip": zipped({f"{i}.txt": "a" for i in range(6000)}),
    "deep.zip": quine(8),
    "lying.zip": with_size(zipped({"a.txt": bytes(50_000_000)}), 10),
    "itself.zip": base64.b64decode("UEsDBA==") * 400,
    "twice.zip": zipped({"a.txt": "The ferry sails."})[:-22] + zipped({"a.txt": "The ferry sails."}),
    "climbing.zip": zipped({"../../escaped.txt": "The ferry sails from the old quay.", "/root.txt": "The ferry sails."}),
    "laughs.xml": LAUGHS + "<rss><channel><item><title>&k;</title></item></channel></rss>",
    "laughs.odt": zipped({**ODT, "content.xml": LAUGHS + CONTENT.format("<text:p>&k;</text:p>")}),
    "laughs.docx": zipped({**WORD_FILES, "word/document.xml": LAUGHS + WORD.format("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>")}),
    "outside.odt": zipped({**ODT, "content.xml": OUTSIDE + CONTENT.format("<text:p>&x;</text:p>")}),
    "outside.docx": zipped({**WORD_FILES, "word/document.xml": OUTSIDE + WORD.format("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")}),
    "outside.xml": OUTSIDE + "<rss><channel><item><title>&x;</title><description>&x;</description></item></channel></rss>",
    "bomb.pdf": packed_pdf(200_000_000),
    # Deep and wide
    "deep.html": "<div>" * 200_000 + "The ferry sails.",
    "deep-spans.html": "<p>" + "<b><i>" * 50_000 + "The ferry sails.",
    "wide.html": "<p>a</p>" * 100_000,
    "attributes.html": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">The ferry sails.</p>",
    "tables.html": "<table><tr><td>" * 3_000 + "The ferry sails.",
    "sheet.html": "<style>" + ".a .b > .c + .d{display:none}" * 30_000 + "</style>" + "<div class='a b c d'>x" * 1_500,
    "comments.html": "<!--" * 200_000 + "<p>The ferry sails.",
    "opening.html": "<" * 500_000,
    "entities.html": "&amp;#38;" * 200_000,
    "iframes.html": "<iframe " * 100_000,
    "deep.json": "[" * 200_000,
    "deep-objects.json": '{"articles":' * 50_000 + "1" + "}" * 50_000,
    "number.json": '{"text": ' + "9" * 100_000 + "}",
    "articles.jsonl": '{"text":"The ferry sails."}\n' * 30_000,
    "no-articles.json": json.dumps({"settings": {"a": 1}}),
    "deep.rtf": "{\\rtf1 " + "{" * 200_000 + "The ferry sails.",
    "deep.odt": zipped({**ODT, "content.xml": CONTENT.format("<text:span>" * 20_000 + "a" + "</text:span>" * 20_000)}),
    "deep.docx": zipped({**WORD_FILES, "word/document.xml": WORD.format("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000)}),
    "long-line.csv": "title,text\n" + "a" * 15_000_000,
    "many-columns.csv": ",".join(f"c{i}" for i in range(100_000)) + "\n" + "," * 100_000,
    "quote.csv": 'title,text\n"' + "a,b\n" * 300_000,
    "deep.eml": "".join(BOUNDARY.format(f"b{i}") for i in range(2_000)) + "Content-Type: text/plain\n\nThe ferry sails.",
    "forwards.eml": "MIME-Version: 1.0\nSubject: x\nContent-Type: message/rfc822\n\n" * 2_000 + "The ferry sails.",
    "headers.eml": "Message-ID: <a>\n" + "".join(f"X-{i}: {'a' * 200}\n" for i in range(20_000)) + "\nThe ferry sails.",
    "address.eml": "Message-ID: <a>\nFrom: " + "(" * 50_000 + "\nSubject: =?utf-8?b?" + "A" * 50_000 + "\n\nThe ferry sails.",
    "encoded.eml": "Message-ID: <a>\nMIME-Version: 1.0\nContent-Type: text/html; charset=nothing\nContent-Transfer-Encoding: base64\n\n!!!",
    "many.mbox": "From a@b Wed Jul  2 07:30:00 2025\nA: b\n\n" * 30_000,
    "length.warc": WARC.format("https://example.org", 10**15) + "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a",
    "records.warc": (WARC.format("https://example.org", 0) + "\r\n\r\n") * 20_000,
    # PDFs
    "huge-page.pdf": pdf("BT /F1 12 Tf 9 700 Td (The ferry sails.) Tj ET", box="0 0 100000000 100000000"),
    "no-page.pdf": pdf("BT /F1 12 Tf 9 700 Td (The ferry sails.) Tj ET", box="0 0 0 0"),
    "loop.pdf": pdf("").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "count.pdf": pdf("").replace(b"/Count 1", b"/Count 99999999"),
    "states.pdf": pdf("q " * 2_000_000),
    "letters.pdf": pdf("BT /F1 1 Tf " + "(aaaaaaaaaaaaaaaaaaaa) Tj " * 20_000 + "ET"),
    "paths.pdf": pdf("0 0 m 600 700 l S " * 60_000 + "BT /F1 12 Tf 9 700 Td (The ferry sails.) Tj ET"),
}  # fmt: skip


def outcome(apart, path):
    """Return the documents of a file and no reason, or none and the reason."""
    try:
        return apart.read(path), ""
    except ReadError as exc:
        return [], str(exc)


@pytest.fixture(scope="module")
def apart():
    with Apart(seconds=SECONDS, memory=1_500) as made:
        yield made


@pytest.mark.parametrize("name", MADE)
def test_a_hostile_file_is_read_or_refused_in_time(tmp_path, apart, name):
    path = tmp_path / name
    data = MADE[name]
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    start = time.monotonic()
    found, reason = outcome(apart, path)
    assert found or reason.endswith(".")
    assert found or name in reason or "not read" in reason
    assert all(document.text for document in found)
    assert "root:" not in "".join(document.text for document in found)
    assert time.monotonic() - start < SECONDS + 3 * len(data) / 1_000_000 + SLACK
    assert not (tmp_path.parent / "escaped.txt").exists()


def test_a_long_title_that_holds_a_group_costs_no_time(tmp_path, apart):
    path = tmp_path / "title.rtf"
    path.write_text("{\\rtf1\\ansi{\\info{\\title " + "\\'e9" * 60 + "{\\b x}}}\\pard The ferry sails.\\par}")
    (document,) = apart.read(path)
    assert document.text == "The ferry sails."


def test_there_are_enough_of_them():
    assert len(MADE) >= 60


@pytest.mark.parametrize("form", ["pdf", "docx", "rtf", "eml", "html", "mhtml", "odt", "epub"])
def test_a_reader_stands_fuzzing(tmp_path, apart, form):
    found = random.Random(form)
    for path in sorted((GOLDEN / form).iterdir())[:3]:
        for number in range(4):
            data = bytearray(path.read_bytes())
            for _ in range(found.randrange(1, 60)):
                data[found.randrange(len(data))] = found.randrange(256)
            broken = tmp_path / f"{number}{path.name}"
            broken.write_bytes(bytes(data[: found.randrange(len(data) // 2, len(data))]))
            assert "Traceback" not in outcome(apart, broken)[1]


# The process


def test_a_process_that_ends_is_replaced_and_only_its_own_file_is_lost():
    good = GOLDEN / "html/news.html"
    with Apart() as apart:
        assert apart.read(good)
        apart._process.kill()
        assert apart.read(good)


def test_a_file_that_takes_too_long_is_stopped_and_told(tmp_path):
    path = tmp_path / "slow.html"
    path.write_text("<p>a</p>" * 300_000)
    with Apart(seconds=0.2) as apart:
        start = time.monotonic()
        with pytest.raises(ReadError, match=r"slow\.html.*seconds to read"):
            apart.read(path)
        assert time.monotonic() - start < SLACK
        assert apart._process is None


def test_a_file_that_takes_too_much_memory_is_stopped_and_told(tmp_path):
    path = tmp_path / "large.json"
    path.write_text("[" + "[]," * 6_000_000 + "[]]")
    with Apart(memory=500) as apart, pytest.raises(ReadError, match=r"large\.json.*(memory|brings)"):
        apart.read(path)


def test_it_reads_for_many_threads_at_once():
    with Apart() as apart, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(apart.read, [GOLDEN / "html/news.html"] * 16))
    assert len({one[0].text for one in found}) == 1


def test_no_code_is_taken_from_the_folder_that_one_stands_in(tmp_path, monkeypatch):
    for name in ("lxml", "trafilatura", "json", "briefer"):
        (tmp_path / f"{name}.py").write_text("import pathlib\npathlib.Path('taken').touch()")
    monkeypatch.chdir(tmp_path)
    with Apart() as apart:
        assert apart.read(GOLDEN / "html/news.html")
    assert not (tmp_path / "taken").exists()


def test_no_plain_text_starts_a_process(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry sails.")
    with Apart() as apart:
        assert apart.read(tmp_path / "a.txt")[0].text == "The ferry sails."
        assert apart._process is None
