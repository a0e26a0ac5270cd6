"""Copies and later versions of articles."""

import random
from itertools import combinations
from pathlib import Path

import pytest

from briefer.articles import readers
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.library.copies import clusters, independent, later, signature

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLES = [article_of(path.name, readers.read(path)[0]) for path in sorted(CORPUS.glob("*.md"))]
DAM = "The Orvel dam was closed on Tuesday after a leak was found in its north wall, the water ministry said."
MORE = "The dam holds 40 million cubic metres of water and serves five counties of the north."


def article(path, text, **about):
    return article_of(path, Document(text, **about))


def copy(text: str, how: str, chance: random.Random) -> str:
    """Return a text as another paper might print it."""
    parts = text.split("\n")
    if how in {"cut", "edited"}:
        parts = [part for part in parts if chance.random() > 0.25] or parts
    if how == "half":
        parts = parts[: max(1, len(parts) // 2)]
    if how == "shuffled":
        chance.shuffle(parts)
    if how in {"worded", "edited"}:
        words = text.split()
        parts = [" ".join(chance.choice(words) if chance.random() < 0.06 else w for w in p.split()) for p in parts]
    if how in {"framed", "edited"}:
        parts = ["The editors print the report of the agency below.", *parts, "Readers may write to the desk. " * 4]
    return "\n".join(parts)


def test_copies_are_found_among_different_articles_on_the_same_events():
    # Measured: precision 1.0, recall 0.99, of 160 copies of the sample corpus, whose articles tell of few events.
    chance = random.Random(7)
    texts = {one.path: one.prose for one in ARTICLES}
    pairs = set()
    for one in ARTICLES:
        for how in ("cut", "worded", "framed", "half", "shuffled", "edited"):
            texts[f"{one.path}/{how}"] = copy(one.prose, how, chance)
            pairs.add((one.path, f"{one.path}/{how}"))
    groups = clusters({path: signature(text) for path, text in texts.items()}, texts.__getitem__)
    found = {pair for group in groups for pair in combinations(group, 2)}
    right = sum(a.split("/")[0] == b.split("/")[0] for a, b in found)
    assert right / len(found) >= 0.99
    assert len({tuple(sorted(pair)) for pair in pairs} & {tuple(sorted(pair)) for pair in found}) / len(pairs) >= 0.95


def test_a_digest_does_not_make_copies_of_the_articles_that_it_holds():
    texts = {one.path: one.prose for one in ARTICLES[:4]} | {"digest.md": "\n".join(one.prose for one in ARTICLES[:4])}
    groups = clusters({path: signature(text) for path, text in texts.items()}, texts.__getitem__)
    assert not any(len(set(group) - {"digest.md"}) > 1 for group in groups)


def test_copies_are_one_account_however_many_they_are():
    told = [article(f"{n}.md", f"{DAM}\n\n{MORE}" + "\n\nFarmers had not been told." * n) for n in range(3)]
    other = article("d.md", "Farmers by the dam of Orvel said that they had seen water in the fields for weeks.")
    assert independent(told) == 1
    assert independent([*told, other]) == 2


def test_an_index_of_no_or_one_article_has_no_copies():
    assert clusters({}, str) == []
    assert clusters({"a.md": signature(DAM)}, str) == []


TOLD = {"title": "Dam closed", "publisher": "Post", "date": "2025-05-06"}


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        ({}, {"date": "2025-05-08"}, "b.md"),
        ({"date": "2025-05-08"}, {}, "a.md"),
        ({}, {"title": "Correction: Dam closed"}, "b.md"),
        ({}, {"publisher": "Gazette", "date": "2025-05-08"}, None),
        ({}, {}, None),
        ({"date": None}, {"date": "2025-05-08"}, None),
    ],
)
def test_of_one_article_of_a_paper_the_later_or_the_corrected_one_is_its_version(first, second, path):
    one = article("a.md", f"{DAM}\n\n{MORE}", **(TOLD | first))
    two = article("b.md", f"{DAM}\n\n{MORE.replace('40', '42')}", **(TOLD | second))
    found = later(one, two)
    assert (found.path if found else None) == path
    assert (found.path if found else None) == (again.path if (again := later(two, one)) else None)


def test_a_later_article_under_another_headline_that_has_all_of_a_short_one_is_no_version():
    one = article("a.md", f"{DAM}\n\n{MORE}", **TOLD)
    more = "\n\n".join(ARTICLES[0].prose.split("\n")[:4])
    two = article("b.md", f"{more}\n\n{DAM}\n\n{MORE}", **(TOLD | {"title": "Who pays", "date": "2025-05-09"}))
    assert later(one, two) is None


def test_a_later_article_on_the_same_matter_is_no_version():
    one = article("a.md", f"{DAM}\n\n{MORE}", **TOLD)
    two = article("b.md", "Engineers have begun to mend the dam at Orvel, which was closed last week.", **TOLD)
    assert later(one, two) is None


FOOT = (
    "The Post belongs to its readers and has been printed in Orvel since 1902. It takes no money of the state.\n\n"
    "Whoever knows more of this may write to the desk at 1 Quay Street in Orvel, or call between nine and five."
)


def test_short_articles_above_the_same_foot_are_neither_copies_nor_versions():
    one = article("a.md", f"{DAM}\n\n{FOOT}", **TOLD)
    two = article(
        "b.md", f"The choir of Basc won the first prize in Orvel on Saturday. Its leader wept.\n\n{FOOT}",
        **(TOLD | {"title": "Choir wins", "date": "2025-05-09"}),
    )  # fmt: skip
    assert later(one, two) is None
    assert independent([one, two]) == 2


def test_two_that_name_no_paper_are_copies_and_one_a_version_only_where_it_says_that_it_was_corrected():
    told = {"publisher": None, "date": "2025-05-06"}
    one = article("a.md", f"{DAM}\n\n{MORE}", **(TOLD | told))
    two = article("b.md", f"{DAM}\n\n{MORE}\n\nFarmers were told.", **(TOLD | told | {"date": "2025-05-08"}))
    assert later(one, two) is None
    assert independent([one, two]) == 1
    three = article("c.md", f"{DAM}\n\n{MORE}\n\nCorrection: the dam has one wall.", **(TOLD | told))
    assert later(one, three) is three


def test_a_later_toll_under_one_title_is_a_version_and_under_others_another_crash():
    form = "Road {} near {} was closed on Monday after a crash in which {} people were hurt, the police said."
    foot = "Drivers should take another road. The police ask all who saw the crash to call the station in Orvel."
    crash = [("A69", "Orle", "9"), ("A69", "Orle", "14"), ("B12", "Basc", "9")]
    first, grown, other = (
        article(
            f"{n}.md", f"{form.format(*one)}\n\n{foot}",
            **(TOLD | {"title": f"Road {one[0]} closed", "date": f"2025-05-0{n}"}),
        )
        for n, one in enumerate(crash, 1)
    )  # fmt: skip
    assert later(first, grown) is grown
    assert later(first, other) is None
    assert independent([first, other]) == 2


SHEET = (
    "The harbour office counted {} ships in {} on {}, it said in its daily sheet. {} of them carried grain.\n\n"
    "The office asks all masters to give notice a day ahead and to keep the fairway free.\n\n"
    "The quays of {} have room for {} ships. The office can be called day and night."
)
DAYS = [("41", "Orle", "Monday", "12", "Orle", "82"), ("17", "Basc", "Tuesday", "5", "Basc", "34")]


def test_reports_of_two_days_in_one_form_are_neither_copies_nor_versions():
    one, two = (
        article(f"{n}.md", SHEET.format(*day), **(TOLD | {"title": "Daily sheet", "date": f"2025-05-0{n}"}))
        for n, day in enumerate(DAYS, 1)
    )
    again = article("3.md", SHEET.format("42", *DAYS[0][1:]), **(TOLD | {"title": "Daily sheet", "date": "2025-05-03"}))
    assert later(one, two) is None
    assert independent([one, two]) == 2
    assert later(one, again) is again
