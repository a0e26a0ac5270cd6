"""How a page of the app is drawn, without a browser."""

import re

from briefer.app.draw import draw
from briefer.app.show import brief
from briefer.rendering.blocks import Lead, LeadKind, Note, Points, Section, Silence, Table, Title
from briefer.rendering.layout import said, stated
from briefer.schema import Certainty, Citation, Claim, Event, Statement, Wording

SHARP = "<script>alert('x')</script> & \"y\""


def claim(text=SHARP, article=SHARP):
    cited = Citation(
        article=article, title=text, publisher=text, date=None, paragraph=3, quote=text, start=4, end=9
    )  # fmt: skip
    return Claim(text=text, support=0.9, wording=Wording.MODEL, citations=(cited, cited))


def test_a_mark_is_one_button_that_carries_what_it_cites():
    page = draw(stated((claim("It opened.", "a.md"),)))
    (button,) = re.findall(r'<button type="button" class="cite"[^>]*>1:3</button>', page)
    assert 'data-article="a.md" data-paragraph="3" data-start="4" data-end="9" title="“It opened.”"' in button
    assert "Well supported" in page


def test_no_text_of_a_result_is_markup():
    table = Table(("who", "what"), ((SHARP, said(claim(), [SHARP], Lead(LeadKind.DAY, SHARP, SHARP))),))
    blocks = (Silence(SHARP), Points((SHARP,)), Note(SHARP), Title(SHARP, SHARP), table)
    page = draw([*stated((claim(),)), *(Section(block, SHARP) for block in blocks)])
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r'="[^"]*<', page)


def test_a_page_that_is_being_made_tells_neither_who_made_it_nor_how_many_accounts_it_has(briefer):
    made = briefer.brief("the harbour of Westhaven")
    whole, so_far = brief(made), brief(made, finished=False)
    assert "Made by fake" in whole
    assert "independent account" in whole
    assert "Made by" not in so_far
    assert "independent account" not in so_far


def test_the_sources_words_shortened_are_told_apart_and_the_brackets_explained():
    shown = draw(stated((claim("[Ada Brandt] reopened it.").model_copy(update={"wording": Wording.SHORTENED}),)))
    assert "The source’s words, shortened" in shown
    assert "[square brackets] was put in" in shown
    assert "Word for word" not in shown


def test_how_many_accounts_say_it_stands_beside_a_key_point(briefer):
    made = briefer.brief("the harbour of Westhaven")
    for certainty in Certainty:
        point = made.key_points[0].model_copy(update={"certainty": certainty})
        assert f"· {certainty.value}</span>" in brief(made.model_copy(update={"key_points": (point,)}))
    assert "· " not in draw(stated((claim(),)))


def test_who_said_what_has_the_speaker_with_their_role_and_before_the_words_the_verb(briefer):
    made = briefer.brief("the harbour of Westhaven")
    stated_by = Statement(speaker="Ada Brandt", role="mayor", verb="warned", claim=claim("It is shut.", "harbour.txt"))
    silent = Statement(speaker="Tom Okafor", verb="", claim=claim("It is open.", "harbour.txt"))
    page = brief(made.model_copy(update={"who_said_what": (stated_by, silent)}))
    assert "<th>Who</th><th>What</th>" in page
    assert "<td>Ada Brandt, mayor</td><td><i>warned</i> It is shut. " in page
    assert "<td>Tom Okafor</td><td>It is open. " in page


def test_the_day_of_an_event_stands_before_it(briefer):
    made = briefer.brief("the harbour of Westhaven")
    event = Event(date="last Monday", iso="2024-03-11", claim=made.bottom_line[0])
    assert "<b>last Monday</b> (2024-03-11): " in brief(made.model_copy(update={"timeline": (event,)}))
