"""Claims that a text supports are told from others."""

import pytest
from measured import Unmoved, figures, subject, summaries, supporting, write
from prompted import name_of

from briefer.evaluation.run import evaluate
from briefer.evaluation.sets import read


def test_support_separates_consistent_from_inconsistent(tmp_path):
    run = evaluate(read(summaries(tmp_path)), subject(model=supporting()))
    found = figures(run)
    # .9 .8 .5 .7 against .2 .7 .1 .3: of 16 pairs, .5 < .7 is wrong and .7 = .7 a tie
    assert found["AUC"] == pytest.approx(14.5 / 16)
    # at 0.6: three of four kept, three of four caught
    assert (found["consistent kept"], found["inconsistent caught"]) == ("3/4", "3/4")
    assert found["balanced accuracy, at the line"] == 0.75
    assert found["inconsistent caught: entity"] == "2/2"
    assert found["inconsistent caught: negation"] == "3/4"
    assert 0.5 <= found["balanced accuracy, line of the other half"] <= 1
    assert [case.id for case in run.cases if case.failed] == ["d1-", "d2+"]


class Saying(Unmoved):
    """Tells by its table whether a passage says a claim, and nothing of whether the claim changes it."""

    def choose(self, prompt, options):
        return [0.5, 0.5] if name_of(prompt) == "changed" else super().choose(prompt, options)


def test_a_claim_is_kept_or_stopped_by_the_facts_and_the_support(tmp_path):
    passage = "Ukraine attacked the port on Monday. Two ships sank."
    rows = [
        ("Ukraine attacked the port.", True, "shortened"),
        ("On Monday two ships sank.", True, "merged"),
        ("Russia attacked the port.", False, "subject_swapped"),
        ("Two ships sailed.", False, "antonym"),
    ]
    path = write(
        tmp_path / "set.jsonl",
        [
            {"id": f"c{n}", "article": "a.md", "passage": passage, "claim": claim, "supported": true, "kind": kind}
            for n, (claim, true, kind) in enumerate(rows)
        ],
    )
    run = evaluate(read(path), subject(model=Saying({"Ukraine attacked the port.": 0.999, "": 0.001})))
    found = figures(run)
    assert (found["kept"], found["stopped"], found["balanced accuracy, at the line"]) == ("1/2", "2/2", 0.75)
    assert (found["kept: merged"], found["stopped: subject_swapped"]) == ("0/1", "1/1")
    assert run.cases[2].said.startswith("support 0.00, line 0.60")
    assert "names (russia)" in run.cases[2].said
