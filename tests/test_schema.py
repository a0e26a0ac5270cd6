"""Brief and Answer survive JSON, and refuse what they do not know."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from briefer.schema import Article, Brief, Citation, Claim, Event, Figure, Made, Passage, Statement, Value, Wording

SMALL = st.text(max_size=6)
COUNTS = st.integers(1, 10**6)
CITATIONS = st.builds(Citation, article=SMALL, title=SMALL, quote=st.text(min_size=1, max_size=6), start=COUNTS)
CLAIMS = st.builds(Claim, text=st.text(min_size=1, max_size=6), citations=st.tuples(CITATIONS))
SETTINGS = st.dictionaries(
    SMALL, st.none() | SMALL | COUNTS | st.floats(allow_nan=False, allow_infinity=False), max_size=3
)
BRIEFS = st.builds(
    Brief,
    topic=SMALL,
    headline=st.none() | CLAIMS,
    bottom_line=st.tuples(CLAIMS),
    key_points=st.tuples(CLAIMS, CLAIMS),
    who_said_what=st.tuples(st.builds(Statement, claim=CLAIMS)),
    timeline=st.tuples(st.builds(Event, claim=CLAIMS)),
    figures=st.tuples(st.builds(Figure, values=st.tuples(*[st.builds(Value, claim=CLAIMS)] * 2))),
    gaps=st.tuples(SMALL),
    sources=st.just(()),
    nearest=st.tuples(st.builds(Passage, score=st.floats(-1, 1))),
    made=st.builds(Made, settings=SETTINGS, seconds=st.floats(0, 1e6)),
)


@given(BRIEFS)
def test_any_brief_to_json_and_back_is_the_same_brief(brief):
    text = brief.model_dump_json()
    assert Brief.model_validate_json(text) == brief
    assert Brief.model_validate(json.loads(text)) == brief


@pytest.fixture
def made(briefer):
    return [briefer.brief("the harbour of Westhaven"), briefer.ask("Who warned of the ferry?"), briefer.brief("quarks")]


def test_what_is_made_survives_json_in_every_form(made):
    for result in made:
        assert type(result).model_validate_json(result.model_dump_json(indent=2)) == result
        assert type(result).model_validate(result.model_dump()) == result


def test_articles_and_passages_survive_json(briefer):
    article, passage = briefer.article("harbour.txt"), briefer.search("harbour")[0]
    assert Article.model_validate_json(article.model_dump_json()) == article
    assert Passage.model_validate_json(passage.model_dump_json()) == passage


def test_unknown_fields_are_refused_at_every_depth(made):
    data = json.loads(made[0].model_dump_json())
    for place in (data, data["made"], data["bottom_line"][0], data["bottom_line"][0]["citations"][0]):
        place["extra"] = 1
        with pytest.raises(ValidationError, match="extra"):
            Brief.model_validate(data)
        del place["extra"]
    Brief.model_validate(data)


def test_a_claim_without_a_citation_does_not_exist():
    with pytest.raises(ValidationError, match="citations"):
        Claim(text="It rained.", support=1.0, wording=Wording.VERBATIM, citations=())


@pytest.mark.parametrize("support", [-0.1, 1.1, float("nan")])
def test_support_is_a_probability(made, support):
    with pytest.raises(ValidationError, match="support"):
        Claim.model_validate(made[0].claims()[0].model_dump() | {"support": support})


def test_nothing_in_a_result_can_be_changed(made):
    with pytest.raises(ValidationError, match="frozen"):
        made[0].topic = "another"


def claims_in(value):
    """Yield every claim that is anywhere in a result."""
    if isinstance(value, Claim):
        yield value
    elif isinstance(value, BaseModel):
        yield from claims_in([part for _, part in value])
    elif isinstance(value, list | tuple):
        yield from (claim for part in value for claim in claims_in(part))


@given(BRIEFS)
def test_claims_are_all_the_statements_of_a_brief(brief):
    assert all(claim in brief.claims() for claim in claims_in(brief))
    assert all(claim in list(claims_in(brief)) for claim in brief.claims())


def test_claims_are_all_the_statements_of_a_brief_that_was_made(made):
    assert made[0].answered
    assert all(claim in made[0].claims() for claim in claims_in(made[0]))


def test_a_brief_that_schema_1_wrote_still_opens():
    old = (Path(__file__).parent / "data" / "brief_schema_1.json").read_text(encoding="utf-8")
    brief, data = Brief.model_validate_json(old), json.loads(old)
    assert [claim.text for claim in brief.key_points] == [claim["text"] for claim in data["key_points"]]
    assert [claim.wording for claim in brief.bottom_line] == ["verbatim"]
    assert brief.accounts == data["independent_sources"]
    assert [len(figure.values) for figure in brief.figures] == [2]
    assert json.loads(brief.model_dump_json())["schema"] == 2
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
