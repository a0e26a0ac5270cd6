"""What of a brief in a file still holds: forged, edited and outdated ones are found out, and no honest one is."""

import json

import forging
import pytest
from texts import PARSER

from briefer.api import Briefer
from briefer.errors import ReadError
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.rendering import FILES, render
from briefer.rendering.page import Page, Paper, paragraphs
from briefer.reviews import Part, State, Verification
from briefer.schema import Brief, Wording
from briefer.verifying.wording import strays

FORMATS = [name for name in FILES if name != "terminal"]
FORGED = {"pdf": 8}  # of each format, else 26; drawing one takes most of a second


def page_of(result, briefer, **fields):
    return Page(paragraphs=paragraphs(result, briefer.article), **fields)


def ruled(found, *states):
    return {(ruling.part, ruling.state) for ruling in found.rulings if not states or ruling.state in states}


@pytest.fixture
def opened(corpus, tmp_path):
    """A Briefer over articles that a test may change."""
    with Briefer(
        corpus, index=tmp_path / "own", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER
    ) as briefer:
        yield briefer


@pytest.mark.parametrize("evidence", [False, True], ids=["alone", "with evidence"])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_holds_in_every_format_however_it_was_laid_out(briefer, tmp_path, format, paper, evidence):
    result = forging.brief(briefer)
    path = tmp_path / f"brief.{format}"
    for page in (Page(paper, evidence=evidence), page_of(result, briefer, paper=paper, evidence=evidence)):
        path.write_bytes(render(result, format, page))
        found = briefer.verify(path)
        assert found.holds, [r for r in found.rulings if r.state is not State.HOLDS]
        assert {ruling.part for ruling in found.rulings} == set(Part)
        assert (found.about, found.format) == ("Westhaven", format)


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_program_makes_holds_in_every_format(briefer, tmp_path, format):
    path = tmp_path / "made"
    made = [briefer.brief(topic) for topic in ("the harbour of Westhaven", "quarks", "bridge over the Lenn")]
    for result in (*made, briefer.ask("Who warned that the old ferry must run?"), briefer.ask("Which penguins?")):
        path.write_bytes(render(result, format, page_of(result, briefer)))
        found = briefer.verify(path)
        assert found.holds, [r for r in found.rulings if r.state is not State.HOLDS]


ASKED = {
    "Who warned that the old ferry must run?": {"verbatim"},
    "What did Ada Brandt thank the volunteers for?": {"shortened", "verbatim"},
    "How many articles mention Westhaven?": {"counted"},
    "What is new since 2023?": {"verbatim", "shortened"},
    "Summarise the article on the lost maps.": {"verbatim", "shortened"},
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("question", ASKED)
def test_an_answer_of_each_wording_holds_in_every_format(briefer, tmp_path, format, question):
    result = briefer.ask(question)
    assert result.answered
    assert {claim.wording.value for claim in result.claims} <= ASKED[question]
    path = tmp_path / "answer"
    path.write_bytes(render(result, format, page_of(result, briefer)))
    found = briefer.verify(path)
    assert found.holds, [r for r in found.rulings if r.state is not State.HOLDS]


def test_a_count_that_was_altered_does_not_hold(briefer, tmp_path):
    path = tmp_path / "answer.json"
    text = render(briefer.ask("How many articles mention Westhaven?"), "json").decode()
    assert "2 of 3 articles" in text
    path.write_text(text.replace("2 of 3 articles", "7 of 8 articles"), encoding="utf-8")
    assert (Part.FILE, State.CHANGED) in ruled(briefer.verify(path), State.CHANGED)


@pytest.mark.parametrize("format", FORMATS)
def test_one_character_that_was_altered_where_it_is_seen_is_found(briefer, tmp_path, format):
    result = forging.brief(briefer)
    page = page_of(result, briefer, evidence=True)
    file = render(result, format, page)
    path = tmp_path / "forged"
    for seed in range(FORGED.get(format, 26)):
        path.write_bytes(forging.forged(file, format, result, page, seed))
        found = briefer.verify(path)
        assert not found.holds, seed
        if format != "json":
            assert ruled(found, State.CHANGED) == {(Part.PAGE, State.CHANGED)}, seed


def test_the_place_that_was_altered_is_named(briefer, tmp_path):
    result = forging.brief(briefer)
    path = tmp_path / "brief.md"
    path.write_bytes(render(result, "md").replace(b"found in 1998", b"found in 1989", 1))
    (page,) = (ruling for ruling in briefer.verify(path).rulings if ruling.state is State.CHANGED)
    assert "found in 1989" in page.text
    assert "found in 1998" in page.reason


@pytest.mark.parametrize("field", ["quote", "text", "topic", "speaker", "verb", "gaps", "title", "rests_on"])
def test_data_that_was_edited_is_known_by_its_seal_and_its_words_by_the_articles(briefer, tmp_path, field):
    path = tmp_path / "brief.json"
    text = render(forging.brief(briefer), "json").decode()
    places = {
        "quote": ('"quote": "They were found in 1998', '"quote": "They were found in 1989'),
        "text": ('"text": "They were found in 1998', '"text": "They were found in 1989'),
        "topic": ('"topic": "Westhaven"', '"topic": "Easthaven"'),
        "speaker": ('"speaker": "Ada', '"speaker": "Ida'),
        "verb": ('"verb": "said', '"verb": "sand'),
        "gaps": ("What the insurers will pay", "What the insurers will say"),
        "title": ('"title": "Museum', '"title": "Muzeum'),
        "rests_on": ("Three articles", "Three particles"),
    }
    assert places[field][0] in text
    path.write_text(text.replace(*places[field], 1), encoding="utf-8")
    found = ruled(briefer.verify(path), State.CHANGED)
    assert (Part.FILE, State.CHANGED) in found
    words = {"quote": Part.QUOTATION, "text": Part.STATEMENT, "title": Part.QUOTATION}
    assert field not in words or (words[field], State.CHANGED) in found


def test_what_was_sealed_anew_after_an_edit_is_held_against_the_articles(briefer, tmp_path):
    path = tmp_path / "brief.html"
    whole = forging.brief(briefer)
    edited = Brief.model_validate_json(whole.model_dump_json().replace("found in 1998", "found in 1989"))
    path.write_bytes(render(edited, "html", page_of(edited, briefer)))
    found = briefer.verify(path)
    (ruling,) = (r for r in found.rulings if r.state is State.CHANGED)
    assert (ruling.part, ruling.article) == (Part.QUOTATION, "museum.txt")
    assert "They were found in 1998" in ruling.reason


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (("They were found", "Yes, they were found"), {Part.ARTICLE, Part.QUOTATION}),
        (("Museum shows", "The museum shows"), {Part.ARTICLE, Part.QUOTATION}),
        (("Admission is free", "Admission is dear"), {Part.ARTICLE}),
        (("They were found in 1998 in a cellar of the old harbour.", "Nobody knows."), {Part.ARTICLE, Part.QUOTATION}),
    ],
    ids=["quotation", "title", "another sentence", "gone"],
)
def test_an_article_that_has_changed_is_told_with_what_became_of_its_quotations(
    opened, corpus, tmp_path, change, parts
):
    (corpus / "north" / "museum.txt").rename(corpus / "museum.txt")
    opened.ingest()
    path = tmp_path / "brief.pdf"
    result = forging.brief(opened)
    path.write_bytes(render(result, "json"))
    museum = corpus / "museum.txt"
    museum.write_text(museum.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    found = opened.verify(path)
    assert not found.holds
    assert {part for part, state in ruled(found) if state is not State.HOLDS} == parts


def test_an_article_that_is_gone_and_one_that_grew_above_a_quotation_are_told(opened, corpus, tmp_path):
    (corpus / "north" / "museum.txt").rename(corpus / "museum.txt")
    opened.ingest()
    path = tmp_path / "brief.json"
    path.write_bytes(render(forging.brief(opened), "json"))
    (corpus / "museum.txt").unlink()
    bridge = corpus / "bridge.md"
    text = bridge.read_text(encoding="utf-8")
    bridge.write_text(text.replace("The council of", "It rains.\n\nThe council of", 1), encoding="utf-8")
    found = opened.verify(path)
    states = {(r.part, r.article): r.state for r in found.rulings if r.part in {Part.ARTICLE, Part.QUOTATION}}
    assert states[Part.QUOTATION, "museum.txt"] is states[Part.ARTICLE, "museum.txt"] is State.GONE
    assert (states[Part.QUOTATION, "bridge.md"], states[Part.ARTICLE, "bridge.md"]) == (State.MOVED, State.CHANGED)
    assert states[Part.QUOTATION, "harbour.txt"] is State.HOLDS
    assert Verification.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("quote", "text", "wording", "stray"),
    [
        ("It rained in May.", "It rained in May.", Wording.VERBATIM, ""),
        ("It rained in May.", "“It rained in May.”", Wording.VERBATIM, ""),
        ("it rained in May.", "It rained in May.", Wording.VERBATIM, ""),
        ("It rained in May.", "It rained in June.", Wording.VERBATIM, "It rained in June."),
        ("It rained, he said, in May.", "It rained in May.", Wording.SHORTENED, ""),
        ("It rained, he said, in May.", "It rained [on 3 May] in May.", Wording.SHORTENED, ""),
        ("It rained, he said, in May.", "It rained in June.", Wording.SHORTENED, "June"),
        ("It rained, he said, in May.", "In May it rained.", Wording.SHORTENED, "it"),
        ("It rained on 20 days in May.", "There was rain on 20 days.", Wording.MODEL, ""),
        ("It rained on 20 days in May.", "There was rain on 21 days.", Wording.MODEL, "21"),
        ("It rained on 20 days in May.", "There was rain on 20 days, Ada Lenn said.", Wording.MODEL, "ada"),
        ("It rained on 20 days in May.", "There was “much rain” on 20 days.", Wording.MODEL, "much rain"),
        ("It rained in May.", "1 of 3 articles mention “rained”, counted by their words.", Wording.COUNTED, ""),
        ("It rained in May.", "1 of 3 articles mention “snow”, counted by their words.", Wording.COUNTED, "snow"),
        ("It rained in May.", "2 of 3 articles mention “rain”, counted by their words.", Wording.COUNTED, "2"),
    ],
)  # fmt: skip
def test_a_statement_says_what_it_cites_by_the_rule_of_its_wording(briefer, quote, text, wording, stray):
    one = forging.claim(briefer, "museum.txt", "They were found in 1998").model_copy(
        update={"text": text, "wording": wording}
    )
    cited = one.citations[0].model_copy(update={"quote": quote})
    assert strays(one.model_copy(update={"citations": (cited,)}), "The weather") == stray


def test_what_has_no_seal_is_told_with_the_remedy(briefer, tmp_path):
    path = tmp_path / "brief.json"
    data = json.loads(render(forging.brief(briefer), "json"))
    del data["seal"]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ReadError, match=r"brief\.json' has no seal.*make it again"):
        briefer.verify(path)
