"""Documents that disagree."""

from measured import figures, reading, write


def test_a_swapped_snippet_is_another_than_the_true_one_where_there_is_another(tmp_path):
    rows = [
        {
            "id": 1, "query": "When?", "answer": "1998", "fakeanswer": "2001",
            "positive": ["It was in 1998.", "In 1998 it was."],
            "positive_wrong": ["It was in 2001.", "In 2001 it was."],
        },
        {
            "id": 2, "query": "When?", "answer": "1998", "fakeanswer": "1999",
            "positive": ["It was in 1998."], "positive_wrong": ["It was in 1999."],
        },
    ]  # fmt: skip
    run, reader = reading(write(tmp_path / "set.jsonl", rows))
    texts = [tuple(reader.articles[path].text for path in paths) for paths in reader.asked]
    assert texts == [
        ("It was in 1998.", "In 2001 it was."), ("It was in 1998.", "It was in 2001."),
        ("It was in 1998.", "In 1998 it was."), ("It was in 1998.", "It was in 1999."),
    ]  # fmt: skip
    assert figures(run) == {
        "reported": "2/2", "reported, same snippet": "2/2", "false alarm": "0/1", "answered": "4/4", "made up": "0/10",
    }  # fmt: skip
    assert not any(case.failed for case in run.cases)


def test_documents_disagree_only_if_they_give_different_answers(tmp_path):
    def row(*pairs):
        return {"question": "When?", "documents": [{"text": t, "type": "correct", "answer": a} for t, a in pairs]}

    rows = [
        row(("In 1998.", "1998"), ("In 2001.", "2001")),
        row(("In 1998.", "May"), ("In 1998.", "June")),  # the reader sees no difference in it
        row(("In 1998.", "yes"), ("In 2001.", "YES"), ("In 2002.", "unknown")),
        row(("In 1998.", "yes"),),
    ]  # fmt: skip
    run, _ = reading(write(tmp_path / "set.jsonl", rows))
    assert (figures(run)["reported"], figures(run)["false alarm"]) == ("1/2", "1/2")
    assert [case.failed for case in run.cases] == [False, True, True, False]
