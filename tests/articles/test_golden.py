"""Files that other programs wrote, and what must be read of each; golden/make.py makes them."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from briefer.articles.readers import read

GOLDEN = Path(__file__).parent / "golden"
TEXTS = tomllib.loads((GOLDEN / "articles.toml").read_text(encoding="utf-8"))
EXPECTED = tomllib.loads((GOLDEN / "expected.toml").read_text(encoding="utf-8"))
FILES = [f"{form}/{name}" for form, files in EXPECTED.items() for name in files]
ABOUT = ("title", "author", "publisher", "date", "language")


def words(text):
    # Each letter of a script without blanks is a word; the number of a note is none.
    return Counter(re.findall(r"[一-鿿]|[^\W_一-鿿]+", re.sub("[⁰¹²³⁴-⁹]", " ", text.lower())))


def blocks(name):
    """Return the blocks of an article as they must be read: rows of a table with its columns' names."""
    columns = None
    for block in TEXTS[name]["blocks"]:
        if "|" in block and columns is None:
            columns = block.split("|")
        elif "|" in block:
            yield "; ".join(f"{a}: {b}" for a, b in zip(columns, block.split("|"), strict=True))
        else:
            yield block.removeprefix("# ").removeprefix("- ")


def expected(told):
    names = [told[key] for key in ("is", "and") if key in told]
    parts = [told.get("text", ""), told.get("also", "")]
    for name in names:
        parts += [TEXTS[name]["title"], *blocks(name)]
    return [part for part in parts if part]


def pairs(path):
    form, name = path.split("/")
    found = read(GOLDEN / form / name)
    told = EXPECTED[form][name]
    assert len(found) == len(told), [one.title for one in found]
    return list(zip(found, told, strict=True))


def f1(found, wanted):
    both = sum((found & wanted).values())
    return 2 * both / (sum(found.values()) + sum(wanted.values()))


def test_every_golden_file_is_expected_and_each_format_has_six():
    here = {str(p.relative_to(GOLDEN).as_posix()) for p in GOLDEN.glob("*/*")}
    assert here == set(FILES)
    assert min(len(files) for files in EXPECTED.values()) >= 6
    assert max(p.stat().st_size for p in GOLDEN.glob("*/*")) < 60_000


@pytest.mark.parametrize("path", FILES)
def test_no_word_of_an_article_is_lost_and_none_that_is_hidden_is_read(path):
    for found, told in pairs(path):
        wanted = Counter()
        for part in expected(told):
            wanted |= words(part)
        text = words(found.text + f" {found.title}")
        assert not wanted.keys() - text.keys()
        assert "neverseen" not in found.text.lower()
        assert f1(words(found.text), sum(map(words, expected(told)), Counter())) >= 0.95


@pytest.mark.parametrize("path", FILES)
def test_a_file_tells_what_it_says_of_its_articles(path):
    for found, told in pairs(path):
        about = {**TEXTS.get(told.get("is", ""), {}), **told}
        for name in ABOUT:
            if name in about and name not in told.get("without", []):
                assert getattr(found, name) == about[name], name
        if "pages" in told:
            assert len(found.pages) >= told["pages"]
            assert list(found.pages) == sorted(found.pages)


def test_the_number_of_a_note_is_not_taken_into_the_figure_before_it():
    assert re.search(r"41 years³?\.", read(GOLDEN / "pdf/hidden.pdf")[0].text)


def test_the_measures_over_each_format():
    for form, files in EXPECTED.items():
        scores, right, whole = [], [], []
        for name in files:
            for found, told in pairs(f"{form}/{name}"):
                scores.append(f1(words(found.text), sum(map(words, expected(told)), Counter())))
                lines = {" ".join(line.split()) for line in found.text.split("\n\n")}
                whole += [part in {*lines, found.title} for part in expected(told) if part != told.get("also")]
                about = {**TEXTS.get(told.get("is", ""), {}), **told}
                right += [
                    getattr(found, n) == about[n] for n in ABOUT if n in about and n not in told.get("without", [])
                ]
        measured = (sum(scores) / len(scores), sum(right) / len(right), sum(whole) / len(whole))
        print(f"{form:8} words {measured[0]:.3f} metadata {measured[1]:.3f} paragraphs {measured[2]:.3f}")  # noqa: T201
        assert measured[0] >= 0.98, form
        assert measured[1] >= 0.95, form
        assert measured[2] >= 0.95, form
