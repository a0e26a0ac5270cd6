"""What tests of texts share: the parser, and texts that property tests make up."""

from hypothesis import strategies as st

from briefer.config import models_path
from briefer.language.parser import Pipeline
from briefer.models import registry

PARSER = Pipeline(models_path() / registry.load().defaults.parser, name=registry.load().defaults.parser)

TEXTS = st.text() | st.lists(
    st.sampled_from(
        "On 31 32 99 0 1,000 3.5 February May 2020 1999 twenty-one hundred first a the “ ” ‘ ’ ' \" last Monday said "
        "’s He Xi Jinping anniversary of".split()
    )
).map(" ".join)
