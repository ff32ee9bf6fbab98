"""The shelf against plain searching: whatever is put there and taken away, it finds the same."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import CodeKey, Span
from qualcode.workflows.coding_screen.span_index import SpanIndex


@dataclass(frozen=True)
class Thing:
    id: str
    span: Span
    code: CodeKey


spans = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda one: Span(one[0], sum(one)))
acts = st.lists(st.tuples(spans, st.sampled_from("ab"), st.booleans()), max_size=25)


def things(drawn: list[tuple[Span, str, bool]]) -> list[Thing]:
    return [Thing(str(number), span, CodeKey(code)) for number, (span, code, _) in enumerate(drawn)]


@given(acts, st.integers(0, 25), spans)
def test_a_shelf_finds_what_plain_searching_finds(
    drawn: list[tuple[Span, str, bool]], first: int, asked: Span
) -> None:
    everything = things(drawn)
    shelf = SpanIndex(everything[:first])
    for one in everything[first:]:
        shelf.add(one)
    gone = [one.id for one, (_, _, goes) in zip(everything, drawn, strict=True) if goes]
    shelf.discard(*gone, "never there")
    kept = sorted(
        (one for one in everything if one.id not in gone),
        key=lambda one: (one.span.start, -one.span.end, one.id),
    )
    assert list(shelf) == kept
    assert len(shelf) == len(kept)
    assert shelf.overlapping(asked) == [one for one in kept if one.span.overlaps(asked)]
    assert shelf.covers(asked) == any(one.span.overlaps(asked) for one in kept)
    assert shelf.covered == len({offset for one in kept for offset in range(one.span.start, one.span.end)})
    after = [one for one in kept if one.span.start > asked.start]
    before = [one for one in kept if one.span.start < asked.start]
    assert shelf.after(asked.start) == (after[0] if after else None)
    assert shelf.before(asked.start) == (before[-1] if before else None)
    for code in ("a", "b"):
        assert set(shelf.of_code(CodeKey(code)).values()) == {one for one in kept if one.code == code}
    for one in everything:
        assert shelf.with_id(one.id) == (one if one.id not in gone else None)
