"""Tells whether what somebody is asked to have said is said by them, and not by another beside them. Knows no model."""

from __future__ import annotations

import re

from briefer.answering.question import Question
from briefer.answering.rank import Sentence
from briefer.grounding.telling import Telling
from briefer.language.attribution import attributions
from briefer.language.discourse import who_says
from briefer.language.lists import words
from briefer.language.tokens import stems, unaccented

TURN = re.compile(r"\s*(A|Answer|[A-Z][\w.’' -]{1,40}):\s")  # of an interview: who speaks stands before it
QUESTION = re.compile(r"\s*(Q|Question)\s*[:.]\s")


def speaker_asked(question: Question) -> str:
    """Return who is asked to have said something: "the mayor" of "What did the mayor say?"; "" where nobody is."""
    tree, lists = question.tree, words(question.language, "reporting")
    if not question.asked or question.asked[0].text.lower() != "what":
        return ""
    verb = tree.head(question.asked[0])  # what is said is its object
    subject = tree.child(verb, "nsubj")
    if verb.pos != "VERB" or verb.lemma not in lists["clause"] or subject is None or subject.pos == "PRON":
        return ""
    parts = sorted(tree.subtree(subject))
    return tree.said(tree.tokens[parts[0]], tree.tokens[parts[-1]])


def said_by(asked: str, sentence: Sentence) -> bool:
    """Return whether a sentence, in its place, is said by somebody who is named or described with a word of asked.

    An answer of an interview is said by whom its line or its article's title names.
    """
    wanted = stems(unaccented(asked))
    article = sentence.chunk.article
    if asked.rpartition(" ")[2].lower() in words(sentence.chunk.parser.language, "reporting")["documents"]:
        return bool(wanted & stems(f"{article.title} {sentence.chunk.text}"))  # anybody may tell what a law says
    turn = TURN.match(sentence.chunk.text)
    if turn:
        return bool(wanted & stems(unaccented(f"{turn[1]} {article.title}")))
    analysis, number = Telling(sentence.chunk, sentence.span, frozenset()).context
    tree, start = analysis.trees[number], analysis.starts[number]
    found = [*attributions(tree, analysis.language), who_says(analysis, start, start + len(tree.text))]
    told = " ".join(f"{who.text} {who.role}" for one in found if one for who in one.speakers)
    return bool(wanted & stems(unaccented(told)))


def says_about(question: Question, sentence: Sentence) -> bool:
    """Return whether a sentence has whom it is asked of say something with all words of what they are asked about."""
    asked, about = speaker_asked(question), next((t for t in question.tree.tokens if t.text == "about"), None)
    if not asked or about is None:
        return False
    matter = stems(question.text[about.end :])
    return bool(matter) and matter <= stems(sentence.text) and said_by(asked, sentence)


def asks(sentence: Sentence) -> bool:
    """Return whether a sentence is a question of an interview, which holds nothing true that it says."""
    return bool(QUESTION.match(sentence.chunk.text)) or sentence.text.rstrip('”"’ ').endswith("?")
