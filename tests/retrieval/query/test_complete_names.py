"""Names in queries by their beginnings: the completed query is the one with full names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QueryError
from qualcode.retrieval import parse
from qualcode.retrieval.query.complete_names import complete_names
from qualcode.retrieval.query.query_names import query_name, quoted_name

_NAMES = {
    "code": ["pursue", "protect", "county lines", "and"],
    "coder": ["ann", "anna", "Zoë W"],
    "attribute": ["tier", "Force area"],
}
_BEGINNINGS = {
    "code": {"pu": "pursue", "pro": "protect", "co": "county lines", "COUNTY": "county lines", "an": "and"},
    "coder": {"anna": "anna", "ann": "ann", "zoë": "Zoë W"},
    "attribute": {"ti": "tier", "TIER": "TIER", "F": "Force area"},
}
_PATTERNS = {
    "code": ("{}", "{}/*"),
    "coder": ("coder({})", "coder(ann, {})"),
    "attribute": ('{} = "co"', "{} in (pu, an)"),
}


@st.composite
def _atoms(draw: st.DrawFn) -> tuple[str, str]:
    """Return a condition with a beginning, and the same with the full name."""
    kind = draw(st.sampled_from(list(_NAMES)))
    typed, full = draw(st.sampled_from(list(_BEGINNINGS[kind].items())))
    pattern = draw(st.sampled_from(_PATTERNS[kind]))
    return pattern.format(draw(st.sampled_from([quoted_name, query_name]))(typed)), pattern.format(
        query_name(full)
    )


@given(st.lists(_atoms(), min_size=1, max_size=5), st.sampled_from([" and ", "  or ", " or not "]))
def test_a_completed_query_is_the_one_with_full_names(atoms: list[tuple[str, str]], joint: str) -> None:
    short, full = (joint.join(f"({atom[number]})" for atom in atoms) for number in (0, 1))
    completed, completions = complete_names(short, _NAMES.__getitem__)
    assert parse(completed) == parse(full)
    assert complete_names(completed, _NAMES.__getitem__) == (completed, [])
    assert len(completions) == sum(parse(atom) != parse(name) for atom, name in atoms)


@pytest.mark.parametrize(("query", "offset"), [("pu and p", 7), ('coder("an")', 6), ("p/* within ti = 1", 0)])
def test_a_beginning_of_several_names_is_pointed_at(query: str, offset: int) -> None:
    with pytest.raises(QueryError, match="it is the beginning of several") as raised:
        complete_names(query, _NAMES.__getitem__)
    assert raised.value.position == offset


def test_what_nothing_begins_with_stays_as_it_was_typed() -> None:
    query = 'xyz and coder(bob) or text("pu")'
    assert complete_names(query, _NAMES.__getitem__) == (query, [])
