"""What a paper repeats in its articles is learned and left out; an article gives way to its later version."""

import re
from pathlib import Path
from statistics import mean

import pytest
from texts import PARSER

from briefer.api import Briefer
from briefer.articles import readers
from briefer.articles.metadata import article_of
from briefer.language.tokens import stems
from briefer.library import repeats
from briefer.library.library import Library
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.rendering import render
from briefer.schema import Role

CORPUS = Path(__file__).parents[2] / "corpus"
BOX = "Subscribe to our newsletter and get the best of our reporting every morning, free of charge."
AUTHOR = "Ines Vidal has reported for this paper since 2011 and won two prizes for her work."
ABOUT = "The Daily Quay is an independent paper that is owned by its readers and takes no money from firms."
BACKGROUND = "The ferry of Westhaven burned in May, and 22 people died in the fire on its car deck."
FERRY = (
    "The people of Westhaven want to know why the ferry burned.", "Nobody checked the car deck before the fire.",
    "Of those who died in May most were from Westhaven.",
)  # fmt: skip
ARTICLES = [article_of(path.name, readers.read(path)[0]) for path in sorted(CORPUS.glob("*.md"))]


def told(number):
    """Return the first paragraphs of an article of the sample corpus."""
    return "\n\n".join(ARTICLES[number].prose.split("\n")[:4])


def article(text, *, title="", publisher="Daily Quay", date=None):
    head = f"---\ntitle: {title}\npublisher: {publisher}\n" + (f"date: {date}\n" if date else "") + "---\n\n"
    return head + text + "\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of four articles that tell of different things; every one ends with the same box."""
    corpus = tmp_path / "articles"
    corpus.mkdir()
    for number in range(4):
        add(corpus, number, BOX)
    return corpus


def add(folder, number, *more):
    text = "\n\n".join([told(number), *more])
    (folder / f"a{number}.md").write_text(article(text, title=ARTICLES[number].title))


def opened(folder):
    index = folder.parent / "index"
    return Briefer(folder, index=index, embedder=HashingEmbedder(), language_model=FakeModel(), parser=PARSER)


def roles(briefer, path, text):
    found = briefer.article(path)
    return {p.role for p in found.paragraphs if text in found.text[p.start : p.end]}


def assert_whole(briefer):
    library = briefer._open()
    assert library.whole()
    assert library._vectors.count() == library._catalogue.due() > 0


def test_a_new_article_makes_what_its_paper_repeats_no_evidence_in_the_old_ones_too(folder):
    with opened(folder) as briefer:
        assert any("newsletter" in p.text for p in briefer.search("best newsletter every morning"))
        add(folder, 4, BOX)
        assert not any("newsletter" in p.text for p in briefer.search("best newsletter every morning"))
        assert {path for path, _ in briefer._open().snapshot() if roles(briefer, path, BOX) == {Role.REPEATED}} == {
            f"a{number}.md" for number in range(5)
        }
        assert any("stands in many articles" in line for one in briefer.articles() for line in one.problems)
        assert_whole(briefer)
        add(folder, 5, BOX)  # and what was learned holds for the next one from the start
        briefer.ingest()
        assert roles(briefer, "a5.md", BOX) == {Role.REPEATED}
        assert_whole(briefer)


def test_it_is_evidence_again_where_too_few_articles_are_left(folder):
    add(folder, 4, BOX)
    with opened(folder) as briefer:
        briefer.ingest()
        (folder / "a1.md").unlink()
        briefer.ingest()
        assert roles(briefer, "a0.md", BOX) == {Role.TEXT}
        assert briefer.ingest().read == ()
        assert_whole(briefer)


def test_a_change_of_one_article_has_the_others_read_again_only_if_they_are_decided_otherwise(folder):
    add(folder, 4, BOX)
    with opened(folder) as briefer:
        briefer.ingest()
        add(folder, 0, "The harbour of Lorne was closed on Friday.", BOX)
        assert briefer.ingest().read == ("a0.md",)
        assert briefer.ingest().read == ()
        assert roles(briefer, "a0.md", BOX) == roles(briefer, "a1.md", BOX) == {Role.REPEATED}
        add(folder, 0)
        assert briefer.ingest().read == ("a0.md",)
        assert briefer.ingest().read == ("a1.md", "a2.md", "a3.md", "a4.md")
        assert briefer.ingest().read == ()
        assert roles(briefer, "a1.md", BOX) == {Role.TEXT}
        assert_whole(briefer)


def test_what_copies_of_one_story_share_stays_evidence(folder):
    for number in range(12):
        text = f"{told(9)}\n\nThe editor of number {number} adds a line of {number + 20} words."
        (folder / f"wire{number}.md").write_text(article(text, title=f"Wire {number}"))
    with opened(folder) as briefer:
        briefer.ingest()
        assert roles(briefer, "wire3.md", told(9).split("\n")[0]) == {Role.TEXT}


def test_what_different_articles_on_one_matter_tell_again_stays_evidence(folder):
    for number in range(12):
        text = f"{BACKGROUND}\n\n{told(9 + number)}\n\n{FERRY[number % 3]} So it was on day {number}."
        (folder / f"fire{number}.md").write_text(article(text, title=f"Ferry fire, part {number}"))
    with opened(folder) as briefer:
        briefer.ingest()
        assert roles(briefer, "fire3.md", BACKGROUND) == {Role.TEXT}


def test_a_crash_while_it_is_left_out_is_mended(folder, monkeypatch):
    add(folder, 4, BOX)
    with opened(folder) as briefer:
        monkeypatch.setattr(Library, "_leave_out", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            briefer.ingest()
    monkeypatch.undo()
    with opened(folder) as briefer:
        briefer.ingest()
        assert roles(briefer, "a0.md", BOX) == {Role.REPEATED}
        assert_whole(briefer)


def test_a_paper_s_lines_are_told_from_an_article_s_own_by_the_words_that_it_has_elsewhere():
    own = [share(one, one.text[p.start : p.end]) for one in ARTICLES for p in one.paragraphs if p.role is Role.TEXT]
    for text in (BOX, AUTHOR, ABOUT):
        assert mean(share(one, text) for one in ARTICLES) <= repeats.OFF_MATTER
    assert mean(own) >= 1.5 * repeats.OFF_MATTER
    assert sum(one <= repeats.OFF_MATTER for one in own) <= 0.15 * len(own)


def share(one, text):
    """Return the share of a paragraph's words that an article has elsewhere."""
    words = stems(text)
    rest = stems("\n".join([one.title, *(t for p in one.paragraphs if (t := one.text[p.start : p.end]) != text)]))
    return len(words & rest) / max(len(words), 1)


# Versions

TOLL = (
    "The fire on the ferry of Westhaven was out by noon, and divers searched the car deck until the evening, the "
    "coastguard said."
)
DAM = {"title": "Fire on the ferry", "date": "2025-05-06"}


def write(folder, name, count, **about):
    text = (
        f"A ferry burned off Westhaven and {count} people died in the fire, the coastguard said on Tuesday.\n\n{TOLL}"
    )
    if about.pop("corrected", False):
        text += "\n\nCorrection: an earlier version of this article gave a wrong number of people who died."
    (folder / name).write_text(article(text, **(DAM | about)))


def test_a_correction_replaces_the_article_in_answers_and_briefs_and_is_said(folder):
    write(folder, "first.md", 14)
    with opened(folder) as briefer:
        assert any("14 people died" in p.text for p in briefer.search("people died in the ferry fire"))
        write(folder, "second.md", 12, corrected=True, date="2025-05-08")
        answer = briefer.ask("How many people died in the fire on the ferry?")
        cited = {c.article: c.version for claim in answer.claims for c in claim.citations}
        assert cited == {"second.md": "corrected"}
        assert "14 people" not in briefer.brief("ferry fire").model_dump_json()
        listed = {one.path: one for one in briefer.articles()}
        assert listed["first.md"].replaced_by == "second.md"
        assert listed["second.md"].replaces == ("first.md",)
        for form in ("terminal", "md", "html"):
            assert b"corrected" in render(answer, form)
        assert_whole(briefer)


@pytest.mark.parametrize("order", [("first.md", "second.md"), ("second.md", "first.md")])
def test_which_of_two_versions_came_first_into_the_folder_makes_no_difference(folder, order):
    days = {"first.md": "2025-05-06", "second.md": "2025-05-08"}
    with opened(folder) as briefer:
        for name in order:
            write(folder, name, {"first.md": 14, "second.md": 22}[name], date=days[name])
            briefer.ingest()
        assert {p.article for p in briefer.search("people died in the ferry fire")} & {*days} == {"second.md"}
        (folder / "second.md").unlink()
        assert {p.article for p in briefer.search("people died in the ferry fire")} & {*days} == {"first.md"}
        assert_whole(briefer)


def test_of_three_versions_the_last_replaces_both(folder):
    for number, day in enumerate(("06", "07", "08")):
        write(folder, f"v{number}.md", 14 + number, date=f"2025-05-{day}")
    with opened(folder) as briefer:
        listed = {one.path: one for one in briefer.articles()}
        assert listed["v2.md"].replaces == ("v0.md", "v1.md")


def test_another_article_on_the_matter_and_another_paper_s_copy_replace_nothing(folder):
    write(folder, "first.md", 14)
    write(folder, "copy.md", 14, publisher="Gazette", date="2025-05-08")
    (folder / "next.md").write_text(article(f"{TOLL}\n\n{told(5)}", title="What the fire means", date="2025-05-09"))
    with opened(folder) as briefer:
        assert not any(one.replaced_by for one in briefer.articles())


def test_no_step_of_learning_looks_at_every_article_or_paragraph(folder):
    add(folder, 4, BOX)
    write(folder, "v0.md", 14)
    write(folder, "v1.md", 12, corrected=True, date="2025-05-08")
    with opened(folder) as briefer:
        briefer.ingest()
        catalogue = briefer._open()._catalogue
        asked: set[str] = set()
        catalogue._db.set_trace_callback(asked.add)
        row = catalogue.row("v1.md")
        repeats.learn(catalogue._db, row, catalogue._article)
        catalogue.left_out()
        repeats.unlearn(catalogue._db, row)
        catalogue._db.rollback()
        catalogue._db.set_trace_callback(None)
        plans = [
            step
            for query in asked
            if query.startswith(("SELECT", "UPDATE", "DELETE"))
            for *_, step in catalogue._db.execute(f"EXPLAIN QUERY PLAN {query}")
        ]
    whole = re.compile(r"SCAN (article|paragraph)(?! USING INDEX article_replaced)")
    assert len(plans) > 10
    assert not [step for step in plans if whole.match(step)]
