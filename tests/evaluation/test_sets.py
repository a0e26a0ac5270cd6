"""Evaluation sets are told apart by what is in them, and a broken one is told by line and field."""

import json

import pytest

from briefer.errors import EvaluationError
from briefer.evaluation.report import SetKind
from briefer.evaluation.rows import id_of
from briefer.evaluation.sets import read, report_in

QUESTION = {
    "id": "q1", "question": "Who said it?", "answerable": True, "accept": "Okafor", "article": "bridge.md",
    "evidence": "Tom Okafor",
}  # fmt: skip
MULTIPLE = {
    "question_id": "m1", "article_id": "a1", "type": "Causality", "question": "Why?", "unanswerable": False,
    "choices": ["rain", "not enough information", "snow"], "answer_idx": 0, "nei_idx": 1,
}  # fmt: skip
STORY = {"article_id": "a1", "title": "Rain", "text": "It rained, so the match was called off."}
SUMMARY = {"id": "s1", "doc_id": "d1", "summary": "It rained.", "label": 1, "edit_types": []}
TEXT = {"doc_id": "d1", "text": "It rained all day."}
SELECTED = {
    "id": "c1", "question": "who came", "title": "Rain", "passage": "Ada came . Tom left .", "answerable": True,
    "sentences": ["Ada came .", "Tom left ."], "selected_sentences": [["Ada came ."]],
}  # fmt: skip
SWAPPED = {
    "id": 7, "query": "When?", "answer": ["1998"], "fakeanswer": "2001", "positive": ["In 1998 it was."],
    "positive_wrong": ["In 2001 it was."],
}  # fmt: skip
CLAIM = {
    "id": "c1", "article": "rain.md", "passage": "Ada came. Tom left.", "claim": "Tom came.", "supported": False,
    "kind": "subject_swapped",
}  # fmt: skip
TOPIC = {
    "id": "b1", "corpus": ".", "topic": "rain", "absent": False, "off": ["snow"], "articles": ["rain.md"],
    "facts": [{"fact": "It rained.", "accept": "rain", "article": "rain.md", "weight": 2}],
}  # fmt: skip
MIXED = {"question": "Where?", "documents": [{"text": "In Ely.", "type": "correct", "answer": "Ely"}]}


def write(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "beside", "kind", "name"),
    [
        (QUESTION, None, SetKind.QUESTIONS, "q1"),
        (MULTIPLE, STORY, SetKind.CHOICES, "m1"),
        (SUMMARY, TEXT, SetKind.SUMMARIES, "s1"),
        (SELECTED, None, SetKind.PASSAGES, "c1"),
        (SWAPPED, None, SetKind.SWAPPED, "7"),
        (MIXED, None, SetKind.MIXED, "1"),
        (CLAIM, None, SetKind.CLAIMS, "c1"),
        (TOPIC, None, SetKind.BRIEFS, "b1"),
    ],
)
def test_a_set_is_told_by_its_fields_as_a_file_and_as_a_folder(tmp_path, row, beside, kind, name):
    file = write(tmp_path / "zz.jsonl", row)
    if beside:
        write(tmp_path / "aa.jsonl", beside)
    for path in (file, tmp_path):
        found = read(path)
        assert (found.kind, found.path, len(found.rows)) == (kind, file, 1)
        assert list(found.texts.values()) == ([beside["text"]] if beside else [])
        assert id_of(found.rows[0], 1) == name


def test_a_row_without_an_id_is_called_by_its_line(tmp_path):
    found = read(write(tmp_path / "mixed.jsonl", MIXED, MIXED))
    assert [id_of(row, number) for number, row in enumerate(found.rows, 1)] == ["1", "2"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([QUESTION, QUESTION], "line 2: the id 'q1' is that of line 1"),
        ([QUESTION, {k: v for k, v in QUESTION.items() if k != "evidence"}], "line 2: 'evidence': Field required"),
        ([{k: v for k, v in QUESTION.items() if k != "accept"}], "line 1: 'accept': Field required"),
        ([QUESTION | {"answerable": "yes"}], "line 1: 'answerable': Input should be a valid boolean"),
        ([QUESTION | {"accept": None}], "line 1: .*'accept' and 'evidence' must be given"),
        ([QUESTION | {"accept": "(open"}], "line 1: 'accept': .*'.open' is no regular expression"),
        ([TOPIC | {"off": ["(open"]}], "line 1: 'off.0': .*'.open' is no regular expression"),
        ([TOPIC | {"facts": []}], "line 1: .*'facts' and 'articles' must be given where 'absent' is false"),
        ([TOPIC | {"absent": True}], "line 1: .*'facts' must not be given where 'absent' is true"),
        ([TOPIC | {"facts": [TOPIC["facts"][0] | {"weight": 0}]}], "line 1: 'facts.0.weight': .*greater than or"),
        ([SWAPPED | {"positive": []}], "line 1: 'positive': .*at least 1"),
        ([{"name": "Ada", "age": 3}], "no evaluation set that is known: line 1 has age, name.*questions: accept"),
        ([MIXED | {"documents": [{"text": "x"}]}], "line 1: 'documents.0.answer': Field required"),
    ],
)
def test_a_broken_row_is_named_by_line_and_field(tmp_path, rows, said):
    with pytest.raises(EvaluationError, match=said):
        read(write(tmp_path / "set.jsonl", *rows))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ('{"id": 1}\nnonsense\n', "line 2: this is not JSON"),
        ("[1]\n", "line 1: this is no JSON object"),
    ],
)
def test_a_file_that_is_no_json_lines_is_named(tmp_path, text, said):
    (tmp_path / "set.jsonl").write_text(text)
    with pytest.raises(EvaluationError, match=said):
        read(tmp_path / "set.jsonl")


def test_bytes_that_are_no_text_are_named(tmp_path):
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="UTF-8"):
        read(tmp_path / "set.jsonl")


def test_a_line_separator_inside_a_text_does_not_end_the_row(tmp_path):
    found = read(write(tmp_path / "set.jsonl", QUESTION | {"question": "Who\u2028said it?"}))
    assert found.rows[0].question == "Who\u2028said it?"


def test_a_set_that_is_not_there_or_not_one_is_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"none\.jsonl' is not there"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(EvaluationError, match="no evaluation set in"):
        read(tmp_path)
    write(tmp_path / "a.jsonl", SWAPPED)
    write(tmp_path / "b.jsonl", MIXED)
    with pytest.raises(EvaluationError, match=r"several sets. Name one: .*a\.jsonl, .*b\.jsonl"):
        read(tmp_path)


def test_articles_that_are_not_there_are_named(tmp_path):
    write(tmp_path / "questions.jsonl", MULTIPLE, MULTIPLE | {"question_id": "m2", "article_id": "a2"})
    with pytest.raises(EvaluationError, match=r"articles of .* are not there: no .jsonl file beside it has article_id"):
        read(tmp_path / "questions.jsonl")
    write(tmp_path / "texts.jsonl", STORY)
    with pytest.raises(EvaluationError, match=r"line 2: 'article_id' is 'a2', which .*texts\.jsonl' does not have"):
        read(tmp_path / "questions.jsonl")


def test_choices_that_an_index_is_beyond_are_an_error(tmp_path):
    write(tmp_path / "texts.jsonl", STORY)
    write(tmp_path / "questions.jsonl", MULTIPLE | {"nei_idx": 3})
    with pytest.raises(EvaluationError, match=r"line 1: .*must be below 3"):
        read(tmp_path / "questions.jsonl")


def test_a_set_is_no_report_and_a_broken_report_is_told(tmp_path):
    assert report_in(write(tmp_path / "set.jsonl", QUESTION)) is None
    assert report_in(tmp_path / "none.json") is None
    (tmp_path / "report.json").write_text('{"cases": [], "kind": "questions"}')
    with pytest.raises(EvaluationError, match=r"report\.json' is no report of this version: 'file': Field required"):
        report_in(tmp_path / "report.json")
