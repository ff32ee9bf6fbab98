from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import CONTEXT, Span, context_of, count_words, new_id, word_starts

TEXTS = st.text(st.sampled_from("ab 'é-\u2019😀\n.1"), max_size=120)


@given(TEXTS, st.data())
def test_context_and_quote_are_adjacent_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    before, after = context_of(text, span)
    assert before + span.of(text) + after in text
    assert len(before) == min(CONTEXT, span.start)
    assert len(after) == min(CONTEXT, len(text) - span.end)


@given(TEXTS)
def test_there_are_as_many_word_starts_as_words(text: str) -> None:
    starts = word_starts(text)
    assert len(starts) == count_words(text)
    assert list(starts) == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts)


def test_a_contraction_and_a_compound_are_one_word_each() -> None:
    assert count_words("We don't do multi-agency work, it\u2019s 24/7.") == 7


def test_every_id_is_a_unique_uuid() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(str(UUID(identifier)) == identifier for identifier in ids)
