"""Which articles the command line takes, by what options name."""

import json

import pytest
from test_cli import Stand, run

from briefer import Briefer

ENGLISH = "The ferry to Basc stays in port until the storm is over, the harbour master said on Monday morning."
GERMAN = "Die Fähre nach Basc bleibt im Hafen, bis der Sturm vorbei ist, sagte der Hafenmeister am Montag."
ROWS = [{"title": f"Ferry {n}", "text": ENGLISH.replace("Basc", town)} for n, town in enumerate(("Orle", "Lenn"))]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A folder with articles in two languages and a file of two."""
    folder = tmp_path_factory.mktemp("filters")
    for name, text in (("en.txt", ENGLISH), ("de.txt", GERMAN)):
        (folder / name).write_text(f"The ferry stays\n\n{text}\n", encoding="utf-8")
    (folder / "export.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    with Briefer(folder, embedder=Stand()) as briefer:
        briefer.ingest()
    return ("--corpus", folder)


@pytest.mark.parametrize(
    ("given", "articles"),
    [
        (("--lang", "German"), {"de.txt"}),
        (("--lang", "de"), {"de.txt"}),
        (("--article", "en.txt"), {"en.txt"}),
        (("--article", "export.jsonl"), {"export.jsonl#1", "export.jsonl#2"}),
        (("--article", "export.jsonl#2", "--article", "./de.txt"), {"export.jsonl#2", "de.txt"}),
        (("--article", "en.txt", "--lang", "de"), set()),
    ],
)
def test_a_search_and_the_list_of_articles_are_of_those_that_are_named(places, given, articles):
    found = run("search", "ferry Fähre", *given, *places, "--format", "json")
    assert found.returncode == (0 if articles else 3), found.stderr
    assert {passage["article"] for passage in json.loads(found.stdout)} == articles
    listed = run("articles", *given, *places)
    assert {line.split(": ")[0] for line in listed.stdout.splitlines() if line[0] != " "} == articles
