"""Exports of databases in the forms that they have, and what is told of records whose columns nobody knows."""

import json

import pytest

from briefer.articles.readers import documents, page
from briefer.articles.readers.kinds import FileKind, kind_of
from briefer.errors import KindError, ReadError

NEXIS = """
User Name: = Mara Quint
Date and Time: = Tuesday, 6 May 2025 10:00:00 EST
Document (1)
1. Ferry strike ends after nine days

Ferry strike ends after nine days

The Harrow Times (Port Ansel)

May 6, 2025 Tuesday

Copyright 2025 The Harrow Times All Rights Reserved

Section: NEWS; Pg. A1

Length: 350 words

Byline: DANA HOLT, Staff Writer

Body

PORT ANSEL - The strike of ferry crews ended on Tuesday.

Subject: that is what the paper was headed, the union said.

Classification

Language: ENGLISH

Subject: STRIKES (90%)

Load-Date: May 7, 2025

End of Document
"""
GERMAN = """
Seite 1 von 2

Stadtrat stimmt gegen Brücke

Althauser Anzeiger

7. Mai 2025 Mittwoch

Rubrik: LOKALES; S. 3

Length: 200 words

Byline: Jörg Weiß

Body

Der Stadtrat hat am Mittwoch gegen die neue Brücke gestimmt.

Load-Date: May 8, 2025

End of Document

Seite 2 von 2

Fähre fährt wieder

Althauser Anzeiger

8. Mai 2025 Donnerstag

Length: 20 words

Body

Die Fähre fährt wieder nach Lorne.

Load-Date: May 9, 2025

End of Document
"""
FACTIVA = """News
Ferry strike ends after nine days
By Dana Holt
350 words
6 May 2025
The Harrow Times
HARTIM
A1
English
Copyright 2025 The Harrow Times

The strike of ferry crews ended on Tuesday, the union said.

Document HARTIM0020250506el560000a

Ship repaired
120 words
7 May 2025
10:15
Reuters News
LBA
English
(c) 2025 Reuters Limited

The ship was repaired on Wednesday.

Document LBA0000020250507el5700abc

© 2025 Factiva, Inc. All rights reserved.
"""
PROQUEST = """Document 1 of 2

Ferry strike ends

Author: Holt, Dana

Full text: The strike of ferry crews ended on Tuesday.

It took nine days.

Subject: Strikes

Title: Ferry strike ends

Publication title: The Harrow Times; Port Ansel

Publication date: May 6, 2025

ProQuest document ID: 1

Document 2 of 2

Ship repaired

Full text: The ship was repaired.

Title: Ship repaired

Publication title: Lorne Post

Publication date: May 7, 2025

ProQuest document ID: 2
"""


def told(source):
    return [(one.title, one.publisher, one.date, one.text) for one in documents(source.encode(), "a.txt")]


def test_an_export_of_nexis_is_its_articles_without_what_belongs_to_the_form():
    title = "Ferry strike ends after nine days"
    text = (
        f"{title}\n\nPORT ANSEL - The strike of ferry crews ended on Tuesday.\n\n"
        "Subject: that is what the paper was headed, the union said."
    )
    assert told(NEXIS) == [(title, "The Harrow Times (Port Ansel)", "2025-05-06", text)]


def test_one_in_another_language_too():
    found = told(GERMAN)
    assert [one[:3] for one in found] == [
        ("Stadtrat stimmt gegen Brücke", "Althauser Anzeiger", "2025-05-07"),
        ("Fähre fährt wieder", "Althauser Anzeiger", "2025-05-08"),
    ]
    assert found[1][3] == "Fähre fährt wieder\n\nDie Fähre fährt wieder nach Lorne."


def test_an_export_of_factiva_is_its_articles():
    title, other = "Ferry strike ends after nine days", "Ship repaired"
    assert told(FACTIVA) == [
        (
            title,
            "The Harrow Times",
            "2025-05-06",
            f"{title}\n\nThe strike of ferry crews ended on Tuesday, the union said.",
        ),
        (other, "Reuters News", "2025-05-07", f"{other}\n\nThe ship was repaired on Wednesday."),
    ]


def test_an_export_of_proquest_is_its_articles():
    assert told(PROQUEST) == [
        (
            "Ferry strike ends",
            "The Harrow Times",
            "2025-05-06",
            "Ferry strike ends\n\nThe strike of ferry crews ended on Tuesday.\n\nIt took nine days.",
        ),
        ("Ship repaired", "Lorne Post", "2025-05-07", "Ship repaired\n\nThe ship was repaired."),
    ]


GERMAN_FORM = """
1 von 2 DOKUMENTEN

Lorner Bote

Dienstag 6. Mai 2025

Fähre bleibt liegen

AUTOR: Jörg Weiß

LÄNGE: 40 Wörter

RUBRIK: HAFEN; S. 3

Die Fähre nach Lorne bleibt bis Juni liegen.

UPDATE: 7. Mai 2025

SPRACHE: GERMAN; DEUTSCH

Copyright 2025 Lorner Bote
Alle Rechte vorbehalten

2 von 2 DOKUMENTEN

Lorner Bote

7. Mai 2025

Fähre fährt wieder

LÄNGE: 9 Wörter

Sie fährt wieder.

SPRACHE: GERMAN; DEUTSCH
"""
FRENCH_FORM = """1 de 1 DOCUMENT

Le Courrier de Lorne

6 mai 2025

Le bac reste à quai

AUTEUR: Anne Marot

LONGUEUR: 9 mots

Le bac de Lorne reste à quai.

LANGUE: FRENCH; FRANÇAIS

TYPE-PUBLICATION: Journal

Copyright 2025 Le Courrier de Lorne
Tous droits réservés
"""
EUROPRESSE = """Le Courrier de Lorne
Actualités, mardi 6 mai 2025, p. 7

Le bac reste à quai
Anne Marot

Le bac de Lorne reste à quai.

Il part en juin.

© 2025 Le Courrier de Lorne. Tous droits réservés.

Le certificat émis le 20 mai 2025 à Bibliothèque de Lorne à des fins de visualisation personnelle et temporaire.
news·20250506·CL·77

____________________________________________________________

Le Courrier de Lorne
mercredi 7 mai 2025

Le bac part

Il part demain, dit-on.

© 2025 Le Courrier de Lorne.
news·20250507·CL·78
"""


def test_exports_of_nexis_and_europresse_in_german_and_french_are_their_articles():
    german, french, both = (
        [(one.title, one.publisher, one.date, one.author, one.text) for one in documents(form.encode(), "a.txt")]
        for form in (GERMAN_FORM, FRENCH_FORM, EUROPRESSE)
    )
    quay = "Le bac reste à quai"
    assert german == [
        ("Fähre bleibt liegen", "Lorner Bote", "2025-05-06", "Jörg Weiß",
         "Fähre bleibt liegen\n\nDie Fähre nach Lorne bleibt bis Juni liegen."),
        ("Fähre fährt wieder", "Lorner Bote", "2025-05-07", None, "Fähre fährt wieder\n\nSie fährt wieder."),
    ]  # fmt: skip
    head = (quay, "Le Courrier de Lorne", "2025-05-06", "Anne Marot")
    assert french == [(*head, f"{quay}\n\nLe bac de Lorne reste à quai.")]
    assert both == [
        (*head, f"{quay}\n\nLe bac de Lorne reste à quai.\n\nIl part en juin."),
        ("Le bac part", "Le Courrier de Lorne", "2025-05-07", None, "Le bac part\n\nIl part demain, dit-on."),
    ]


@pytest.mark.parametrize("gap", ["  ", " ", "\n"])
def test_a_line_of_factiva_that_begins_as_a_code_does_is_text_and_the_codes_of_the_foot_are_none(gap):
    said = "CO stays in the harbour's air.\n\nIN A STATEMENT the board denied it.\n\nLA ferries are cleaner, it said."
    fields = {"HD": "Air of Lorne", "PD": "6 May 2025", "SN": "Lorne Post", "LP": "RE the air: it is bad.", "TD": said}
    foot = {"CO": "lopo : Lorne Port", "IN": "i7 : Harbours", "AN": "Document LORNP00020250506el560000a"}
    one = "\n".join(f"{code}{gap}{value}" for code, value in {**fields, **foot}.items())
    found = documents(f"{one}\n\n{one}".encode(), "a.txt")
    assert [(one.title, one.publisher, one.text) for one in found] == [
        ("Air of Lorne", "Lorne Post", f"Air of Lorne\n\nRE the air: it is bad.\n\n{said}")
    ] * 2


def test_lines_of_a_text_of_proquest_that_are_like_its_fields_stay_and_a_title_that_no_field_says_is_one():
    said = "It ended.\n\nLocation: the old quay, at six.\n\nContact: the board\n\nHolt: I do not know.\n\nIt rests."
    foot = "Subject: Strikes\n\nISBN: 1\n\nPublication title: Lorne Post\n\nDatabase copyright © 2025 Lorne."
    source = f"Document 1 of 1\n\nFerry strike ends\n\nAuthor: Holt, Dana\n\nFull text: {said}\n\n{foot}"
    assert told(source) == [("Ferry strike ends", "Lorne Post", None, f"Ferry strike ends\n\n{said}")]


def test_remarks_beside_the_articles_of_an_export_are_named():
    for source in (NEXIS, FACTIVA, PROQUEST, EUROPRESSE):
        assert documents(source.encode(), "a.txt")[0].notes == ()
    below = f"{NEXIS}\nAsk Dana about the crews before we write of it."
    assert "'Ask Dana about the crews" in documents(below.encode(), "a.txt")[0].notes[0]
    above = "These are the two that Mara found for us.\n\n____________________________________\n"
    assert "'These are the two" in documents(f"{above}{PROQUEST}".encode(), "a.txt")[0].notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "The form says Length: 3 words.\n\nEnd of Document\n\nBut it is an article.",
        "Full text: of the treaty.\n\nIt was signed in 2001.",
        "Document 12 was read aloud.\n\nThe court sits on 12 June.",
        "By Dana Holt\n\n6 May 2025\n\nThe Harrow Times wrote that the ferry stays.",
    ],
)
def test_an_article_that_only_mentions_such_a_line_stays_whole(text):
    assert [one[3] for one in told(text)] == [text]


def test_records_without_known_columns_are_refused_with_their_columns():
    with pytest.raises(ReadError, match=r"columns: 'id', 'was'.*'text'"):
        documents(b"id,was\n1,x\n", "a.csv")
    with pytest.raises(ReadError, match=r"columns: 'settings'"):
        documents(b'{"settings": {"a": 1}}', "a.json")


def test_columns_in_other_languages_and_lists_of_paragraphs_are_known():
    found = documents("Überschrift;Inhalt;Datum;Quelle\nFähre;Sie fährt.;2025-05-06;Anzeiger\n".encode(), "a.csv")[0]
    assert (found.title, found.publisher, found.date, found.text) == (
        "Fähre",
        "Anzeiger",
        "2025-05-06",
        "Fähre\n\nSie fährt.",
    )
    assert documents(b'{"body": ["It sails.", "It stays."]}', "a.json")[0].text == "It sails.\n\nIt stays."


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.txt", b"<!DOCTYPE html><html>", FileKind.HTML),
        ("a.md", b"<html><head>", FileKind.HTML),
        ("a.md", b"<p>The ferry</p>", FileKind.MARKDOWN),
        ("a.txt", b"<p>The ferry</p>", FileKind.HTML),
        ("a.txt", b"<The ferry>", FileKind.TEXT),
        ("a.xml", b"<?xml version='1.0'?><nitf><head>", FileKind.HTML),
        ("a.txt", b'[{"title": "The ferry"', FileKind.JSON),
        ("a.php", b"<!doctype html>", FileKind.HTML),
        ("download", b"%PDF-1.4", FileKind.PDF),
        ("a.txt", b"MZ said that the ferry sails.", FileKind.TEXT),
        ("a.html", b"%PDF-1.4", FileKind.PDF),
        ("a.docx", b"PK\x03\x04", FileKind.DOCX),
        ("a.xml", b"<?xml version='1.0'?><!-- x --><rss>", FileKind.FEED),
        ("a.eml", b"From: a@b\nMessage-ID: <1>\nSubject: x\n\n", FileKind.MAIL),
        ("a.txt", b"Title: x\nDate: 6 May 2025\n\nThe ferry.", FileKind.TEXT),
        ("a.warc.gz", b"\x1f\x8b", FileKind.GZIP),
    ],
)
def test_what_a_file_is_its_content_tells_before_its_name(name, head, kind):
    assert kind_of(name, head) is kind


@pytest.mark.parametrize("name", ["a.jpg", "a.doc", "a.mp3", "a.xyz", "README", "a.xlsx", "a.7z", "a.msg"])
def test_a_kind_that_is_not_read_is_told_with_what_to_do(name):
    with pytest.raises(KindError, match=r"not read\. .*\.$"):
        kind_of(name, b"abc")


STORY = "The quay of Westhaven was closed on Monday, the harbour master said. It will open in June."


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.csv", f'Name;Selection;Folder\nQuay;"{STORY}";Unread\n'),
        ("a.csv", f"sep=;\nTitel;Inhalt;Anzahl\nQuay;{STORY};12\n"),
        ("a.json", f'{{"headline": {{"main": "Quay"}}, "lead_para": "{STORY}", "abstract": "It is shut."}}'),
        ("a.json", f'[{{"title": "Quay", "story_html": "<p>{STORY}</p>", "words": 16}}]'),
        ("a.json", f'{{"headline": "Quay", "paras": {STORY.replace(". ", ".|").split("|")!r}}}'.replace("'", '"')),
        (
            "a.json",
            f'{{"db": [{{"data": {{"tags": [{{"name": "x"}}], "all": [{{"title": "Quay", "html": "{STORY}"}}]}}}}]}}',
        ),
    ],
)
def test_the_text_of_records_is_found_by_what_they_hold_whatever_it_is_called(name, source):
    found = documents(source.encode(), name)
    assert [(one.title, " ".join(one.text.split())) for one in found] == [("Quay", f"Quay {STORY}")]


def test_a_column_that_was_taken_for_the_text_is_told():
    assert "'Selection'" in documents(f"Name;Selection\nQuay;{STORY}\n".encode(), "a.csv")[0].notes[0]
    assert documents(f"Name;Text\nQuay;{STORY}\n".encode(), "a.csv")[0].notes == ()
    with pytest.raises(ReadError, match="'Selection'"):
        documents(f"Name;Selection\nQuay;{STORY}\n".encode(), "a.csv", columns={"text": "Seletcion"})


def test_a_record_has_what_stands_around_its_text_too():
    source = f'{{"results": [{{"webTitle": "Quay", "pubDate": "2025-05-06", "fields": {{"bodyText": "{STORY}"}}}}]}}'
    found = documents(source.encode(), "a.json")[0]
    assert (found.title, found.date) == ("Quay", "2025-05-06")


def test_what_a_record_says_of_itself_is_read_in_the_forms_that_programs_write():
    source = (
        '[{"title": "Ada&#8217;s quay", "container-title": "Harbour Post", '
        '"author": [{"family": "Lenn", "given": "Ada"}],'
        f' "issued": {{"date-parts": [[2025, 5, 6]]}}, "abstract": "{STORY} [+210 chars]"}},'
        f' {{"title": "Pier", "author": 3, "text": "{STORY}"}}]'
    )
    one, other = documents(source.encode(), "a.json")
    assert (one.title, one.publisher, one.author, one.date) == ("Ada’s quay", "Harbour Post", "Ada Lenn", "2025-05-06")
    assert one.text.endswith("in June.")
    assert other.author is None


def test_the_order_of_day_and_month_is_that_which_another_row_shows():
    rows = "titre;date de publication;texte\nQuai;06/05/2025;Il est fermé.\nPont;28/05/2025;Il est ouvert.\n"
    assert [one.date for one in documents(rows.encode(), "a.csv")] == ["2025-05-06", "2025-05-28"]
    assert documents(b"title,date,text\nQuay,06/05/2025,It is shut.\n", "a.csv")[0].date == "2025"


def test_records_are_known_under_the_name_of_a_text_and_a_text_that_begins_with_a_bracket_is_none():
    assert documents(f'{{"title": "Quay", "text": "{STORY}"}}'.encode(), "a.txt")[0].title == "Quay"
    assert documents(f"[Quay] {STORY}".encode(), "a.txt")[0].text == f"[Quay] {STORY}"


def test_a_day_that_may_be_that_of_saving_is_told():
    saved, published = (
        f'[{{"title": "Quay", "{name}": "2025-05-06", "text": "{STORY}"}}]' for name in ("created", "date")
    )
    assert "saved" in documents(saved.encode(), "a.json")[0].notes[0]
    assert documents(published.encode(), "a.json")[0].notes == ()


@pytest.mark.parametrize(
    "source",
    [
        {"data": [{"id": 1, "attributes": {"title": "Quay", "body": STORY}}]},
        {"data": {"all": {"edges": [{"node": {"title": "Quay", "bodyHtml": f"<p>{STORY}</p>"}}]}}},
        {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"title": "Quay", "selftext": STORY}}]}},
        {"title": "Quay", "story_body": STORY, "comments": [{"text": STORY * 3, "author": "z"}]},
        {"title": "Quay", "body": STORY, "author": {"name": "Ada Lenn", "text": STORY * 3}},
    ],
)
def test_the_article_is_found_within_what_programs_put_around_it(source):
    found = documents(json.dumps(source).encode(), "a.json")
    assert [one.text for one in found] == [f"Quay\n\n{STORY}"]


def test_no_article_of_an_object_of_articles_is_lost():
    source = {"17": {"title": "Quay", "text": STORY}, "18": {"title": "Pier", "text": STORY}}
    assert [one.title for one in documents(json.dumps(source).encode(), "a.json")] == ["Quay", "Pier"]


def test_settings_of_a_program_are_no_article():
    with pytest.raises(ReadError, match="no column"):
        documents(json.dumps({"window": {"help": STORY}}).encode(), "a.json")


def test_of_columns_whose_names_differ_by_a_number_the_first_is_taken():
    found = documents(f"title;text;text_2\nQuay;{STORY};a copy\n".encode(), "a.csv")[0]
    assert STORY in found.text
    head = "title: Quay\ntitle2: Pier"
    assert documents(f"---\n{head}\n---\n{STORY}".encode(), "a.md")[0].title == "Quay"


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The ferry sails at noon on every day of the week.</p>"


def test_the_pages_before_a_record_that_lost_a_line_of_its_head_are_read():
    head = b"WARC/1.0\r\nWARC-Type: response\r\n%bContent-Length: %d\r\n\r\n%b\r\n\r\n"
    whole, broken = (head % (uri, len(PAGE), PAGE) for uri in (b"WARC-Target-URI: http://a.example/\r\n", b""))
    only = documents(whole + broken + whole, "a.warc")
    assert [(one.text, one.notes[-1]) for one in only] == [
        (
            "The ferry sails at noon on every day of the week.",
            "The web archive is damaged after 1 pages; what follows was not read.",
        )
    ]
    with pytest.raises(ReadError, match="damaged web archive"):
        documents(broken, "a.warc")


def test_an_entry_of_a_feed_may_have_no_text():
    entries = b"<item><title>Storm</title><content:encoded/></item><item><title>Ferry</title></item>"
    feed = b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>%b</channel></rss>'
    assert [one.title for one in documents(feed % entries, "a.rss")] == ["Storm", "Ferry"]


@pytest.mark.parametrize("source", ["\0", "<!-- x", "<?xml version='1.0'?>"])
def test_a_page_of_nothing_is_empty(source):
    assert page.document_of(source).text == ""
