"""What a brief has of what its topic asks for, against pages that can be read at a glance."""

import json
from contextlib import nullcontext

import pytest
from measured import figures, subject, write
from texts import PARSER

from briefer import Briefer
from briefer.errors import EvaluationError
from briefer.evaluation.rendering import FORMATS
from briefer.evaluation.report import SetKind
from briefer.evaluation.rows import BriefRow
from briefer.evaluation.run import evaluate
from briefer.evaluation.scoring.briefs import brief_scores, faults, score
from briefer.evaluation.sets import read
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.schema import Brief, Citation, Claim, Event, Figure, Made, Statement, Value

HARBOUR = {
    "id": "h", "corpus": "news", "topic": "the harbour of Westhaven", "absent": False, "articles": ["harbour.txt"],
    "facts": [
        {"fact": "It reopened.", "accept": "harbour.*reopen", "article": "harbour.txt", "weight": 2},
        {"fact": "60 cleared the slipway.", "accept": "\\b60\\b", "article": "harbour.txt", "weight": 1},
    ],
    "speakers": [{"speaker": "Brandt|mayor", "words": "We were lucky", "article": "harbour.txt"}],
    "dates": [{"iso": "2024-03-11", "accept": "reopen", "article": "harbour.txt"}],
    "off": ["bridge|Lenn"],
}  # fmt: skip
GONE = {"id": "g", "corpus": "news", "topic": "giraffes that play the violin", "absent": True}
ROW = BriefRow.model_validate_json(json.dumps(HARBOUR))
ABSENT = BriefRow(**GONE)
LUCKY = "“We were lucky that nobody was hurt.”"


def claim(text, *, article="harbour.txt", quote="x"):
    cited = Citation(
        article=article, title="", publisher=None, date=None, paragraph=1, quote=quote, start=0, end=len(quote)
    )
    return Claim(text=text, support=1.0, wording="model", citations=(cited,))


def said(speaker, text=LUCKY, *, role="", quote="x"):
    return Statement(speaker=speaker, role=role, verb="said", claim=claim(text, quote=quote))


def page(**parts):
    made = Made(
        version="0", model="", model_sha256=None, embedder="", corpus="", corpus_sha256="", articles=1, settings={},
        at="", seconds=0.0, tokens=7,
    )  # fmt: skip
    empty = dict.fromkeys(
        ("bottom_line", "key_points", "who_said_what", "figures", "timeline", "watch", "gaps", "stories", "sources"), ()
    )
    given = {"topic": "t", "answered": True, "reason": "", "headline": None, "accounts": 1, "nearest": (), "made": made}
    return Brief(**(given | empty | parts))


def names(facts):
    return [fact.fact for fact in facts]


def test_a_fact_is_found_in_any_part_of_a_page_and_whatever_the_case():
    value = Value(value="60", date=None, claim=claim("Volunteers: 60."))
    found = score(
        ROW,
        page(
            key_points=(claim("The HARBOUR\nhas Reopened."),),
            figures=(Figure(about="", changed=True, values=(value, value)),),
        ),
    )
    assert names(found.found) == ["It reopened.", "60 cleared the slipway."]
    assert (found.missed, names(found.not_led)) == ((), ["It reopened."])


def test_a_fact_that_cites_no_article_on_the_topic_is_missed():
    found = score(ROW, page(key_points=(claim("The harbour reopened.", article="bridge.md"),)))
    assert names(found.missed) == ["It reopened.", "60 cleared the slipway."]


@pytest.mark.parametrize("part", ["headline", "bottom_line"])
def test_a_fact_of_weight_2_leads_in_the_headline_and_in_the_bottom_line(part):
    lead = claim("The harbour reopened.")
    found = score(ROW, page(**{part: lead if part == "headline" else (lead,)}))
    assert (names(found.led), found.not_led) == (["It reopened."], ())


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ({"who_said_what": (said("Ada Brandt"),)}, "right"),
        ({"who_said_what": (said("Ada", role="Mayor of Westhaven"),)}, "right"),
        ({"who_said_what": (said("Ada Brandt", "It was luck.", quote="“We were  lucky,” she said."),)}, "right"),
        ({"key_points": (claim(f"{LUCKY} said Ada Brandt."),)}, "right"),
        ({"key_points": (claim("Luck, says Ada Brandt.", quote=LUCKY),)}, "right"),
        ({"who_said_what": (said("Tom Okafor"),)}, "wrong"),
        ({"who_said_what": (said("Tom Okafor", f"{LUCKY} said Brandt."),)}, "wrong"),
        # The quotation of what Okafor says reaches into her words, but a statement has them itself.
        ({"who_said_what": (said("Tom Okafor", "It runs.", quote=f"It runs. {LUCKY}"), said("Ada Brandt"))}, "right"),
        ({"key_points": (claim(LUCKY),)}, "unnamed"),
        ({"who_said_what": (said("Ada Brandt", "She thanked them."),)}, "unnamed"),
    ],
)  # fmt: skip
def test_a_speaker_is_right_wrong_or_not_named(parts, outcome):
    found = score(ROW, page(**parts))
    assert {name for name in ("right", "wrong", "unnamed") if getattr(found, name)} == {outcome}
    assert [other for _, other in found.wrong] == (["Tom Okafor"] if outcome == "wrong" else [])


@pytest.mark.parametrize("part", ["timeline", "watch"])
@pytest.mark.parametrize(
    ("iso", "text", "found"),
    [
        ("2024-03-11", "The harbour reopened.", 1), ("2024-03-12", "The harbour reopened.", 0),
        ("2024-03-11", "The boats were repaired.", 0), (None, "The harbour reopened.", 0),
    ],
)  # fmt: skip
def test_a_date_counts_where_its_entry_tells_of_the_right_thing(part, iso, text, found):
    brief = page(**{part: (Event(date="11 March", iso=iso, claim=claim(text)),)})
    assert (len(score(ROW, brief).dated), len(score(ROW, brief).undated)) == (found, 1 - found)


def test_what_is_off_the_topic_is_a_share_of_statements_that_differ():
    twice = claim("The harbour reopened.")
    brief = page(
        headline=twice, bottom_line=(twice,), key_points=(claim("A BRIDGE opens."),), who_said_what=(said("A"),)
    )
    found = score(ROW, brief)
    assert (found.off, found.statements) == (("A BRIDGE opens.",), 3)
    assert brief_scores(ROW, brief, found)["off-topic"].hit == 1


def test_facts_count_by_their_weight_and_a_silent_page_has_none():
    full, silent = page(headline=claim("The harbour reopened.")), page(answered=False, reason="nothing")
    scores = {name: (s.hit, s.of) for name, s in brief_scores(ROW, full, score(ROW, full)).items()}
    assert scores == {
        "facts found": (2, 3), "lead facts": (1, 1), "speakers right": (0, 1), "speakers wrong": (0, 1),
        "dates": (0, 1), "off-topic": (0, 1), "wrongly rejected": (0, 1), "words": (3, 1),
    }  # fmt: skip
    scores = brief_scores(ROW, silent, score(ROW, silent))
    assert (scores["facts found"].hit, scores["wrongly rejected"].hit) == (0, 1)
    assert not {"words", "off-topic"} & set(scores)
    assert faults(ROW, silent, score(ROW, silent)) == ["rejected: nothing"]


def test_what_is_wrong_with_a_page_is_told():
    brief = page(key_points=(claim("The harbour reopened."), claim("A bridge opens.")), who_said_what=(said("Tom"),))
    assert faults(ROW, brief, score(ROW, brief)) == [
        "missed: 60 cleared the slipway.", "not in the lead: It reopened.",
        "said by Tom, not by Brandt|mayor: We were lucky", "not dated 2024-03-11: reopen",
        "off the topic: A bridge opens.",
    ]  # fmt: skip
    whole = page(**good())
    assert faults(ROW, whole, score(ROW, whole)) == []


def good():
    """Return the parts of a page that has all that its row asks for."""
    first = claim("The harbour reopened after 60 helped.")
    return {
        "headline": first, "who_said_what": (said("Ada Brandt"),),
        "timeline": (Event(date="", iso="2024-03-11", claim=first),),
    }  # fmt: skip


@pytest.mark.parametrize("answered", [True, False])
def test_a_topic_that_the_articles_do_not_tell_of_is_to_be_rejected(answered):
    brief = page(answered=answered)
    scores = brief_scores(ABSENT, brief, score(ABSENT, brief))
    assert {name: s.hit for name, s in scores.items()} == {"rejected": not answered}
    assert bool(faults(ABSENT, brief, score(ABSENT, brief))) == answered


@pytest.fixture
def news(tmp_path, ready):
    """A set whose rows name two folders: one beside it, one beside its own folder."""
    home = tmp_path / "sets"
    for folder in (home / "news", tmp_path / "olds"):
        folder.mkdir(parents=True)
        for file in ready[0].iterdir():
            if file.is_file():
                (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "olds" / "harbour.txt").unlink()
    rows = [HARBOUR, GONE, HARBOUR | {"id": "o", "corpus": "olds"}]
    return write(home / "briefs.jsonl", rows)


def test_topics_are_asked_of_the_folders_that_a_set_names(news, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    with Briefer(tmp_path, language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        run = briefer.evaluate(news)
    assert (run.kind, [case.id for case in run.cases], run.interrupted) == (SetKind.BRIEFS, ["h", "g", "o"], False)
    here, _, there = run.cases
    assert here.scores["facts found"].hit >= 2  # at least that the harbour reopened
    assert there.scores["facts found"].hit == 0
    assert figures(run)["rejected"] == "1/1"
    pages = [case.scores["words"].hit for case in run.cases if "words" in case.scores]
    told = {figure.name: figure for figure in run.figures}
    assert told["seconds, most"].value >= told["seconds, median"].value > 0
    assert (told["words, most"].value, told["words, most"].of) == (max(pages), len(pages))
    assert told["facts found"].value == here.scores["facts found"].hit / 6
    assert there.failed
    assert f"- said: {there.said[:9]}" in FORMATS["md"](run)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_interrupted_run_without_a_case_has_no_figures_of_pages(news):
    class Impatient:
        def ingest(self, *, report):
            pass

        def brief(self, topic):
            raise KeyboardInterrupt

    run = evaluate(read(news), subject(over=lambda corpus, index: nullcontext(Impatient())))
    assert run.interrupted
    assert {figure.value for figure in run.figures} == {None}


def test_a_folder_that_is_not_there_is_named_before_anything_is_measured(tmp_path):
    (tmp_path / "sets").mkdir()
    path = write(tmp_path / "sets" / "briefs.jsonl", [HARBOUR])
    tried = rf"row 'h': .*neither in '{tmp_path}/sets/news' nor '{tmp_path}/news'"
    with pytest.raises(EvaluationError, match=tried):
        read(path)
