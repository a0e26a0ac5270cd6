"""What each check finds in a claim, and what it lets be: the rows of checks.toml."""

from collections import defaultdict

import pytest
from texts import PARSER, rows, table

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.check import HARD, compare
from briefer.grounding.checks import CHECKS, findings
from briefer.library.chunks import Chunk

TABLE = table(__file__, "checks")


def chunk_of(row) -> Chunk:
    """Return the passage of a row: the first paragraph of its article, or of one made of its text."""
    told = TABLE["articles"][row["article"]] if "article" in row else {"text": row["passage"]} | row.get("known", {})
    document = {name: told[name] for name in ("title", "publisher", "date") if name in told}
    text = "\n\n".join(filter(None, [told["text"], row.get("elsewhere")]))
    article = article_of("a.txt", Document(text, **document))
    return Chunk(1, article, article.paragraphs[0], PARSER)


@pytest.mark.parametrize("row", rows(TABLE["row"], "form"))
def test_a_claim_has_against_it_what_its_row_says(row):
    found = defaultdict(list)
    for one in findings(compare(row["claim"], chunk_of(row), given=row.get("given", ""))):
        found[one.check].append(one.what)
    assert set(found) >= set(row.get("finds", [])), dict(found)
    assert not set(found) & set(row.get("spares", [])), dict(found)
    assert not (row.get("clean", False) and set(found) & HARD), dict(found)


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_has_a_row_that_it_catches_and_one_that_it_must_not(check):
    passing = [row for row in TABLE["row"] if "xfail" not in row]
    assert any(check in row.get("finds", []) for row in passing)
    assert any(check in row.get("spares", []) or (check in HARD and row.get("clean")) for row in passing)


def test_a_row_names_only_checks_and_has_a_form_of_its_own():
    assert len({row["form"] for row in TABLE["row"]}) == len(TABLE["row"])
    for row in TABLE["row"]:
        assert {*row.get("finds", []), *row.get("spares", [])} <= set(CHECKS), row["form"]
        assert not set(row.get("finds", [])) & set(row.get("spares", [])), row["form"]


def test_a_claim_in_the_words_of_its_passage_has_nothing_hard_against_it():
    for article in TABLE["articles"].values():
        shown = chunk_of({"passage": article["text"]})
        for sentence in shown.sentences:
            assert not {one.check for one in findings(compare(sentence, shown))} & HARD, sentence
