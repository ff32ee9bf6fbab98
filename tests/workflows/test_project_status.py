import re

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span
from qualcode.workflows.project_status import _overlapping_words, _union

TEXT = st.text(st.sampled_from("ab c\n\u3000é"), max_size=30)


@given(TEXT, st.data())
def test_every_word_that_a_span_touches_counts_once(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    body = Span(*sorted((data.draw(offsets), data.draw(offsets))))
    pairs = data.draw(st.lists(st.tuples(offsets, offsets).map(sorted), max_size=5))
    spans = sorted((start, end) for start, end in pairs if start < end)
    touched = {
        word.span()
        for word in re.finditer(r"\S+", body.of(text))
        for start, end in spans
        if word.start() + body.start < end and start < word.end() + body.start
    }
    assert _overlapping_words(text, body, _union(spans)) == len(touched)
