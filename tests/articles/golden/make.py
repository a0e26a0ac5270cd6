"""Makes the golden files anew: python tests/articles/golden/make.py [FORMAT …]

The texts are those of articles.toml; the files are written by LibreOffice, Chromium, Python's email and mailbox, warcio,
and by hand as feeds and databases write them. What each file must give is expected.toml, which is written by hand.
"""
# ruff: noqa: E501  # what is written here is of other programs' making

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import mailbox
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = tomllib.loads((HERE / "articles.toml").read_text(encoding="utf-8"))
STYLE = (
    "body{font:11pt/1.4 'DejaVu Serif','Noto Sans CJK SC',serif;margin:0 2em} td,th{padding:2px 8px;text-align:left}"
)


def blocks(name: str) -> str:
    """Return the body of an article as HTML."""
    out, table, items = [], [], []
    for block in [*TEXTS[name]["blocks"], ""]:
        if table and "|" not in block:
            rows = "".join(
                "<tr>"
                + "".join(f"<{'td' if i else 'th'}>{html.escape(c)}</{'td' if i else 'th'}>" for c in row)
                + "</tr>"
                for i, row in enumerate(table)
            )
            out.append(f"<table>{rows}</table>")
            table = []
        if items and not block.startswith("- "):
            out.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ul>")
            items = []
        if "|" in block:
            table.append(block.split("|"))
        elif block.startswith("- "):
            items.append(block[2:])
        elif block.startswith("# "):
            out.append(f"<h2>{html.escape(block[2:])}</h2>")
        elif block:
            out.append(f"<p>{html.escape(block)}</p>")
    return "\n".join(out)


def plain(name: str) -> str:
    return "\n\n".join(b.removeprefix("# ").removeprefix("- ").replace("|", "  ") for b in TEXTS[name]["blocks"])


def simple(name: str, style: str = STYLE, around: str = "{}") -> str:
    """Return an article as a bare page, for programs to convert."""
    a = TEXTS[name]
    body = around.format(blocks(name))
    return (
        f'<!DOCTYPE html><html lang="{a["language"]}"><head><meta charset="utf-8"><title>{html.escape(a["title"])}</title>'
        f'<meta name="author" content="{a["author"]}"><style>{style}</style></head>'
        f"<body><h1>{html.escape(a['title'])}</h1>{body}</body></html>"
    )


def site(name: str, *, head: str = "", before: str = "", after: str = "", kind: str = "article") -> str:
    """Return an article as a newspaper's page: menus, meta data, a side column and a foot."""
    a = TEXTS[name]
    return f"""<!DOCTYPE html>
<html lang="{a["language"]}"><head><meta charset="utf-8">
<title>{html.escape(a["title"])} | {html.escape(a["publisher"])}</title>
<meta property="og:title" content="{html.escape(a["title"])}"><meta property="og:site_name" content="{html.escape(a["publisher"])}">
<meta property="article:published_time" content="{a["date"]}T08:15:00+02:00"><meta name="author" content="{a["author"]}">
<link rel="canonical" href="https://news.example.org/2025/{name}.html">
<style>nav li{{display:inline}} .teaser{{display:none}} .dark{{background:#123;color:#fff}}</style>{head}
<script>window.dataLayer = [{{"page": "never"}}]; document.write("");</script></head>
<body><header><nav><ul><li><a href="/">Startpage</a></li><li><a href="/sport">Sportpage</a></li></ul></nav></header>
{before}<{kind}><h1>{html.escape(a["title"])}</h1><p class="byline">By {html.escape(a["author"])}</p>
{blocks(name)}<p class="teaser">Neverseen teaser text.</p></{kind}>
<aside><h3>Mostread</h3><ul><li><a href="/1">Somethingelse happened</a></li><li><a href="/2">Anotherlink here</a></li></ul></aside>
{after}<footer><a href="/imprint">Imprintlink</a> Footercopyright</footer></body></html>"""


def write(path: str, data: bytes | str) -> None:
    target = HERE / path
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(data.encode() if isinstance(data, str) else data)


# By other programs


def office(source: str, target: str, *, made_from: str = "html", via: str | None = None) -> bytes:
    """Return what LibreOffice makes of a source, perhaps by way of another format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"in.{made_from}"
        path.write_text(source, encoding="utf-8")
        for to in filter(None, [via, target]):
            filters = {"odt": "odt:writer8", "docx": "docx:MS Word 2007 XML", "rtf": "rtf:Rich Text Format"}
            filters |= {"pdf": "pdf:writer_pdf_Export", "epub": "epub:EPUB", "html": "html:HTML (StarWriter)"}
            reading = ["--infilter=HTML (StarWriter)"] if path.suffix == ".html" else []
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", *reading, "--convert-to",
                 filters[to], "--outdir", folder, str(path)],
                check=True, capture_output=True, timeout=180,
            )  # fmt: skip
            path = path.with_suffix(f".{to}")
        return path.read_bytes()


def browser(source: str, what: str, **options: object) -> bytes:
    """Return a page as Chromium prints it, saves it, or has it after its scripts have run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(source, encoding="utf-8")
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = chromium.new_page()
        page.goto(path.as_uri())
        if what == "pdf":
            return page.pdf(**options)
        if what == "dom":
            return page.content().encode()
        found = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        return found.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def pdf() -> None:
    head = {"display_header_footer": True, "margin": {"top": "60px", "bottom": "60px", "left": "40px", "right": "40px"}}
    write("pdf/print.pdf", browser(simple("harbour"), "pdf", format="A4", **head))
    three = "<div style='columns:2;column-gap:24px;text-align:justify;hyphens:auto'>{}</div>"
    write("pdf/columns.pdf", browser(simple("harbour", around=three), "pdf", format="A4"))
    write("pdf/small-pages.pdf", browser(simple("harbour"), "pdf", width="400px", height="420px", **head))
    write("pdf/table.pdf", office(simple("fares"), "pdf", via="odt"))
    write("pdf/german.pdf", office(simple("bruecke"), "pdf", via="odt"))
    write("pdf/chinese.pdf", office(simple("damu"), "pdf", via="odt"))
    dark = STYLE + " body{background:#10243a;color:#fff;-webkit-print-color-adjust:exact}"
    write("pdf/dark.pdf", browser(simple("short", dark), "pdf", format="A5", print_background=True))
    sup = simple("short").replace("41 years", "41 years<sup>3</sup>")
    hidden = "<p style='color:#fff;-webkit-print-color-adjust:exact'>Neverseen white.</p><p style='font-size:0.4px'>Neverseen tiny.</p>"
    write("pdf/hidden.pdf", browser(sup.replace("</body>", hidden + "</body>"), "pdf", format="A5"))
    write("pdf/fliess.pdf", browser(simple("musee", around=three), "pdf", format="A5"))


def words() -> None:
    for name, text in (("english", "harbour"), ("table", "fares"), ("german", "bruecke"), ("french", "musee")):
        for form in ("docx", "odt", "rtf"):
            write(f"{form}/{name}.{form}", office(simple(text), form, via=None if form == "odt" else "odt"))
    for form in ("docx", "odt", "rtf"):
        write(f"{form}/chinese.{form}", office(simple("damu"), form, via=None if form == "odt" else "odt"))
        marked = simple("short").replace(
            "retires on Friday", "<span style='color:#ffffff'>neverseen </span>retires on Friday<b> </b>"
        )
        write(f"{form}/hidden.{form}", office(marked, form, via=None if form == "odt" else "odt"))
    write("docx/tracked.docx", tracked())
    write("rtf/windows.rtf", windows())
    for name, text in (
        ("english", "harbour"),
        ("table", "fares"),
        ("german", "bruecke"),
        ("french", "musee"),
        ("chinese", "damu"),
    ):
        write(f"epub/{name}.epub", office(simple(text), "epub", via="odt"))
    write("epub/two.epub", book())


def tracked() -> bytes:
    """Return a Word file with a deletion, an insertion, hidden letters, a footnote's mark and a text box."""
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    a = TEXTS["short"]
    made.core_properties.title, made.core_properties.author = a["title"], a["author"]
    made.add_heading(a["title"], 1)
    first = made.add_paragraph(a["blocks"][0])
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    who = 'w:id="1" w:author="x" w:date="2025-07-01T00:00:00Z"'
    gone = f"<w:del {ns} {who}><w:r><w:delText> Neverseen deletion.</w:delText></w:r></w:del>"
    hidden = f"<w:r {ns}><w:rPr><w:vanish/></w:rPr><w:t> Neverseen hidden.</w:t></w:r>"
    for xml in (gone, hidden):
        first._p.append(parse_xml(xml))
    second = made.add_paragraph("")
    second._p.append(parse_xml(f"<w:ins {ns} {who}><w:r><w:t>{a['blocks'][1]}</w:t></w:r></w:ins>"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def windows() -> bytes:
    """Return RTF as Windows writes it: a code page, hexadecimal letters, hidden and deleted text, a page's head."""
    a = TEXTS["bruecke"]
    text = "\\par\n".join(
        "".join(
            c if c.isascii() else f"\\'{b[0]:02x}" if len(b := c.encode("cp1252", "ignore")) else f"\\u{ord(c)}?"
            for c in block
        )
        for block in [a["title"], *a["blocks"]]
    )
    head = (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}{\\colortbl;\\red255\\green255\\blue255;}\n"
        "{\\info{\\title Br\\'fccke \\'fcber die Selke bleibt bis Herbst gesperrt}{\\author J\\'f6rg Wei\\'dfm\\'fcller}}\n"
        "{\\header Neverseen head\\par}\\viewkind4\\uc1\\pard\\f0\\fs22 "
    )
    tail = "\\par\n{\\v Neverseen hidden.}{\\deleted Neverseen deleted.}{\\cf1 Neverseen white.}\\v Neverseen too.\\v0\\par }"
    return (head + text + tail).encode("ascii")


def book() -> bytes:
    """Return a book of version 3 with two chapters, a contents page, and a folder name with a blank."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        z.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="my book/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        items = "".join(f'<item id="c{i}" href="chap%20{i}.xhtml" media-type="application/xhtml+xml"/>' for i in (1, 2))
        z.writestr(
            "my book/content.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>Two from Harrow</dc:title><dc:creator>Dana Holt</dc:creator><dc:publisher>Harrow Books</dc:publisher>"
            "<dc:date>2025-08-01</dc:date><dc:language>en</dc:language></metadata><manifest>"
            f'{items}<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="nav"/><itemref idref="c2"/><itemref idref="c1"/></spine></package>',
        )
        z.writestr("my book/nav.xhtml", "<html><body><nav><ol><li>Neverseen contents</li></ol></nav></body></html>")
        for i, name in ((1, "short"), (2, "harbour")):
            z.writestr(f"my book/chap {i}.xhtml", '<?xml version="1.0" encoding="utf-8"?>' + simple(name)[15:])
    return out.getvalue()


# Pages


def pages() -> None:
    ld = json.dumps(
        {"@type": "NewsArticle", "headline": TEXTS["short"]["title"], "datePublished": "2025-07-02T06:00:00Z"}
    )
    write("html/news.html", site("harbour"))
    write("html/table.html", site("fares", kind="main"))
    write("html/json-ld.htm", site("short", head=f'<script type="application/ld+json">{ld}</script>'))
    write("html/cp1252.html", site("bruecke").replace('charset="utf-8"', 'charset="iso-8859-1"').encode("cp1252"))
    write("html/saved-dom.html", browser(site("musee"), "dom"))
    old = (
        "<html><head><title>{}</title></head><body bgcolor=#ffffff><table width=100%><tr><td><font size=1><a href=a>Startlink</a> "
        "<a href=b>Sportlink</a></font></td></tr><tr><td><font size=5>{}</font><br><br>{}</td></tr></table></body></html>"
    )
    a = TEXTS["harbour"]
    write(
        "html/old.html", old.format(a["title"], a["title"], "<br><br>".join(b.removeprefix("# ") for b in a["blocks"]))
    )
    write("html/office.html", office(simple("fares"), "html", via="odt"))
    write("html/chinese.html", site("damu"))
    write("html/dark.html", site("short", before="<div class=dark>", after="</div>"))
    for name in ("harbour", "fares", "bruecke", "musee", "damu"):
        write(f"mhtml/{name}.mhtml", browser(site(name), "mhtml"))
    write("mhtml/short.mht", browser(site("short", before="<div class=dark>", after="</div>"), "mhtml"))


# Mails


def message(name: str, *, page: bool = True, text: bool = True, encoding: str = "utf-8") -> EmailMessage:
    a = TEXTS[name]
    mail = EmailMessage()
    mail["From"] = f"{a['publisher']} <news@example.org>"
    mail["To"] = "reader@example.org"
    mail["Subject"] = a["title"]
    mail["Date"] = format_datetime(datetime.fromisoformat(f"{a['date']}T07:30:00").replace(tzinfo=UTC))
    mail["Message-ID"] = f"<{name}@example.org>"
    if text:
        mail.set_content(plain(name), charset=encoding)
    if page:
        hidden = '<div style="display:none;max-height:0;overflow:hidden">Neverseen preheader</div>'
        pixel = '<img src="https://track.example.org/p.gif?u=1" width=1 height=1 alt="">'
        cells = f"<table width=600><tr><td><h1>{html.escape(a['title'])}</h1>{blocks(name)}</td></tr></table>"
        source = f"<html><head><style>.x{{display:none}}</style></head><body>{hidden}{cells}<p class=x>Neverseen.</p>{pixel}</body></html>"
        mail.add_alternative(source, subtype="html") if text else mail.set_content(source, subtype="html")
    return mail


def mails() -> None:
    write("eml/newsletter.eml", message("harbour").as_bytes())
    write("eml/page-only.eml", message("fares", text=False).as_bytes())
    write("eml/text-only.eml", message("short", page=False).as_bytes())
    write("eml/latin.eml", message("bruecke", page=False, encoding="cp1252").as_bytes())
    write("eml/chinese.eml", message("damu").as_bytes())
    attached = message("musee")
    attached.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    write("eml/attachment.eml", attached.as_bytes())
    forwarded = EmailMessage()
    forwarded["From"], forwarded["Subject"], forwarded["Date"] = (
        "Mara Quint <mq@example.org>",
        "Fwd",
        "Wed, 2 Jul 2025 10:00:00 +0000",
    )
    forwarded["MIME-Version"] = "1.0"
    forwarded.set_content("Please read this.")
    forwarded.add_attachment(message("short"))
    write("eml/forwarded.eml", forwarded.as_bytes())
    for name, texts in (("one", ["harbour"]), ("three", ["short", "bruecke", "damu"]), ("pages", ["fares", "musee"])):
        with tempfile.TemporaryDirectory() as folder:
            box = mailbox.mbox(Path(folder) / "box")
            for text in texts:
                box.add(mailbox.mboxMessage(message(text)))
            box.close()
            write(f"mbox/{name}.mbox", (Path(folder) / "box").read_bytes())
    crlf = (HERE / "mbox/three.mbox").read_bytes().replace(b"\n", b"\r\n")
    write("mbox/crlf.mbox", crlf)
    write("mbox/no-ending.mbox", (HERE / "mbox/one.mbox").read_bytes().rstrip())
    quoted = message("short", page=False)
    quoted.set_content("From the harbour we saw it.\n\n" + plain("short"))
    write(
        "mbox/from-line.mbox",
        b"From a@example.org Wed Jul  2 07:30:00 2025\n" + quoted.as_bytes().replace(b"\nFrom the", b"\n>From the"),
    )


# Records, feeds, archives, exports


def records() -> None:
    rows = [{**TEXTS[n], "text": plain(n)} for n in ("harbour", "bruecke", "damu")]
    for row in rows:
        del row["blocks"]
    write("json/list.json", json.dumps(rows))
    write("json/one.json", json.dumps(rows[0], indent=1))
    named = [
        {
            "headline": r["title"],
            "articleBody": r["text"],
            "publishedAt": r["date"] + "T08:00:00Z",
            "source": {"id": None, "name": r["publisher"]},
            "author": r["author"],
        }
        for r in rows
    ]
    write("json/newsapi.json", json.dumps({"status": "ok", "totalResults": 3, "articles": named}))
    press = [
        {
            "date": "2025-06-20T10:00:00",
            "title": {"rendered": html.escape(TEXTS["fares"]["title"])},
            "content": {"rendered": blocks("fares")},
            "link": "https://example.org/fares",
        }
    ]
    write("json/wordpress.json", json.dumps(press))
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lorne Evening Post",
        "items": [
            {
                "id": "1",
                "title": TEXTS["fares"]["title"],
                "content_html": blocks("fares"),
                "date_published": "2025-06-20T10:00:00Z",
            }
        ],
    }
    write("json/feed.json", json.dumps(feed))
    hits = {
        "hits": {
            "total": 1,
            "hits": [
                {
                    "_id": "a",
                    "_source": {
                        "Title": rows[1]["title"],
                        "Body": rows[1]["text"],
                        "pub_date": rows[1]["date"],
                        "Newspaper": rows[1]["publisher"],
                    },
                }
            ],
        }
    }
    write("json/hits.json", json.dumps(hits, ensure_ascii=False))
    write("jsonl/plain.jsonl", "\n".join(json.dumps(r) for r in rows) + "\n")
    write(
        "jsonl/names.ndjson",
        "\n".join(
            json.dumps(
                {
                    "Headline": r["title"],
                    "full_text": r["text"],
                    "Date Published": "6 May 2025",
                    "outlet": r["publisher"],
                },
                ensure_ascii=False,
            )
            for r in rows
        ),
    )
    write("jsonl/one.jsonl", json.dumps(rows[2]))
    write("jsonl/crlf.jsonl", "\r\n".join(json.dumps(r) for r in rows))
    write(
        "jsonl/pages.jsonl",
        json.dumps({"title": TEXTS["fares"]["title"], "content": blocks("fares"), "date": 1750413600}) + "\n",
    )
    write("jsonl/broken-line.jsonl", json.dumps(rows[0]) + "\n{broken\n" + json.dumps(rows[1]) + "\n")

    def table(mark: str, columns: dict[str, str], encoding: str = "utf-8", texts: list[dict[str, str]] = rows) -> bytes:
        out = io.StringIO()
        made = csv.writer(out, delimiter=mark)
        made.writerow(columns)
        made.writerows([[row[key] for key in columns.values()] for row in texts])
        return out.getvalue().encode(encoding)

    full = {"title": "title", "text": "text", "date": "date", "publisher": "publisher", "author": "author"}
    write("csv/comma.csv", table(",", full))
    write(
        "csv/semicolon.csv",
        table(";", {"Headline": "title", "Source": "publisher", "Published": "date", "Body": "text"}),
    )
    write("csv/tab.tsv", table("\t", full))
    write("csv/excel.csv", b"\xef\xbb\xbf" + table(";", full))
    write("csv/cp1252.csv", table(";", full, "cp1252", rows[:2]))
    write(
        "csv/more-columns.csv",
        table(
            ",",
            {
                "ID": "language",
                "Article Title": "title",
                "Publication Date": "date",
                "Newspaper": "publisher",
                "Full Text": "text",
            },
        ),
    )


def entry(name: str, form: str) -> str:
    a = TEXTS[name]
    day = format_datetime(datetime.fromisoformat(f"{a['date']}T08:00:00").replace(tzinfo=UTC))
    title, body = html.escape(a["title"]), html.escape(blocks(name))
    if form == "atom":
        return f'<entry><title>{title}</title><id>urn:{name}</id><published>{a["date"]}T08:00:00Z</published><updated>2025-12-01T00:00:00Z</updated><author><name>{a["author"]}</name></author><content type="html">{body}</content><link href="https://example.org/{name}"/></entry>'
    if form == "cdata":
        return f"<item><title><![CDATA[{a['title']}]]></title><pubDate>{day}</pubDate><description>Neverseen summary.</description><content:encoded><![CDATA[{blocks(name)}]]></content:encoded><dc:creator>{a['author']}</dc:creator></item>"
    if form == "rdf":
        return f'<item rdf:about="https://example.org/{name}"><title>{title}</title><dc:date>{a["date"]}T08:00:00Z</dc:date><description>{html.escape(plain(name))}</description></item>'
    return f"<item><title>{title}</title><link>https://example.org/{name}</link><pubDate>{day}</pubDate><description>{body}</description></item>"


def feeds() -> None:
    rss = '<?xml version="1.0" encoding="{}"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{}</title><language>{}</language><link>https://example.org</link>{}</channel></rss>'
    atom = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Harrow Times</title><id>urn:x</id>{}</feed>'
    rdf = '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>The Harrow Times</title></channel>{}</rdf:RDF>'
    write(
        "feed/rss.xml",
        rss.format("utf-8", "The Harrow Times", "en-gb", entry("harbour", "rss") + entry("short", "rss")),
    )
    write("feed/content.rss", rss.format("utf-8", "Lorne Evening Post", "en", entry("fares", "cdata")))
    write(
        "feed/latin.xml",
        rss.format("iso-8859-1", "Selketaler Zeitung", "de", entry("bruecke", "rss")).encode(
            "cp1252", "xmlcharrefreplace"
        ),
    )
    write("feed/atom.atom", atom.format(entry("harbour", "atom") + entry("short", "atom")))
    write("feed/rdf.xml", rdf.format(entry("short", "rdf")))
    hidden = "<p style='display:none'>Neverseen.</p>"
    write(
        "feed/hidden.xml",
        rss.format(
            "utf-8",
            "The Harrow Times",
            "en",
            entry("short", "rss").replace("</description>", html.escape(hidden) + "</description>"),
        ),
    )


def archives() -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    def zipped(files: dict[str, bytes | str]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in files.items():
                z.writestr(name, data)
        return out.getvalue()

    def warc(names: list[str], *, packed: bool) -> bytes:
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        for name in names:
            for status, body in (("404 Not Found", "<p>Neverseen.</p>"), ("200 OK", site(name))):
                headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
                place = f"https://news.example.org/{name}{'' if status.startswith('2') else '/gone'}"
                writer.write_record(
                    writer.create_warc_record(
                        place, "response", payload=io.BytesIO(body.encode()), http_headers=headers
                    )
                )
        return out.getvalue()

    md = f"---\ntitle: {TEXTS['short']['title']}\npublisher: The Harrow Times\ndate: 2025-07-02\n---\n\n{plain('short')}\n"
    write(
        "zip/mixed.zip",
        zipped(
            {
                "a/news.html": site("harbour"),
                "b/keeper.md": md,
                "photo.jpg": b"\xff\xd8\xff\x00",
                "__MACOSX/._a": b"\x00",
            }
        ),
    )
    write("zip/nested.zip", zipped({"inner.zip": zipped({"keeper.md": md})}))
    write("zip/mails.zip", zipped({f"{n}.eml": message(n).as_bytes() for n in ("short", "bruecke")}))
    write("zip/one.zip", zipped({"mail/bruecke.html": site("bruecke")}))
    write("zip/news.html.gz", gzip.compress(site("musee").encode(), mtime=0))
    write("zip/lines.jsonl.gz", gzip.compress((HERE / "jsonl/plain.jsonl").read_bytes(), mtime=0))
    write("warc/plain.warc", warc(["harbour"], packed=False))
    write("warc/packed.warc.gz", warc(["harbour", "musee"], packed=True))
    write("warc/german.warc.gz", warc(["bruecke"], packed=True))
    write("warc/chinese.warc", warc(["damu"], packed=False))
    write("warc/table.warc", warc(["fares", "short"], packed=False))
    write(
        "warc/site.wacz",
        zipped(
            {
                "datapackage.json": "{}",
                "archive/data.warc.gz": warc(["short"], packed=True),
                "pages/pages.jsonl": '{"title": "x"}',
            }
        ),
    )


PARTS = {
    "pdf": pdf,
    "words": words,
    "pages": pages,
    "mails": mails,
    "records": records,
    "feeds": feeds,
    "archives": archives,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
