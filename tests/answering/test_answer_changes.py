"""A number that changed: the newest first, the earlier ones marked, each cited; and of one day a disagreement."""

import pytest
from harbours import cited
from prompted import Scripted, of

from briefer.rendering import FORMATS

NINE = "Nine people have died in a fire on the ferry Astra, the coastguard said."
FOURTEEN = "The death toll of the fire on the ferry Astra has risen to 14, the coastguard said."
BODIES = "Divers found eight bodies in the wreck of the ferry Astra, bringing the death toll of the fire to 22."
TOLL = "How many people died in the fire on the ferry Astra?"
DAYS = {NINE: "2025-05-05", FOURTEEN: "2025-05-06", BODIES: "2025-05-08"}
WORDS = {"Nine people": "Nine", "risen to 14": "14", "toll of the fire to 22": "22"}
APART = {
    of("judge", claim=claim, passage=text): 0.99 if WORDS[key] == claim else 0.01
    for key in WORDS
    for text in (NINE, FOURTEEN, BODIES)
    if key in text
    for claim in WORDS.values()
}


def scripted(yes=None):
    return Scripted(yes={of("states"): 0.99} | (yes or {}), copies=WORDS)


@pytest.mark.parametrize("texts", [(NINE, FOURTEEN, BODIES), (BODIES, NINE, FOURTEEN), (FOURTEEN, BODIES, NINE)])
def test_the_newest_value_comes_first_and_the_earlier_ones_are_marked_and_cited(over, texts):
    answer = over(*texts, days=[DAYS[text] for text in texts], model=scripted()).ask(TOLL)
    told = [(claim.short, claim.when, claim.superseded) for claim in answer.claims]
    assert told == [("22", "2025-05-08", False), ("14", "2025-05-06", True), ("Nine", "2025-05-05", True)]
    assert cited(answer.claims) == ["abc"[texts.index(text)] + ".md" for text in (BODIES, FOURTEEN, NINE)]
    assert answer.disagreements == ()


def test_a_value_told_at_two_times_stands_once_as_it_was_told_first(over):
    again = "Ada Quint of the harbour office in Lorne said that nine people died in the fire on the ferry Astra."
    texts, days = (NINE, again, BODIES), [DAYS[NINE], "2025-05-07", DAYS[BODIES]]
    yes = {of("states", passage=BODIES): 0.9999, of("states"): 0.99}  # the newest is surest; the others are beside it
    model = Scripted(yes=yes, copies=WORDS | {"nine people died": "nine"})
    answer = over(*texts, days=days, model=model).ask(TOLL)
    told = [(claim.short, claim.when) for claim in answer.claims]
    assert told == [("22", "2025-05-08"), ("Nine", "2025-05-05")]


def test_the_days_stand_before_the_values(over):
    text = FORMATS["md"](over(NINE, BODIES, days=[DAYS[NINE], DAYS[BODIES]], model=scripted()).ask(TOLL))
    first, second = (text.index(f"({said})") for said in ("2025-05-08", "earlier, 2025-05-05"))
    assert first < second


def test_two_numbers_of_one_day_are_a_disagreement_and_none_is_earlier(over):
    apart = {key: yes for key, yes in APART.items() if _of(key) <= {"14", "Nine"}}
    model = scripted(yes=apart)
    answer = over(NINE, FOURTEEN, days=["2025-05-05"] * 2, model=model).ask(TOLL)
    (found,) = answer.disagreements
    assert set(found.sides) == set(answer.claims)
    assert sorted(cited(answer.claims)) == ["a.md", "b.md"]
    assert [(claim.when, claim.superseded) for claim in answer.claims] == [("", False)] * 2


def _of(key):
    """Return the words that a scripted request holds against each other."""
    shown = dict(key[1])
    own = next(WORDS[words] for words in WORDS if words in shown["passage"])
    return {shown["claim"], own}


@pytest.mark.parametrize("days", [[None, None], ["2025-05-05", None]])
def test_where_a_day_is_unknown_nothing_is_told_to_be_earlier(over, days):
    answer = over(NINE, FOURTEEN, days=days, model=scripted()).ask(TOLL)
    assert not any(claim.superseded for claim in answer.claims)


def test_the_same_number_on_another_day_is_no_change(over):
    again = "The toll of the fire on the ferry Astra is still 14 people, said the mayor."
    model = Scripted(yes={of("states"): 0.99}, copies={"14": "14"})
    answer = over(FOURTEEN, again, days=["2025-05-06", "2025-05-07"], model=model).ask(TOLL)
    assert not any(claim.superseded or claim.when for claim in answer.claims)


def test_what_is_no_number_does_not_change(over):
    texts = ["Ada Brandt steered the ferry Astra to Lorne.", "Tom Okafor steered the ferry Astra to Lorne, at night."]
    model = Scripted(yes={of("states"): 0.99}, copies={"Ada": "Ada Brandt", "Tom": "Tom Okafor"})
    answer = over(*texts, model=model).ask("Who steered the ferry Astra to Lorne?")
    assert not any(claim.superseded or claim.when for claim in answer.claims)
