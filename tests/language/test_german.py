"""A second language is a folder of word lists and a pipeline; the sentences are ours."""

import tomllib

import pytest

from briefer.language.analysis import analyse
from briefer.language.discourse import who_says
from briefer.language.lists import DATA, words
from briefer.language.parser import Pipeline
from briefer.language.sentences import sentences
from briefer.models import registry


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Der Hafen wurde am 6. Mai 2025 mit einem Fest eröffnet. Es regnete.", 2),
        ("Die Sitzung ist am 12. Dezember. Danach wird gewählt.", 2),
        ("Es waren nur 6. Mai war kalt.", 1),  # a number that ends a sentence before a month is read as a day
    ],
)
def test_a_days_number_ends_no_german_sentence(text, count):
    assert len(sentences(text)) == count


def test_the_lists_of_german_are_those_of_english_by_name_and_what_it_lacks_is_empty():
    for file in DATA.joinpath("de").glob("*.toml"):
        if file.stem in {"polarity", "reporting"}:
            assert set(tomllib.loads(file.read_text())) <= set(tomllib.loads((DATA / "en" / file.name).read_text()))
    assert "nicht" in words("de", "polarity")["negations"]
    assert words("de", "questions")["auxiliaries"] == frozenset()
    with pytest.raises(KeyError):
        words("de", "questions")["no such list"]


@pytest.mark.parametrize(
    ("text", "said", "speakers"),
    [
        ("Bürgermeisterin Ada Lenn sagte, dass der Hafen geschlossen bleibt.", "der Hafen geschlossen", ["Ada Lenn"]),
        ("„Wir bauen die Brücke“, sagte Tom Brandt in Lennford.", "Wir bauen die Brücke", ["Tom Brandt"]),
        ("Der Hafen bleibt zu, erklärte die Polizei in Lennford.", "Der Hafen bleibt zu", ["Polizei in Lennford"]),
        ("Der Hafen blieb am Montag geschlossen.", "Der Hafen blieb", []),
    ],
)
def test_who_says_what_in_german(text, said, speakers):
    entry = registry.load().entry("de-core-news-sm")
    folder = registry.installed(entry)
    if folder is None:
        pytest.skip("the German pipeline is not on this computer: brief models pull de-core-news-sm")
    parser = Pipeline(folder, name=entry.name, language=entry.language)
    at = text.index(said)
    found = who_says(analyse(text, parser), at, at + len(said))
    assert [one.text for one in found.speakers if one.named or not one.pronoun] == speakers if found else not speakers
