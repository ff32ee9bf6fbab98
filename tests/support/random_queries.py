"""Random queries of every kind of node, with the names that a test provides."""

from hypothesis import strategies as st

from qualcode.model import CodeKey, Origin, Role
from qualcode.retrieval.query import query_tree as q

SIGNS = st.sampled_from(q.Sign)
DISTANCES = st.builds(q.Distance, st.integers(0, 3), st.sampled_from(q.DistanceUnit))


def queries(
    *,
    keys: st.SearchStrategy[str],
    names: st.SearchStrategy[str],
    phrases: st.SearchStrategy[str],
    attributes: st.SearchStrategy[str],
    values: st.SearchStrategy[str],
    leaves: int = 6,
) -> st.SearchStrategy[q.Query]:
    """Return queries whose names, phrases and values are drawn from these strategies."""
    several = st.lists(names, min_size=1, max_size=2).map(tuple)
    codes = st.just(q.AnyCode()) | st.builds(q.Coded, keys.map(CodeKey), st.booleans())
    conditions = st.one_of(
        st.builds(q.ContainsWords, phrases),
        st.builds(q.Lemma, phrases),
        st.builds(q.SpeakerIs, several),
        st.builds(q.RoleIs, st.lists(st.sampled_from(Role), min_size=1, max_size=2).map(tuple)),
        st.builds(q.CoderIs, several),
        st.builds(q.OriginIs, st.lists(st.sampled_from(Origin), min_size=1, max_size=2).map(tuple)),
        st.builds(q.MemoSays, st.just("") | phrases),
        st.builds(q.Compare, attributes, SIGNS, values),
        st.builds(q.OneOf, attributes, st.lists(values, min_size=1, max_size=2).map(tuple)),
    )
    return st.recursive(codes | codes | conditions, _larger, max_leaves=leaves)


def _larger(part: st.SearchStrategy[q.Query]) -> st.SearchStrategy[q.Query]:
    parts = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(q.And, parts),
        st.builds(q.Or, parts),
        st.builds(q.Not, part),
        st.builds(q.Near, part, part, DISTANCES),
        st.builds(q.Within, part, part),
        st.builds(q.FollowedBy, part, part, DISTANCES),
    )
