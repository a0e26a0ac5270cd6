"""What an answer is rendered to: its verdict, what it lacks, where sources differ, and how it was made."""

import json
import re
from pathlib import Path

import pytest

from briefer.rendering import FORMATS
from briefer.reviews import Changes, Gone, Loss, Moved, Part, Proposal, Ruling, State, Verification
from briefer.schema import (
    Answer,
    Article,
    Brief,
    Citation,
    Claim,
    Disagreement,
    Event,
    Figure,
    Made,
    Passage,
    Source,
    Statement,
    Step,
    Story,
    Value,
    Verdict,
    Wording,
)


def claim(text, article, date=None):
    cited = Citation(
        article=article, title=article, publisher=None, date=date, paragraph=2, quote=text, start=0, end=len(text)
    )
    return Claim(text=text, support=0.9, wording=Wording.VERBATIM, citations=(cited,))


OPENED, LATER = claim("It opened on 11 May.", "a.md", "2024-05-12"), claim("It opened on 14 May.", "b.md")
STEPS = (
    Step(stage="retrieve", text="It *opened*.", value=0.5, article="a.md", paragraph=2, seconds=1.26, tokens=140),
    Step(stage="check", text="It opened in [1:1].", outcome="dropped: <b>", value=0.0, article="a.md", paragraph=2),
    Step(stage="compare", text="x" * 200, outcome="they differ"),
)


def answer(**fields):
    known = {"question": "When?", "answered": True, "reason": "", "claims": (OPENED, LATER), "nearest": ()}
    return Answer(**(known | {"model": "fake", "seconds": 1.0} | fields))


@pytest.mark.parametrize(
    ("verdict", "first"),
    [
        (Verdict.YES, "**Yes.** It opened on 11 May. [1:2]"),
        (Verdict.NO, "**No.** It opened on 11 May. [1:2]"),
        (None, "It opened on 11 May. [1:2]"),
    ],
)
def test_a_verdict_stands_before_the_first_claim_alone(verdict, first):
    lines = FORMATS["md"](answer(verdict=verdict)).splitlines()
    assert (lines[0], lines[2]) == (first, "It opened on 14 May. [2:2]")


def test_parts_that_are_not_answered_are_listed_as_what_the_sources_do_not_say():
    text = FORMATS["md"](answer(missing=("Who [1:1] paid?", "Why *so*?")))
    assert "**What the sources do not say**\n\n- Who (1:1) paid?\n- Why \\*so\\*?\n" in text
    assert "do not say" not in FORMATS["md"](answer())


def test_a_list_that_may_not_be_whole_says_so():
    assert "**There may be more**\n\n- This list is of the nearest passages" in FORMATS["md"](answer(partial=True))
    assert "may be more" not in FORMATS["md"](answer())


def test_each_side_of_a_disagreement_has_its_date_if_there_is_one_and_the_marks_of_the_claims():
    found = Disagreement(about="When?", sides=(OPENED, LATER))
    text = FORMATS["md"](answer(disagreements=(found,)))
    assert "**The sources differ**\n\n- 2024-05-12: It opened on 11 May. [1:2]\n- It opened on 14 May. [2:2]\n" in text


def test_steps_are_shown_last_a_line_each_and_no_text_in_them_is_markup():
    text = FORMATS["md"](answer(steps=STEPS))
    assert text.split("**How this was made**\n\n")[1] == (
        "- retrieve 0.50 (a.md ¶2): It \\*opened\\*. (1.3 s, 140 tokens)\n"
        "- check 0.00 (a.md ¶2): It opened in (1:1). → dropped: \\<b\\> (0.0 s)\n"
        f"- compare: {'x' * 89}… → they differ (0.0 s)\n"
        "- retrieve: 1 step in all (1.3 s, 140 tokens)\n- check: 1 step in all (0.0 s)\n"
        "- compare: 1 step in all (0.0 s)\n- all: 3 steps in all (1.3 s, 140 tokens)\n"
    )
    assert "How this was made" not in FORMATS["md"](answer())


def test_the_steps_of_what_was_not_answered_and_of_a_brief_are_shown_too():
    nothing = answer(answered=False, reason="The sources do not say.", claims=(), steps=STEPS)
    made = Made(
        version="0", model="fake", model_sha256=None, embedder="hashing", corpus="c", corpus_sha256="0", articles=1,
        settings={}, at="2024-01-01T00:00:00+00:00", seconds=1.0,
    )  # fmt: skip
    brief = Brief(
        topic="x", answered=True, reason="", headline=None, bottom_line=(), key_points=(), who_said_what=(),
        figures=(), timeline=(), watch=(), gaps=(), stories=(), sources=(), accounts=0, nearest=(), steps=STEPS,
        made=made,
    )  # fmt: skip
    for result in (nothing, brief):
        for name in ("md", "terminal"):
            assert "dropped: " in FORMATS[name](result).split("How this was made")[1]


def test_json_has_every_field_of_an_answer_as_it_is():
    whole = answer(verdict=Verdict.NO, missing=("Why?",), steps=STEPS, disagreements=(
        Disagreement(about="When?", sides=(OPENED, LATER)),
    ))  # fmt: skip
    data = json.loads(FORMATS["json"](whole))
    assert (data["verdict"], data["missing"], len(data["steps"])) == ("no", ["Why?"], 3)
    assert [side["citations"][0]["article"] for side in data["disagreements"][0]["sides"]] == ["a.md", "b.md"]
    assert Answer.model_validate(data) == whole


@pytest.mark.parametrize(
    "model",
    [
        Answer,
        Brief,
        Claim,
        Citation,
        Disagreement,
        Statement,
        Event,
        Value,
        Figure,
        Story,
        Source,
        Made,
        Step,
        Passage,
        Article,
        Changes,
        Moved,
        Gone,
        Proposal,
        Verification,
        Ruling,
    ],
    ids=lambda model: model.__name__,
)
def test_every_field_of_a_result_has_its_row_and_no_other_has(model):
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    rows = page.split(f"## {model.__name__}\n")[1].split("\n## ")[0].splitlines()
    named = [name for row in rows if row.startswith("| `") for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(field.alias or name for name, field in model.model_fields.items())


def test_key_points_stand_under_the_name_of_their_story_where_there_are_several():
    def claim(article, text):
        cited = Citation(
            article=article, title=article, publisher=None, date=None, paragraph=1, quote="q", start=0, end=1
        )
        return Claim(text=text, support=1.0, wording=Wording.VERBATIM, citations=(cited,))

    sources = tuple(
        Source(article=path, title=title, publisher=None, date=None, paragraphs=(1,))
        for path, title in (("a", "Flood"), ("b", "Vote"))
    )
    brief = Brief(
        topic="x", answered=True, reason="", headline=None, bottom_line=(), who_said_what=(), timeline=(),
        stories=tuple(Story(name=s.title, date=None, articles=(s.article,)) for s in sources),
        key_points=(claim("a", "One."), claim("a", "Two."), claim("b", "The vote."), claim("a", "Three.")),
        figures=(), watch=(), gaps=(), sources=sources, accounts=2, nearest=(),
        made=Made(
            version="0", model="fake", model_sha256=None, embedder="hashing", corpus="c", corpus_sha256="0", articles=2,
            settings={}, at="2024-01-01T00:00:00+00:00", seconds=1.0,
        ),
    )  # fmt: skip
    told = FORMATS["md"](brief)
    assert "**Flood**\n\n- One. [1:1]\n- Two. [1:1]\n- Three. [1:1]\n\n**Vote**\n\n- The vote. [2:1]\n\n" in told


def test_what_changed_is_laid_out_with_what_moved_and_why_a_source_is_gone():
    found = Changes(
        topic="x", since="2026-01-01T10:00:00+00:00", at="2026-01-02T10:00:00+00:00", reason="", nothing_new=False,
        new=(OPENED,), moved=(Moved(old="11", new="14", before=OPENED, now=LATER),),
        gone=(Gone(reason=Loss.ARTICLE, claim=LATER),),
    )  # fmt: skip
    told = FORMATS["md"](found)
    assert told.startswith("# x\n\nWhat changed: since the brief of 2026-01-01 10:00 UTC\n\n**New**\n\n- It opened")
    assert "| 11 → 14 | It opened on 14 May. [2:2] | It opened on 11 May. [1:2] |" in told
    assert "| It opened on 14 May. [2:2] | article removed |" in told
    assert told.endswith("**Sources**\n\n1. a.md, 2024-05-12 (a.md)\n2. b.md (b.md)\n")


def test_nothing_new_is_said_plainly_and_so_is_why_there_is_nothing():
    fields = {"topic": "x", "since": "2026-01-01T10:00:00+00:00", "at": "", "new": (), "moved": (), "gone": ()}
    assert "Nothing new." in FORMATS["terminal"](Changes(reason="", nothing_new=True, **fields))
    silent = FORMATS["md"](Changes(reason="The sources do not say.", nothing_new=True, **fields))
    assert "**The sources do not say.**" in silent
    assert "Nothing new" not in silent


def test_what_does_not_hold_is_laid_out_the_worst_first_and_what_holds_is_counted():
    rulings = (
        Ruling(part=Part.FILE, state=State.HOLDS, text="b.md"),
        Ruling(part=Part.QUOTATION, state=State.CHANGED, text="It rains.", reason="x", article="a.md", paragraph=2),
        Ruling(part=Part.ARTICLE, state=State.GONE, text="c.md", reason="not in the folder", article="c.md"),
    )
    told = FORMATS["md"](Verification(file="b.md", format="md", about="rain", holds=False, rulings=rulings))
    assert "**Not all holds.**" in told
    gone, changed = told.index("**Gone**"), told.index("| quotation | It rains. (a.md ¶2) | x |")
    assert gone < changed < told.index("- 1 file")
