"""The span index against a linear search, after any insertions and removals."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import CodeKey, Span
from qualcode.workflows.coding_screen.span_index import SpanIndex


@dataclass(frozen=True)
class IndexedSpan:
    id: str
    span: Span
    code: CodeKey


spans = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(
    lambda start_and_length: Span(start_and_length[0], sum(start_and_length))
)
acts = st.lists(st.tuples(spans, st.sampled_from("ab"), st.booleans()), max_size=25)


def indexed_spans(drawn: list[tuple[Span, str, bool]]) -> list[IndexedSpan]:
    return [IndexedSpan(str(number), span, CodeKey(code)) for number, (span, code, _) in enumerate(drawn)]


@given(acts, st.integers(0, 25), spans)
def test_the_index_finds_what_a_linear_search_finds(
    drawn: list[tuple[Span, str, bool]], first: int, query: Span
) -> None:
    items = indexed_spans(drawn)
    index = SpanIndex(items[:first])
    for item in items[first:]:
        index.add(item)
    removed = [item.id for item, (_, _, is_removed) in zip(items, drawn, strict=True) if is_removed]
    index.discard(*removed, "unknown id")
    remaining = sorted(
        (item for item in items if item.id not in removed),
        key=lambda item: (item.span.start, -item.span.end, item.id),
    )
    assert list(index) == remaining
    assert len(index) == len(remaining)
    assert index.overlapping(query) == [item for item in remaining if item.span.overlaps(query)]
    assert index.covers(query) == any(item.span.overlaps(query) for item in remaining)
    covered = {offset for item in remaining for offset in range(item.span.start, item.span.end)}
    assert index.covered == len(covered)
    after = [item for item in remaining if item.span.start > query.start]
    before = [item for item in remaining if item.span.start < query.start]
    assert index.after(query.start) == (after[0] if after else None)
    assert index.before(query.start) == (before[-1] if before else None)
    for code in ("a", "b"):
        of_code = {item for item in remaining if item.code == code}
        assert set(index.of_code(CodeKey(code)).values()) == of_code
    for item in items:
        assert index.with_id(item.id) == (item if item.id not in removed else None)
