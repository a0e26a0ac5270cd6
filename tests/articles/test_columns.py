"""Columns of tables that have unusual names: named once, remembered, and told where they are not there."""

import gzip
import json

import pytest

from briefer import Briefer
from briefer.articles.metadata import article_of
from briefer.articles.readers import documents, records
from briefer.articles.readers.document import Document
from briefer.errors import ReadError, UsageError
from briefer.models.embedder import HashingEmbedder

NAMED = {"text": "Brödtext", "title": "Kop", "date": "dag van publicatie"}
ROWS = [
    {"Kop": "Ferry sinks", "Brödtext": "The ferry of Lorne sank.", "Dag van publicatie": "2025-05-06", "Text": "no. 1"},
    {"Kop": "Bridge opens", "Brödtext": "The bridge of Ansel opened.", "Dag van publicatie": "2025-05-07", "Text": "2"},
]
CSV = "Kop;Brödtext;Dag van publicatie;Text\n" + "".join(f"{';'.join(row.values())}\n" for row in ROWS)
FORMS = {
    "csv": (records.csv_file, CSV),
    "list": (records.json_file, json.dumps(ROWS)),
    "object": (records.json_file, json.dumps({"hits": [{"_source": row} for row in ROWS]})),
    "lines": (records.lines, "\n".join(map(json.dumps, ROWS))),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_column_that_was_named_is_taken_whatever_others_there_are(form):
    read, text = FORMS[form]
    found = read(text.encode(), NAMED)
    assert [(one.title, one.date) for one in found] == [("Ferry sinks", "2025-05-06"), ("Bridge opens", "2025-05-07")]
    assert "The ferry of Lorne sank." in found[0].text
    assert "no. 1" not in found[0].text


@pytest.mark.parametrize("form", FORMS)
def test_a_column_that_is_not_there_is_an_error_that_names_those_that_are(form):
    read, text = FORMS[form]
    with pytest.raises(ReadError, match=r"no column 'Koop'.*'Brödtext', 'Dag van publicatie'.*--columns"):
        read(text.encode(), {**NAMED, "title": "Koop"})
    with pytest.raises(ReadError, match=r"no column has the articles' text.*'Kop', 'Brödtext'.*--columns"):
        read(text.replace("Text", "nr").encode(), {"text": "Bdoy"})


def test_a_table_that_has_none_of_them_is_read_by_the_usual_names():
    assert records.csv_file(b"title,text\nFerry,The ferry sank.\n", NAMED)[0].title == "Ferry"


@pytest.mark.parametrize("columns", [{"body": "Text"}, {"text": " "}])
def test_what_names_no_column_is_wrong_usage(tmp_path, columns):
    with pytest.raises(UsageError, match="known: text, title"):
        Briefer(tmp_path, columns=columns)


def test_they_are_remembered_and_another_choice_reads_those_files_again(corpus, tmp_path):
    (corpus / "export.csv").write_text(CSV)
    (corpus / "more.json.gz").write_bytes(gzip.compress(json.dumps(ROWS[:1]).encode()))

    def opened(columns=None):
        return Briefer(corpus, index=tmp_path / "index", embedder=HashingEmbedder(), columns=columns)

    with opened() as briefer:
        briefer.ingest()
        assert briefer.article("export.csv#1").text.startswith("no. 1")
    with opened(NAMED) as briefer:
        assert set(briefer.ingest().read) == {"export.csv", "more.json.gz"}
        assert briefer.ingest().read == ()
        assert briefer.article("export.csv#1").title == "Ferry sinks"
    with opened() as briefer:
        assert briefer.ingest().read == ()
        (corpus / "third.csv").write_text(CSV)
        assert briefer.ingest().read == ("third.csv",)
        assert briefer.article("third.csv#2").title == "Bridge opens"
        assert (
            briefer.article(briefer.add("fourth.csv", CSV.replace("Text", "nr").encode()) + "#1").date == "2025-05-06"
        )
    with opened({}) as briefer:
        assert "fourth.csv" in briefer.ingest().skipped
        assert briefer.article("export.csv#1").text.startswith("no. 1")


def read(text, name="a.csv"):
    return [(one.title, one.date, one.text) for one in documents(text.encode(), name)]


SANK = "The ferry of Lorne sank, said its owner."


@pytest.mark.parametrize("lead", ["lead", "Vorspann", "sub_title", "chapô", "standfirst"])
def test_a_lead_stands_above_the_text_that_does_not_repeat_it(lead):
    table = f'title;{lead};text\nFerry sinks;"Nobody was hurt on Monday.";"{SANK}"\nAgain;"{SANK[:-1]}";"{SANK}"\n'
    assert [text for *_, text in read(table)] == [
        f"Ferry sinks\n\nNobody was hurt on Monday.\n\n{SANK}",
        f"Again\n\n{SANK}",
    ]
    assert documents(table.encode(), "a.csv")[0].notes == ()
    assert read(f'{{"{lead}": "{SANK}"}}', "a.json")[0][2] == SANK


def test_columns_of_sentences_beside_the_text_that_are_not_read_are_named():
    table = f'title;text;summary;remark\nFerry;"{SANK}";"{SANK[:-1]}";"Ask the owner of it on Monday, says Mara."\n'
    assert "not read: 'remark'." in documents(table.encode(), "a.csv")[0].notes[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Veröffentlicht am", '"6. Mai 2025"'),
        ("date_publication", '"2025-05-06"'),
        ("when", '"6 May 2025"'),
        ("date", '{"$date": "2025-05-06T10:00:00Z"}'),
        ("date", '{"$date": {"$numberLong": "1746525600000"}}'),
        ("out on", '"6 May 2025"'),
    ],
)
def test_a_date_is_told_by_more_names_and_where_none_is_by_being_the_only_one(column, value):
    assert read(f'{{"text": "{SANK}", "{column}": {value}}}', "a.json")[0][1] == "2025-05-06"


@pytest.mark.parametrize("others", [{"last_modified": "2025-05-06"}, {"from day": "2025-05-06", "until": "2025-05-09"}])
def test_a_day_of_something_else_and_one_of_several_is_no_date(others):
    assert documents(json.dumps({"text": SANK, **others}).encode(), "a.json")[0].date is None


def test_the_first_row_of_a_table_that_names_no_columns_is_an_article():
    other = "Ansel;2025-05-07;Bridge opens early;It opened on Monday, said Mara."
    rows = f'Lorne;2025-05-06;Ferry of Lorne sinks;"{SANK}"\n{other}\n'
    title = "Ferry of Lorne sinks"
    assert read(rows)[0] == (title, "2025-05-06", f"{title}\n\n{SANK}")
    assert "names no columns" in documents(rows.encode(), "a.csv")[0].notes[0]
    assert read(rows, "a.csv")[1][0] == "Bridge opens early"


def test_lines_above_the_names_of_the_columns_are_left_out_and_told():
    found = documents(f'Export, made by Mara\n\ntitle,date,text\nFerry,2025-05-06,"{SANK}"\n'.encode(), "a.csv")
    assert [(one.title, one.text) for one in found] == [("Ferry", f"Ferry\n\n{SANK}")]
    assert "'Export, made by Mara'" in found[0].notes[0]


def test_a_table_under_the_name_of_a_text_is_one_and_a_text_is_none():
    table = f'title,date,text\nFerry,2025-05-06,"{SANK}"\n'
    assert read(table, "a.txt") == read(table)
    for text in (f"Text, title\n\n{SANK}, he wrote.", f"Story, date, text\n{SANK}"):
        assert documents(text.encode(), "a.txt")[0].text.startswith(text.partition("\n")[0])


@pytest.mark.parametrize(
    ("told", "author"),
    [
        ("By Dana Holt", "Dana Holt"),
        ("Dana Holt; Tom Reed", "Dana Holt, Tom Reed"),
        ("Holt, Dana; Reed, Tom", "Holt, Dana; Reed, Tom"),
        ("Von Trapp", "Von Trapp"),
    ],
)
def test_authors_are_told_in_one_way(told, author):
    assert article_of("a.txt", Document(SANK, author=told)).author == author
