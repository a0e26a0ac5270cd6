"""Columns of tables that have unusual names: named once, remembered, and told where they are not there."""

import gzip
import json

import pytest

from briefer import Briefer
from briefer.articles.readers import records
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
