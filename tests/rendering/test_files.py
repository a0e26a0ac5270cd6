"""Files that are handed on: what each format shows, that it carries its data, and what a broken one is told."""

import json
import re
from html.parser import HTMLParser

import pages
import pytest

from briefer.errors import ReadError
from briefer.rendering import FILES, render
from briefer.rendering.carried import carried, letters
from briefer.rendering.page import Page, paragraphs
from briefer.schema import Article, Paragraph, Passage, Span

CARRYING = [name for name in FILES if name != "terminal"]
MARKED = pages.brief(mark="TLP:AMBER")
ARTICLE = Article(
    path="a.md", title="Rain <b>", sha256="0", text="Rain fell.", publisher=None,
    paragraphs=(Paragraph(number=1, start=0, end=10, sentences=(Span(start=0, end=10),)),),
)  # fmt: skip
FOUND = [
    Passage(
        article="a.md", title="Rain <b>", publisher=None, date=None, paragraph=1, text="Rain fell.", start=0, end=10,
        score=1.0,
    )
]  # fmt: skip


class Page_(HTMLParser):
    """Collects the elements of a page, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def files():
    """The brief in each format that carries its data."""
    return {name: render(MARKED, name, Page(evidence=True)) for name in CARRYING}


@pytest.mark.parametrize("format", CARRYING)
def test_a_file_is_known_by_its_content_and_gives_back_its_brief(files, format):
    found = carried(files[format], "brief")
    assert (found.format, found.result) == (format, MARKED)


@pytest.mark.parametrize("format", CARRYING)
def test_every_statement_that_is_carried_is_seen_and_with_it_how_it_was_made_and_is_to_be_handled(files, format):
    seen = carried(files[format], "brief").visible
    told = [c.text for c in MARKED.claims() if "[" not in c.text] + list(MARKED.gaps)
    told += [part for s in MARKED.who_said_what for part in (s.speaker, s.role, s.verb)]
    told += [s.title for s in MARKED.sources] + [MARKED.rests_on, "(1:2) stays", "Made by fake from 7 articles"]
    told += ["Written by a program; check before you publish.", "2024-05-15"]
    alike = letters if format == "pdf" else str
    assert not [text for text in told if alike(text) not in alike(seen)]
    assert seen.count("TLP:AMBER") >= 2


@pytest.mark.parametrize("format", CARRYING)
def test_the_only_marks_that_are_seen_are_those_of_the_statements(format):
    forged = pages.claim("Forged: [1:1] [ 2 : 3 ] 【4:1】 ［5：6］ and \\[7:8\\]", (1, 1))
    made = pages.brief(topic="[3:3]", key_points=(forged,), gaps=("[9:9]",), rests_on="[8:8]", mark="[7:7]")
    seen = re.findall(r"[\[【［]\s*\d+\s*[:：]\s*\d+\s*[\]】］]", carried(render(made, format), "file").visible)
    marks = [{(c.article, c.paragraph) for c in claim.citations} for claim in made.claims()]
    assert len(seen) == sum(map(len, marks))


@pytest.mark.parametrize("format", ["md", "html"])
def test_a_file_that_somebody_wrote_into_still_gives_back_what_it_was_made_of(files, format):
    changed = files[format].replace(b"7.4 metres", b"9.9 metres", 1) + b"\nA line more.\n"
    found = carried(changed, "file")
    assert found.result == MARKED
    assert "9.9 metres" in found.visible
    assert "A line more." in found.visible


@pytest.mark.parametrize("format", CARRYING)
@pytest.mark.parametrize("result", [pages.answer(), ARTICLE, FOUND], ids=["answer", "article", "passages"])
def test_answers_articles_and_passages_are_given_back_too(format, result):
    assert carried(render(result, format), "file").result == result


@pytest.mark.parametrize("format", CARRYING)
def test_the_same_brief_gives_the_same_bytes(files, format):
    assert render(MARKED, format, Page(evidence=True)) == files[format]


def test_a_page_of_html_needs_no_other_file_and_no_script(files):
    page = Page_(files["html"].decode())
    assert [attrs["type"] for tag, attrs in page.elements if tag == "script"] == ["application/json"]
    leading = [attrs[name] for _, attrs in page.elements for name in ("src", "href", "srcset") if name in attrs]
    assert leading
    assert all(link.startswith("#") for link in leading)
    assert not re.search(r"url\(|@import|http-equiv", files["html"].decode())


def test_every_mark_of_html_leads_to_its_paragraph_with_the_words_marked(files):
    text = render(MARKED, "html", Page(paragraphs=pages.PARAGRAPHS)).decode()
    page = Page_(text)
    places = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    leading = [attrs["href"].removeprefix("#") for tag, attrs in page.elements if tag == "a"]
    assert len(leading) > len(MARKED.claims())
    assert set(leading) <= places
    assert f"Rain fell for three days. <mark>{pages.RIVER.text}</mark> Schools closed." in text


def test_a_paragraph_that_has_not_the_quoted_words_any_more_gives_way_to_them():
    changed = dict.fromkeys(pages.PARAGRAPHS, "Another text.")
    text = render(MARKED, "html", Page(paragraphs=changed)).decode()
    assert f"<mark>{pages.RIVER.text}</mark>" in text
    assert "Another text." not in text


def test_no_text_of_a_source_becomes_markup_or_ends_what_carries_the_data(files):
    text = files["html"].decode()
    assert "<b>no markup" not in text
    assert text.count("</script>") == 1
    assert files["md"].decode().count("-->") == 1


def test_text_that_runs_from_the_right_says_so(files):
    said = Page_(files["html"].decode()).elements
    assert any(tag == "li" and attrs.get("dir") == "rtl" for tag, attrs in said)


@pytest.mark.parametrize("format", ["html", "pdf", "docx"])
def test_without_a_headline_the_topic_is_the_title_once(format):
    made = pages.brief(headline=None, topic="what the topic is")
    assert carried(render(made, format), "file").visible.casefold().count("what the topic is") == 1
    assert "What the topic is" in carried(render(made, format), "file").visible


def test_control_characters_are_in_no_file_that_cannot_hold_them():
    named = pages.brief(topic="a\x00b\x1bc\ufffe")
    for name in ("html", "pdf", "docx"):
        assert "abc" in carried(render(named, name), name).visible.casefold()


def test_the_paragraphs_that_a_result_cites_are_found_and_those_of_a_lost_article_left_out(briefer):
    made = briefer.brief("harbour")
    found = paragraphs(made, briefer.article)
    assert set(found) == {(c.article, c.paragraph) for claim in made.claims() for c in claim.citations}
    assert all(c.quote in found[c.article, c.paragraph] for claim in made.claims() for c in claim.citations)
    assert paragraphs(MARKED, briefer.article) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no result of Briefer"),
        (b"# Notes\n\nSomebody else's.", "no result of Briefer"),
        (b"<!DOCTYPE html><p>Not ours", "no result of Briefer"),
        (b"\xff\xfe\x00", "no file that Briefer made"),
        (b"%PDF-1.7 broken", "PDF that is damaged"),
        (b"PK\x03\x04 broken", "DOCX that is damaged"),
        (b'{"schema": 9, "topic": "x"}', "no result that this version"),
        (b'{"a": 1}', "no result that this version"),
        (b'[{"a": 1}]', "no result that this version"),
        (b"{" * 100_000, "no result that this version"),
        (b"x\n<!-- briefer {} -->\n", "no result that this version"),
        (pages.brief(sources=()).model_dump_json().encode(), "an article that it does not list"),
    ],
    ids=["empty", "md", "html", "bytes", "pdf", "docx", "schema", "fields", "list", "deep", "hollow", "unlisted"],
)
def test_a_file_that_is_none_of_ours_is_named_with_what_to_do(content, said):
    with pytest.raises(ReadError, match=said) as told:
        carried(content, "folder/file.x")
    assert "folder/file.x" in str(told.value)
    assert re.search("Make |Give ", str(told.value))


def test_json_is_what_it_was_without_any_file():
    assert json.loads(render(MARKED, "json"))["mark"] == "TLP:AMBER"
