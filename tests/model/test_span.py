import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span

TEXTS = st.text(st.sampled_from("aé \n\t\u00a0😀\u0301של\r"), max_size=30)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 30))
    return Span(start, start + draw(st.integers(0, 20)))


@given(spans(), spans())
def test_two_spans_overlap_exactly_if_they_share_a_code_point(first: Span, second: Span) -> None:
    shared = set(range(first.start, first.end)) & set(range(second.start, second.end))
    assert first.overlaps(second) == second.overlaps(first) == bool(shared)


@given(spans(), spans())
def test_a_span_contains_another_exactly_if_it_contains_both_ends(first: Span, second: Span) -> None:
    assert first.contains(second) == ({second.start, second.end} <= set(range(first.start, first.end + 1)))


@given(spans(), spans(), spans())
def test_a_span_overlaps_whatever_a_contained_span_overlaps(outer: Span, inner: Span, third: Span) -> None:
    if outer.contains(inner) and inner.overlaps(third):
        assert outer.overlaps(third)


@given(st.lists(spans()))
def test_spans_sort_by_start_and_then_by_end(several: list[Span]) -> None:
    assert sorted(several) == sorted(several, key=lambda span: (span.start, span.end))


@given(TEXTS, st.data())
def test_the_quote_of_a_span_is_as_long_as_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert len(span.of(text)) == len(span)
    assert text[: span.start] + span.of(text) + text[span.end :] == text


@given(TEXTS, st.data())
def test_trimming_removes_white_space_at_the_ends_only(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    trimmed = span.trimmed(text)
    assert span.contains(trimmed)
    assert trimmed.of(text) == span.of(text).strip()
    assert trimmed.trimmed(text) == trimmed


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_is_never_negative_or_backwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span cannot run from"):
        Span(start, end)


def test_touching_spans_do_not_overlap_and_an_empty_span_overlaps_nothing() -> None:
    assert not Span(0, 5).overlaps(Span(5, 9))
    assert not Span(3, 3).overlaps(Span(3, 3))
