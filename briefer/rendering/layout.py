"""Lays a result out: what a page has, in the order in which it is read. Knows nothing of how a format draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefer.rendering.blocks import (
    Flow,
    Found,
    Handling,
    Lead,
    LeadKind,
    Mark,
    Masthead,
    Note,
    Part,
    Points,
    Reading,
    Reference,
    References,
    Said,
    Section,
    Silence,
    Speaker,
    Statements,
    Steps,
    Table,
    Title,
)
from briefer.reviews import Changes, Proposal, Ruling, State, Verification
from briefer.schema import Answer, Article, Brief, Certainty, Citation, Claim, Disagreement, Event, Passage, Step

COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}
CHECK = "Written by a program; check before you publish."
EVIDENCE = "The cited paragraphs"
LEFT_OUT = "left_out"  # the setting of a brief that says how many of its statements gave way to fit a page

Result = Answer | Brief | Changes | Verification | Article | Sequence[Passage] | Sequence[Proposal]


def sections(result: Result, *, finished: bool = True) -> list[Section]:
    """Return what a page on a result has; finished is False for a brief that is still being made."""
    if isinstance(result, Brief):
        return list(_brief(result, finished))
    if isinstance(result, Changes):
        return list(_changes(result))
    if isinstance(result, Verification):
        return list(_verified(result))
    if isinstance(result, Answer):
        return list(_answer(result))
    if isinstance(result, Article):
        return _article(result)
    if proposed := [one for one in result if isinstance(one, Proposal)]:
        return [_proposed(proposed)]
    passages = tuple(one for one in result if isinstance(one, Passage))
    return [Section(Found(passages, about="" if result else "Nothing was found."))]


def _verified(found: Verification) -> Iterator[Section]:
    """Give what does not hold, the worst first, each with the reason; of what holds only how much it is."""
    counted = Counter(ruling.part.value for ruling in found.rulings if ruling.state is State.HOLDS)
    yield Section(Title(found.about, f"{found.file} ({found.format}), held against the articles as they are now"))
    yield Section(Silence("All holds." if found.holds else "Not all holds."))
    for state in (State.GONE, State.CHANGED, State.MOVED):
        rows = [ruling for ruling in found.rulings if ruling.state is state]
        if rows:
            told = tuple((ruling.part.value, _ruled(ruling), ruling.reason) for ruling in rows)
            yield Section(Table(("what", "which", "why"), told), state.value.capitalize())
    if counted:
        held = (f"{count} {part}{'s' if count > 1 else ''}" for part, count in counted.items())
        yield Section(Points(tuple(held)), "What holds")


def _ruled(ruling: Ruling) -> str:
    where = f" ({ruling.article} ¶{ruling.paragraph})" if ruling.paragraph else ""
    return f"{ruling.text}{where}"


def _proposed(topics: Sequence[Proposal]) -> Section:
    rows = tuple((one.topic, str(one.articles), one.newest or "", "; ".join(one.titles)) for one in topics)
    return Section(Table(("topic", "articles", "newest", "for example"), rows))


def document(result: Result, *, evidence: bool = False) -> list[Section]:
    """Return what a page has that is handed on: an answer's question and how it was made; what is cited if wanted."""
    told = sections(result)
    if isinstance(result, Answer):
        told.insert(0, Section(Title(result.question, "")))
        at = next((n for n, section in enumerate(told) if isinstance(section.block, Steps)), len(told))
        told.insert(at, Section(Note(made(result))))  # what is cited stands under the sources of an answer anyway
    if isinstance(result, Brief) and evidence:
        told += _evidence(result)
    return told


def _evidence(brief: Brief) -> Iterator[Section]:
    """Give what the statements of a brief rest on: of each source the quotes, in the order of the article."""
    quotes: dict[str, dict[Citation, None]] = {source.article: {} for source in brief.sources}
    for citation in (c for claim in brief.claims() for c in claim.citations):
        quotes[citation.article][citation] = None
    listed = tuple(
        Reference(
            n,
            s.article,
            s.title,
            s.publisher,
            s.date,
            tuple(sorted(quotes[s.article], key=lambda c: c.start)),
            s.version,
        )
        for n, s in enumerate(brief.sources, 1)
    )
    if listed:
        yield Section(References(listed, quoted=True), EVIDENCE)


def stated(claims: Sequence[Claim]) -> list[Section]:
    """Return what a page on an answer has as long as there are only these claims of it."""
    return [*_claims(claims, _order(claims)), *_quoted(claims)]


def described(title: str, publisher: str | None, date: str | None, version: str = "") -> str:
    """Return what is known of a source in one line: "Dam closed, Post, corrected 2025-05-08"."""
    return ", ".join(part for part in (title, publisher, f"{version} {date or ''}".strip()) if part)


def said(claim: Claim, order: Sequence[str], lead: Lead | None = None, *, sure: bool = False) -> Said:
    """Return a claim for a page whose sources are numbered in this order of their articles, with how sure it is."""
    marks = tuple(Mark(order.index(c.article) + 1, c) for c in dict.fromkeys(claim.citations))
    return Said(claim, marks, lead, claim.certainty.value if sure and claim.certainty else "")


def _brief(brief: Brief, finished: bool) -> Iterator[Section]:
    handling = [Section(Handling(brief.mark))] if brief.mark else []
    yield from handling
    yield from _told(brief, finished) if brief.answered else _untold(brief)
    if finished:
        yield Section(Note(made(brief)))
        yield from _steps(brief.steps)
    yield from handling


def _untold(brief: Brief) -> Iterator[Section]:
    yield Section(Masthead(brief.topic, None))
    yield Section(Silence(brief.reason))
    yield from _unsaid(brief.gaps)
    yield from _nearest(brief.nearest)


def _told(brief: Brief, finished: bool) -> Iterator[Section]:
    order = [source.article for source in brief.sources]
    yield Section(Masthead(brief.topic, said(brief.headline, order) if brief.headline else None))
    yield from _bottom_line(brief, order)
    yield from _key_points(brief, order)
    several = len(brief.stories) > 1  # what was said of one event must not be read as of another
    rows = tuple(
        (Speaker(s.speaker, s.role), s.verb, said(s.claim, order, _reported(s.claim) if several else None))
        for s in brief.who_said_what
    )
    if rows:
        yield Section(Table(("who", "", "what"), rows), "Who said what")
    for figure in brief.figures:
        told = "Figures by day" if figure.changed else "Where the sources differ"
        yield from _listed(f"{told}: {figure.about}", (said(v.claim, order, _published(v.date)) for v in figure.values))
    yield from _listed("When", (said(event.claim, order, _day(event)) for event in brief.timeline))
    yield from _listed("What to watch", (said(event.claim, order, _day(event)) for event in brief.watch))
    yield from _unsaid(brief.gaps)
    listed = tuple(
        Reference(n, s.article, s.title, s.publisher, s.date, version=s.version) for n, s in enumerate(brief.sources, 1)
    )
    if listed:
        counted = finished and not brief.rests_on
        yield Section(References(listed), f"Sources ({_accounts(brief)})" if counted else "Sources")
    if brief.rests_on and finished:
        yield Section(Note(f"It rests on {brief.rests_on}."))


def _bottom_line(brief: Brief, order: Sequence[str]) -> Iterator[Section]:
    """Give the bottom line; where the page tells of several events, that is said, and each begins with its day."""
    if len(brief.stories) < 2:
        yield from _listed("Bottom line", (said(claim, order) for claim in brief.bottom_line), Flow.RUN)
        return
    title = f"Bottom line: {COUNTS.get(len(brief.stories), str(len(brief.stories)))} separate events"
    of = [claim.citations[0].article for claim in brief.bottom_line]
    leads = [_reported(claim) if n == of.index(of[n]) else None for n, claim in enumerate(brief.bottom_line)]
    yield from _listed(title, (said(c, order, lead) for c, lead in zip(brief.bottom_line, leads, strict=True)))


def _reported(claim: Claim) -> Lead | None:
    """Return the day of the article that a claim is from, where the claim does not give the year itself."""
    cited = claim.citations[0]
    known = cited.date is None or cited.date[:4] in claim.text
    return None if known else Lead(LeadKind.PUBLISHED, f"reported {cited.date}")


def _key_points(brief: Brief, order: Sequence[str]) -> Iterator[Section]:
    """Give the key points in the order of their articles; of several stories, each its own under its name.

    How sure each is stands beside it, but for where one account is all that any has: the line on sources says that.
    """
    points = sorted(brief.key_points, key=lambda c: (order.index(c.citations[0].article), c.citations[0].start))
    sure, one = any(claim.certainty is not Certainty.SINGLE for claim in points), len(brief.stories) < 2
    for story in brief.stories:
        own = [claim for claim in points if claim.citations[0].article in story.articles]
        for section in _listed("Key points" if one else story.name, (said(claim, order, sure=sure) for claim in own)):
            yield replace(section, told=not one)
    told = {article for story in brief.stories for article in story.articles}
    rest = [claim for claim in points if claim.citations[0].article not in told]
    title = "In other articles" if brief.stories else "Key points"
    yield from _listed(title, (said(claim, order, sure=sure) for claim in rest))


def _published(date: str | None) -> Lead | None:
    return Lead(LeadKind.PUBLISHED, date) if date else None


def _day(event: Event) -> Lead | None:
    """Return the date of an event as its source gives it, with the ISO date where it was worked out or lacks a year."""
    if not event.date:
        return None
    unsaid = event.iso and (event.worked_out or event.iso[:4] not in event.date)
    return Lead(LeadKind.DAY, event.date, event.iso or "" if unsaid else "")


def made(result: Answer | Brief) -> str:
    """Return in one line how a result was made, and what was left out of it to fit a page."""
    if isinstance(result, Answer):
        return f"{CHECK} Made by {result.model}."
    of, left = result.made, result.made.settings.get(LEFT_OUT)
    line = f"{CHECK} Made by {of.model} from {of.articles} articles, {of.at[:10]}."
    return f"{line} {left} statement{'s are' if left != 1 else ' is'} left out to fit one page." if left else line


def _accounts(brief: Brief) -> str:
    count = brief.accounts
    return f"{count} independent account{'s' if count != 1 else ''}"


def _changes(found: Changes) -> Iterator[Section]:
    """Give what changed since an earlier brief; what moved with what each of the two says of it."""
    since = f"since the brief of {_minute(found.since)}" if found.since else "the first brief on it that is kept"
    yield Section(Title(found.topic, f"What changed: {since}"))
    if found.reason:
        yield Section(Silence(found.reason))
    elif found.nothing_new:
        yield Section(Silence("Nothing new."))
    pairs = [claim for one in found.moved for claim in (one.now, one.before)]
    claims = [*found.new, *pairs, *(one.claim for one in found.gone)]
    order = _order(claims)
    yield from _listed("New", (said(claim, order) for claim in found.new))
    moved = tuple((f"{one.old} → {one.new}", said(one.now, order), said(one.before, order)) for one in found.moved)
    if moved:
        yield Section(Table(("", "now", "before"), moved), "What moved")
    gone = tuple((said(one.claim, order), one.reason.value) for one in found.gone)
    if gone:
        yield Section(Table(("what was said", "why"), gone), "Whose source is gone")
    if listed := _references(claims):
        yield Section(References(listed), "Sources")


def _minute(time: str) -> str:
    """Return a time of ISO 8601 as a reader takes it: 2026-01-31 10:00 UTC."""
    return f"{time[:16].replace('T', ' ')} UTC"


def _answer(answer: Answer) -> Iterator[Section]:
    if not answer.answered:
        yield Section(Silence(answer.reason))
        yield from _nearest(answer.nearest)
        yield from _steps(answer.steps)
        return
    sides = [side for d in answer.disagreements for side in d.sides]
    order = _order([*answer.claims, *sides])
    verdict = Lead(LeadKind.VERDICT, answer.verdict.value.capitalize()) if answer.verdict else None
    yield from _claims(answer.claims, order, verdict)
    for d in answer.disagreements:
        yield from _differing(d, order)
    if answer.partial:
        yield Section(Points(("This list is of the nearest passages; others may tell of more.",)), "There may be more")
    yield from _unsaid(answer.missing)
    yield from _quoted([*answer.claims, *sides])
    yield from _steps(answer.steps)


def _order(claims: Iterable[Claim]) -> list[str]:
    """Return the articles that claims cite, in the order in which they do."""
    return list(dict.fromkeys(c.article for claim in claims for c in claim.citations))


def _claims(claims: Sequence[Claim], order: Sequence[str], verdict: Lead | None = None) -> Iterator[Section]:
    """Give the claims of an answer; the verdict, or the few words that answer, stand before them."""
    if claims:
        told = tuple(
            said(claim, order, _answering(claim) if n or not verdict else verdict) for n, claim in enumerate(claims)
        )
        yield Section(Statements(told, Flow.PARAGRAPHS))


def _answering(claim: Claim) -> Lead | None:
    """Return the few words of a claim that answer, with when it was told, where that is told with it."""
    if not claim.short:
        return Lead(LeadKind.PUBLISHED, f"{'earlier, ' * claim.superseded}{claim.when}") if claim.when else None
    return Lead(LeadKind.SHORT, claim.short, f"{'earlier, ' * claim.superseded}{claim.when}".rstrip(", "))


def _differing(found: Disagreement, order: Sequence[str]) -> Iterator[Section]:
    """Give the sides with the date of the article that each is from, where it has one: the later need not be right."""
    dates = [side.citations[0].date for side in found.sides]
    leads = [_published(date) for date in dates]
    yield from _listed(
        "The sources differ", (said(side, order, lead) for side, lead in zip(found.sides, leads, strict=True))
    )


def _quoted(claims: Sequence[Claim]) -> Iterator[Section]:
    """Give the articles that claims cite, each with what is quoted of it."""
    if listed := _references(claims):
        yield Section(References(listed, quoted=True))


def _references(claims: Sequence[Claim]) -> tuple[Reference, ...]:
    """Return the articles that claims cite, in the order in which they do, each with its quotations."""
    quotes: dict[str, dict[Citation, None]] = {}
    for citation in (c for claim in claims for c in claim.citations):
        quotes.setdefault(citation.article, {})[citation] = None
    listed = []
    for number, (article, own) in enumerate(quotes.items(), 1):
        first = next(iter(own))
        listed.append(Reference(number, article, first.title, first.publisher, first.date, tuple(own), first.version))
    return tuple(listed)


def _article(article: Article) -> list[Section]:
    parts = tuple(Part(p.number, p.role, article.text[p.start : p.end]) for p in article.paragraphs)
    about = described(article.path, article.publisher, article.date, article.version)
    return [Section(Title(article.title, about)), Section(Reading(parts))]


def _listed(title: str, statements: Iterable[Said], flow: Flow = Flow.LIST) -> Iterator[Section]:
    if told := tuple(statements):
        yield Section(Statements(told, flow), title)


def _unsaid(texts: tuple[str, ...]) -> Iterator[Section]:
    if texts:
        yield Section(Points(texts), "What the sources do not say")


def _nearest(passages: tuple[Passage, ...]) -> Iterator[Section]:
    if passages:
        yield Section(Found(passages, about="Nearest passages, which are no sources of an answer:"))


def _steps(steps: tuple[Step, ...]) -> Iterator[Section]:
    if steps:
        yield Section(Steps((*steps, *_sums(steps))), "How this was made")


def _sums(steps: Sequence[Step]) -> Iterator[Step]:
    """Give what the steps of each stage took together, the longest first, and what all did."""
    of = {stage: [step for step in steps if step.stage == stage] for stage in dict.fromkeys(s.stage for s in steps)}
    rows = sorted(of.items(), key=lambda row: -sum(step.seconds for step in row[1]))
    for stage, own in [*rows, ("all", list(steps))]:
        count = f"{len(own)} step{'s' if len(own) > 1 else ''} in all"
        seconds = round(sum(step.seconds for step in own), 3)
        yield Step(stage=stage, text=count, seconds=seconds, tokens=sum(step.tokens for step in own))
