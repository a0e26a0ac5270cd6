"""Sentences that an answer cites, against those that people chose."""

import json

import pytest
from measured import figures, write
from texts import PARSER

from briefer import Briefer
from briefer.evaluation.rows import CitationRow
from briefer.evaluation.scoring.citations import citation_scores, covered_sentences
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel


def selected(*chosen, answerable=True, passage="Ada came at noon . Tom left early . It rained ."):
    return {
        "id": "c1", "question": "who came", "title": "A day", "passage": passage, "answerable": answerable,
        "sentences": [f"{part} ." for part in passage.rstrip(" .").split(" . ")], "selected_sentences": list(chosen),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "covered"),
    [
        ("Ada came at noon.", {0}),
        ("Ada came at noon. Tom left early.", {0, 1}),
        ("at noon. Tom left", {0, 1}),  # half of the first, two thirds of the second
        ("noon", {0}),
        ("Nobody came.", set()),
        ("", set()),
    ],
)
def test_a_quotation_is_of_the_sentences_that_it_has_at_least_half_of(quote, covered):
    assert covered_sentences(quote, selected()["sentences"]) == covered


def test_citations_are_right_if_any_annotator_chose_them_and_recall_is_the_best_annotators():
    row = CitationRow.model_validate_json(
        json.dumps(selected(["Ada came at noon .", "Tom left early ."], ["It rained ."]))
    )
    both = citation_scores(["Ada came at noon.", "It rained."], row)
    assert (both["citation precision"].hit, both["citation precision"].of) == (2, 2)
    assert both["citation recall"].hit == 1.0  # all of the second annotator's, half of the first's
    half = citation_scores(["Ada came at noon.", "From another passage."], row)
    assert (half["citation precision"].hit, half["citation precision"].of) == (1, 2)
    assert half["citation recall"].hit == 0.5


def test_passages_are_asked_alone_and_with_whole_of_all(tmp_path):
    rows = [
        selected(["Engineer Okafor warned of the old ferry ."], passage="Engineer Okafor warned of the old ferry ."),
        selected(answerable=False) | {"id": "c/2", "question": "which penguins colonised Antarctica"},
    ]
    rows[0]["question"] = "who warned of the old ferry"
    path = write(tmp_path / "set.jsonl", rows)
    with Briefer(tmp_path / "none", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        run = briefer.evaluate(path, whole=True)
    assert figures(run) == {
        "answered": "1/1", "rejected": "1/1", "citation precision": "1/1", "citation recall": 1.0, "made up": "0/1",
        "answered: whole corpus": "1/1", "rejected: whole corpus": "1/1", "citation precision: whole corpus": "1/1",
        "citation recall: whole corpus": 1.0, "made up: whole corpus": "0/1",
    }  # fmt: skip
    assert {"seconds: whole corpus", "checking, of the seconds: whole corpus"} <= {f.name for f in run.figures}
    assert [case.id for case in run.cases] == ["c1", "c1, whole corpus", "c/2", "c/2, whole corpus"]


def test_a_passage_is_read_as_it_stands_whatever_marks_are_in_it(tmp_path):
    passage = "1. The `` Lunar '' phase # is *not* <b>bold</b> & AT&amp;T [x](y) _z_ \\* 5 ."
    path = write(tmp_path / "set.jsonl", [selected(passage=passage, answerable=False) | {"title": 'A "day": 1'}])
    read_as = []

    class Seen(Briefer):
        def ask(self, question, **options):
            read_as.append(self.article(*options["filters"].articles))
            return super().ask(question, **options)

    with Seen(tmp_path / "none", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        briefer.evaluate(path)
    assert (read_as[0].text, read_as[0].title) == (passage, 'A "day": 1')
