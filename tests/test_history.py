"""Conversations and briefs are there after a restart, each person's own."""

import pytest

from briefer.errors import LibraryError
from briefer.history import History, Turn


@pytest.fixture
def history(tmp_path):
    opened = History(tmp_path)
    yield opened
    opened.close()


def test_a_conversation_survives_a_restart_whole(history, tmp_path, briefer):
    number = history.begin("", "The ferry")
    turns = [
        Turn(question="Who warned of the ferry?", asked="Who warned of the ferry?", answer=briefer.ask("Who warned?")),
        Turn(question="And when?", asked="And when?", note="Stopped."),
    ]
    for turn in turns:
        history.add(number, turn)
    history.close()
    again = History(tmp_path)
    assert [kept.title for kept in again.conversations("")] == ["The ferry"]
    assert again.turns(number, "") == turns
    again.replace_last(number, turns[0])
    assert again.turns(number, "") == [turns[0], turns[0]]
    again.close()


def test_each_person_sees_their_own(history, briefer):
    number = history.begin("ada", "Hers")
    history.add(number, Turn(question="Who?", asked="Who?"))
    brief = history.keep("ada", briefer.brief("the harbour of Westhaven"))
    assert history.conversations("tom") == history.briefs("tom") == history.turns(number, "tom") == []
    assert history.brief(brief, "tom") is None
    assert history.brief(brief, "ada").topic == "the harbour of Westhaven"
    history.forget(number, "tom")
    assert history.turns(number, "ada")
    history.forget(number, "ada")
    assert history.conversations("ada") == history.turns(number, "ada") == []
    history.add(number, Turn(question="Who?", asked="Who?"))
    assert history.turns(number, "ada") == []


def test_what_another_version_wrote_is_left_out(history):
    number = history.begin("", "Old")
    history.add(number, Turn(question="Who?", asked="Who?"))
    with history._open() as db:
        db.execute("UPDATE turn SET json = '{\"new\": 1}'")
    assert history.turns(number, "") == []


def test_a_file_that_is_no_history_is_told(tmp_path):
    (tmp_path / "history.sqlite").write_text("garbage " * 999)
    with pytest.raises(LibraryError, match="history"):
        History(tmp_path)


def test_the_last_brief_on_a_topic_is_found_whatever_its_capitals_and_blanks(history, briefer):
    for topic in ("Westhaven harbour", "the museum", "westhaven  HARBOUR"):
        history.keep("", briefer.brief(topic))
    assert history.last("", "Westhaven Harbour").topic == "westhaven HARBOUR"
    assert history.last("", "harbour") is history.last("ada", "the museum") is None
