"""A text is embedded once in a run."""

import numpy as np
from measured import SUPPORTS, subject, summaries, supporting

from briefer.evaluation.remembering import RememberingEmbedder
from briefer.evaluation.run import evaluate
from briefer.evaluation.sets import read
from briefer.models.embedder import HashingEmbedder


def test_the_sentences_of_an_article_are_embedded_once(tmp_path):
    class Counting(HashingEmbedder):
        def __init__(self):
            self.texts = []

        def encode(self, texts):
            self.texts += texts
            return super().encode(texts)

    embedder = Counting()
    evaluate(read(summaries(tmp_path)), subject(model=supporting(), embedder=embedder))
    assert len(embedder.texts) == len(set(embedder.texts))
    assert sum("says it rained" in text for text in embedder.texts) == len(SUPPORTS)


def test_an_embedder_that_remembers_gives_the_same_vectors():
    texts = ["one two", "three", "one two"]
    remembering = RememberingEmbedder(HashingEmbedder())
    for _ in range(2):
        assert np.array_equal(remembering.encode(texts), HashingEmbedder().encode(texts))
    assert remembering.name == "hashing"
