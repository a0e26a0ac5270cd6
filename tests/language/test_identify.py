"""In which language a text is, and which one a file names."""

import pytest

from briefer.language.identify import code_of, language_of

GERMAN = (
    "Der Hafen von Lennford ist bis zum Herbst zu, teilte die Behörde am Montag mit. Die Mauer am alten Kai "
    "hatte sich im Winter um einen Meter bewegt, und niemand weiß, was die Arbeiten kosten werden."
)
DANISH = (
    "Havnen i Lennford forbliver lukket indtil efteråret, oplyste myndigheden mandag. Muren ved den gamle kaj havde "
    "flyttet sig en meter i løbet af vinteren, og ingen ved, hvad arbejdet kommer til at koste."
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("de", "de"),
        ("en-US", "en"),
        ("pt_BR.UTF-8", "pt"),
        ("German", "de"),
        ("Deutsch (Österreich)", "de"),
        ("swe", "sv"),
        ("spa", "es"),
        ("Simplified Chinese", "zh"),
        ("iw", "he"),
        ("cy", "cy"),
        ("Old Lennish", None),
        ("und", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_known_by_its_codes_and_names(name, code):
    assert code_of(name) == code


def test_what_a_file_says_of_its_language_holds_unless_its_text_is_surely_in_another():
    assert language_of(GERMAN, "en") == "de"
    assert language_of(GERMAN, "de") == "de"
    assert language_of("Hafen von Lennford bleibt geschlossen, sagt Behörde.", "en") == "en"
    assert language_of(GERMAN, "lb") == "lb"  # the model knows no Luxembourgish and would take it for German
    assert language_of(DANISH, "no") == "no"
