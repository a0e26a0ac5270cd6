"""Texts that property tests make up, of what the rules of language look for."""

from hypothesis import strategies as st

TEXTS = st.text() | st.lists(
    st.sampled_from(
        "On 31 32 99 0 1,000 3.5 February May 2020 1999 twenty-one hundred first a the “ ” ‘ ’ ' \" last Monday said "
        "’s He Xi Jinping anniversary of".split()
    )
).map(" ".join)
