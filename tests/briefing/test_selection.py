"""Which sentences a brief sets side by side, because two articles give other numbers for the same thing."""

import pytest
from texts import PARSER

from briefer import Briefer
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.briefing.selection import BriefSettings, Page, Point, differing, points_on
from briefer.briefing.sources import independent
from briefer.briefing.statements import restate
from briefer.grounding.retrieve import Hit
from briefer.grounding.trace import Trace
from briefer.library.chunks import Chunk
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.rendering import FORMATS

FIRST = "The storm over Westhaven sank 12 fishing boats in the old harbour, and it tore the roof off the market hall."
OTHER = FIRST.replace("12", "nineteen")
FERRY = FIRST.replace("fishing boats", "boats, the ferry among them,")


def point(path, text):
    article = article_of(path, Document(text))
    found = Chunk(1, article, article.paragraphs[0], PARSER)
    return Point(Hit(found, 0.5, 0.5, 0.5), found.paragraph.sentences[0], 1.0)


@pytest.mark.parametrize(
    ("path", "text", "differ"),
    [
        ("b.txt", OTHER, True),
        ("b.txt", FIRST.replace("12", "twelve"), False),  # the same number, in words
        ("b.txt", FIRST.replace("12 ", ""), False),  # no number against one
        ("b.txt", FIRST.replace("12", "12 of 40"), False),  # the same and one more
        ("b.txt", "The council of Westhaven paid 18 million euros for a bridge over the river Lenn.", False),
        ("a.txt", OTHER, False),  # one article is one account
    ],
)
def test_sentences_differ_if_two_articles_give_other_numbers_for_the_same_thing(path, text, differ):
    first, second = point("a.txt", FIRST), point(path, text)
    assert differing([first, second]) == ([(first, second)] if differ else [])


def test_a_sentence_is_set_beside_one_other_at_most():
    points = [point(f"{n}.txt", FIRST.replace("12", str(n))) for n in (21, 22, 23)]
    assert differing(points) == [(points[0], points[1])]


def test_a_sentence_that_leans_on_the_one_before_matters_less():
    alone = point("a.txt", "The ferry of Westhaven must stop for three weeks, the council of the harbour has decided.")
    leaning = point("b.txt", alone.text.replace("The ferry of Westhaven", "This ferry of Westhaven"))
    read = [(leaning.hit, 0.9), (alone.hit, 0.9)]
    points = points_on("ferry", read, HashingEmbedder(), BriefSettings())
    assert [p.path for p in points] == ["a.txt", "b.txt"]


NEWS = "The ferry of Westhaven must stop for three weeks, the council of the harbour has decided on Monday."


def points_of(*paragraphs, topic="ferry"):
    article = article_of("a.txt", Document("\n\n".join(paragraphs)))
    hits = [Hit(Chunk(1, article, part, PARSER), 0.5, 0.5, 0.5) for part in reversed(article.paragraphs)]
    return points_on(topic, [(hit, 0.9) for hit in hits], HashingEmbedder(), BriefSettings())


def test_what_an_article_begins_with_is_its_news():
    later = NEWS.replace("three", "four")
    other = "The pier of the harbour was painted green by the children of both schools in the old town in May."
    assert points_of(other, other, later)[0].text == later
    assert points_of(NEWS, other, later, NEWS.replace("three", "five"))[0].text == NEWS


def test_what_somebody_says_is_spoken_though_the_sentence_has_no_name():
    assert point("a.txt", "He also said that the ferry must stop for three weeks.").spoken
    assert point("a.txt", "The crews said that the ferry must stop for three weeks.").spoken
    assert not point("a.txt", "It is said that the ferry must stop for three weeks.").spoken


def test_a_sentence_of_which_another_tells_who_says_it_is_no_point():
    quoted = f"“{NEWS} {NEWS.replace('three', 'four')}” Ada Lenn said. {NEWS.replace('three', 'five')}"
    assert [point.text for point in points_of(quoted)] == [NEWS.replace("three", "five")]


@pytest.mark.parametrize(("share", "new"), [(58, False), (59, True)])
def test_the_same_figures_are_the_same_news(share, new):
    page = Page(400)
    assert page.takes("The vote on Sunday had a turnout of 58 per cent, with 2 million voters in the whole territory.")
    again = (
        f"Never did so many queue at the polling places: 2 million voters of the territory, {share} per cent in all."
    )
    assert page.takes(again) is new


@pytest.fixture
def over(tmp_path):
    """Return a Briefer over these two texts, of which the first is dated."""
    opened = []

    def make(first, second):
        folder = tmp_path / "articles"
        folder.mkdir()
        (folder / "a.md").write_text(f"---\ntitle: a\ndate: 2024-03-12\n---\n\n{first}", encoding="utf-8")
        (folder / "b.md").write_text(f"---\ntitle: b\n---\n\n{second}", encoding="utf-8")
        opened.append(
            Briefer(
                folder, index=tmp_path / "index", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER
            )
        )
        return opened[0]

    yield make
    for briefer in opened:
        briefer.close()


def test_a_brief_shows_both_numbers_word_for_word_and_lists_both_sources(over):
    brief = over(FIRST, OTHER).brief("storm over Westhaven")
    (found,) = brief.figures
    assert sorted(
        (v.claim.text, v.claim.wording == "verbatim", v.claim.citations[0].article) for v in found.values
    ) == [
        (FIRST, True, "a.md"),
        (OTHER, True, "b.md"),
    ]
    assert {"storm", "westhaven", "boats"} <= set(found.about.split(", "))
    assert not any(word.isdigit() for word in found.about.split(", "))
    assert {source.article for source in brief.sources} == {"a.md", "b.md"}
    text = FORMATS["md"](brief)
    assert "**Where the sources differ: " in text
    assert all(
        f"{side.text} [" in text.split("Where the sources differ")[1]
        for side in (value.claim for value in found.values)
    )


def test_a_brief_of_articles_that_agree_shows_no_difference(over):
    again = FIRST.replace("12", "twelve")
    assert over(FIRST, again).brief("storm over Westhaven").figures == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He repaired 140 boats in the winter of 2024.", "He [Tom Brandt] repaired 140 boats in the winter of 2024."),
        ("In 2024 he repaired 140 boats of the port.", "In 2024 he [Tom Brandt] repaired 140 boats of the port."),
        ("For Ada Lenn he repaired 140 boats of the port.", "For Ada Lenn he repaired 140 boats of the port."),
        ("The port had 140 boats in 2024.", "The port had 140 boats in 2024."),
        ("“In 2024 he sold 140 boats of it,” the mayor said.", "“In 2024 he sold 140 boats of it,” the mayor said."),
        ("They had 140 boats in the year 2024.", "They had 140 boats in the year 2024."),  # nobody by name
    ],
)
def test_who_is_meant_by_a_pronoun_stands_behind_it_where_the_sentence_names_nobody_before(text, expected):
    class Naming(FakeModel):
        def choose(self, prompt, options):
            return [0.9, *[0.0] * (len(options) - 1)]

        def generate(self, prompt, output, *, max_tokens=256):
            said = (
                {"speaker": "Tom Brandt"} if "speaker" in output.model_fields else {"claim": "Nothing of it is left."}
            )
            return output.model_validate(said)

    article = article_of("a.txt", Document(f"Tom Brandt is the shipwright of Westhaven. {text}"))
    found = Chunk(1, article, article.paragraphs[0], PARSER)
    sentence = Point(Hit(found, 0.5, 0.5, 0.5), found.paragraph.sentences[1], 1.0)
    assert restate(sentence, Naming(), BriefSettings(), Trace()).text == expected


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        (
            "The harbour's crews said that the ferry of Westhaven must stop for three weeks in May.",
            "The harbour's crews",
        ),
        ("Ada Lenn, head of the Lenn Works, said that the ferry of Westhaven must stop in May.", "Ada Lenn"),
        ("“The ferry of Westhaven must stop for three weeks in May,” said Tom Brandt.", "Tom Brandt"),
        (
            "Tom Brandt said that the ferry of Westhaven must stop in May for what Astra calls “a little rest”.",
            "Tom Brandt",
        ),
    ],
)
def test_who_says_something_is_told_by_its_own_words(over, said, speaker):
    (statement,) = over(f"{said} The Astra Line owns the ferry.", FERRY).brief("ferry of Westhaven").who_said_what
    assert (statement.speaker, statement.claim.text) == (speaker, said)


def test_a_statement_has_the_verb_of_its_source(over):
    said = "Ada Lenn claimed that the ferry of Westhaven had been sold to the Astra Line in May."
    (statement,) = over(f"{said} The Astra Line owns the ferry.", FERRY).brief("ferry of Westhaven").who_said_what
    assert (statement.speaker, statement.verb) == ("Ada Lenn", "claimed")


def test_an_article_that_is_cut_from_another_is_no_account_of_its_own():
    whole = f"{FIRST} Nobody was hurt. The council of Westhaven meets on Friday to count what was lost at the quays."
    texts = (whole, FIRST, "The council of Westhaven paid 18 million euros for a bridge over the river Lenn.")
    articles = [article_of(f"{n}.txt", Document(text)) for n, text in enumerate(texts)]
    assert independent(articles) == 2
    assert independent(articles[::-1]) == 2


def test_the_lead_of_an_article_that_is_mostly_on_a_topic_counts_though_it_does_not_name_it():
    lead = "An old ship of the harbour was sold to the yard of Easton on Monday for twice what it had cost the town."
    later = [NEWS, NEWS.replace("three", "four")]
    assert lead in [point.text for point in points_of(lead, *later)]
    article = article_of("a.txt", Document("\n\n".join([lead, *later])))
    read = [(Hit(Chunk(1, article, article.paragraphs[1], PARSER), 0.5, 0.5, 0.5), 0.9)]  # not retrieved
    assert lead in [point.text for point in points_on("ferry", read, HashingEmbedder(), BriefSettings())]
    others = [lead.replace("Monday", day) for day in ("Tuesday", "Friday")]
    assert [point.text for point in points_of(lead, *others, NEWS)] == [NEWS]  # it is not mostly on it


def test_what_tells_of_the_page_is_no_point():
    assert points_of(f"({NEWS})", f"Here's the latest on the ferry: {NEWS}", "See also: " + NEWS) == []


class Titling(FakeModel):
    """A FakeModel that gives one text as every headline, and its first four words as the name of every event."""

    def __init__(self, text):
        self.given = {"headline": text, "event": " ".join(text.split()[:4])}

    def generate(self, prompt, output, *, max_tokens=256):
        made = super().generate(prompt, output, max_tokens=max_tokens).model_dump()
        return output.model_validate({field: self.given.get(field, text) for field, text in made.items()})


@pytest.mark.parametrize(
    ("named", "headline"),
    [
        ("Court overturned conviction of Tom Brandt", True),
        ("Tom Brandt overturned the court", False),
        ("Ferry court overturned conviction", False),  # words of two sentences
        ("The court of Lennford overturned the conviction of Tom Brandt for the sinking of a ship in", False),
    ],
)
def test_a_headline_is_one_sentences(tmp_path, named, headline):
    ruled = "On Monday the court of Lennford overturned the conviction of Tom Brandt for the sinking of a ship in May."
    (tmp_path / "a.txt").write_text(f"{ruled}\n\n{NEWS}", encoding="utf-8")
    with Briefer(
        tmp_path, index=tmp_path / "i", language_model=Titling(named), embedder=HashingEmbedder(), parser=PARSER
    ) as briefer:
        made = briefer.brief("Lennford court")
    assert bool(made.headline) is headline


def test_what_a_topic_is_matters_less_than_its_news():
    told = points_of(
        "The ferry is a line of the town of Westhaven, which has run it for many years, and which pays for it.", NEWS
    )
    assert told[0].text == NEWS


def test_half_a_quotation_keeps_its_marks():
    class Unquoting(FakeModel):
        def choose(self, prompt, options):
            return [0.9, *[0.0] * (len(options) - 1)]

        def generate(self, prompt, output, *, max_tokens=256):
            said = {"claim": "The step is no choice for any of us, Ada Lenn said on Monday."}
            return output.model_validate(said)

    article = article_of("a.txt", Document("“We will not step back. This is no choice for any of us,” Ada Lenn said."))
    found = Chunk(1, article, article.paragraphs[0], PARSER)
    sentence = Point(Hit(found, 0.5, 0.5, 0.5), found.paragraph.sentences[1], 1.0)
    shown = "“This is no choice for any of us,” Ada Lenn said."
    assert restate(sentence, Unquoting(), BriefSettings(), Trace()).text == shown


def test_words_of_nobody_that_is_named_are_given_to_nobody_by_name(over):
    said = "“The ferry of Westhaven must stop for three weeks in May,” it said in Lennford."
    (statement,) = over(f"{said} The Astra Line owns the ferry.", FERRY).brief("ferry of Westhaven").who_said_what
    assert statement.speaker == "the article"


def test_an_article_with_some_of_a_topics_words_is_left_out_where_another_has_them_all(over):
    bill = (
        "The council passed the new tax bill of Westhaven on Monday by nine votes to four, after two years of debate."
    )
    other = (
        "The mayor of Westhaven signed an unrelated bill on the harbour before she left for Lennford in the evening."
    )
    assert {source.article for source in over(bill, other).brief("tax bill").sources} == {"a.md"}


def test_how_many_articles_carry_no_date_is_told(over):
    school = (
        "The storm over Westhaven closed the school of Lennford for nine days and flooded the cellars of its library."
    )
    gaps = over(FIRST, school).brief("storm over Westhaven").gaps
    assert "When it was published. 1 of the 2 articles carries no date." in gaps
