"""How a page of the app is drawn, without a browser."""

import re

from briefer.app.draw import draw
from briefer.app.show import brief
from briefer.rendering.blocks import Lead, LeadKind, Note, Points, Section, Silence, Table, Title
from briefer.rendering.layout import said, stated
from briefer.schema import Citation, Claim, Event, Wording

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
    table = Table(("who",), ((SHARP, said(claim(), [SHARP], Lead(LeadKind.DAY, SHARP, SHARP))),))
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


def test_the_day_of_an_event_stands_before_it(briefer):
    made = briefer.brief("the harbour of Westhaven")
    event = Event(date="last Monday", iso="2024-03-11", claim=made.bottom_line[0])
    assert "<b>last Monday</b> (2024-03-11): " in brief(made.model_copy(update={"timeline": (event,)}))
