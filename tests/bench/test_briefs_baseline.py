"""The baseline of briefs reads what a model replies, and is scored as the program is."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
REPLY = """\
**Headline:** Harbour of Westhaven reopens [1]

## Bottom line
The harbour reopened on 11 March 2024 (1, 3).

Key points:
1. **140 boats** were repaired [1-2].
2. The insurers are silent.

### Who said what
- Ada Brandt: “We were lucky” [2]
- “The ferry carries 900 people,” Okafor said [9]

*Timeline*
* 11 March 2024: the harbour reopened [1]
* some day, a report [3]
"""


@pytest.fixture
def baseline(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    return importlib.import_module("briefs_baseline")


@pytest.fixture
def shown(briefer):
    """The harbour's first three paragraphs of text, as a search gives them, and its article."""
    found = briefer.search("harbour boats insurers lucky volunteers", top_k=10)
    passages = sorted((p for p in found if p.article == "harbour.txt"), key=lambda p: p.paragraph)[:3]
    assert [p.text.split()[0] for p in passages] == ["The", "“We", "The"]
    return passages, {"harbour.txt": briefer.article("harbour.txt")}


@pytest.fixture
def made(briefer):
    return briefer.brief("harbour").made


def test_a_reply_becomes_the_parts_of_a_brief(baseline, shown, made):
    brief = baseline.page("harbour", REPLY, *shown, made)
    assert (brief.answered, brief.headline.text) == (True, "Harbour of Westhaven reopens")
    assert [claim.text for claim in brief.bottom_line] == ["The harbour reopened on 11 March 2024."]
    assert [claim.text for claim in brief.key_points] == [
        "140 boats were repaired.", "The insurers are silent.", "“The ferry carries 900 people,” Okafor said",
        "some day, a report",
    ]  # fmt: skip
    assert [(s.speaker, s.claim.text) for s in brief.who_said_what] == [("Ada Brandt", "Ada Brandt: “We were lucky”")]
    assert [(e.iso, e.date) for e in brief.timeline] == [("2024-03-11", "11 March 2024")]


def test_a_line_cites_the_sentence_that_it_shares_most_words_with(baseline, shown, made):
    passages, articles = shown
    brief = baseline.page("harbour", REPLY, passages, articles, made)
    numbers = [p.paragraph for p in passages]
    both, alone = brief.key_points[:2]
    assert [c.paragraph for c in both.citations] == numbers[:2]
    assert both.citations[0].quote == "Mayor Ada Brandt said that 140 boats had been repaired."
    assert [c.quote for c in alone.citations] == ["The insurers have not said what they will pay."]
    for claim in brief.claims():
        for cited in claim.citations:
            assert articles[cited.article].text[cited.start : cited.end] == cited.quote


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        ("The paragraphs do not mention it.", True), ("", True), ("Headline: Council does not say why [1]", False),
        ("- It reopened [1]", False),
    ],
)  # fmt: skip
def test_a_reply_that_says_there_is_nothing_is_no_brief(baseline, shown, made, reply, refused):
    assert baseline.page("harbour", reply, *shown, made).answered != refused


def test_it_reports_the_figures_of_brief_eval(ready, tmp_path):
    (tmp_path / "news").symlink_to(ready[0])
    fact = {"fact": "It reopened.", "accept": "reopen", "article": "harbour.txt", "weight": 1}
    row = {"id": "b1", "corpus": "news", "topic": "harbour of Westhaven", "absent": False, "facts": [fact]}
    (tmp_path / "briefs.jsonl").write_text(json.dumps(row | {"articles": ["harbour.txt"]}))
    command = [sys.executable, BENCH / "briefs_baseline.py", "--eval", tmp_path, "--model", "fake", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert (report["model"], report["kind"]) == ("fake, simply asked", "topics of briefs")
    assert {f["name"]: f["value"] for f in report["figures"]}["facts found"] == 1
