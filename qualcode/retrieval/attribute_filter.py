"""The option `--where`: conditions on the attributes of cases, which select turns by their speaker's case.

The conditions are those of a query, and a turn is selected if the same query alone would find it.
"""

from collections.abc import Collection, Sequence

from qualcode.model import Case, Codebook, Role, Turn
from qualcode.retrieval.query.query_parser import parse
from qualcode.retrieval.query.query_plan import QueryPlan
from qualcode.retrieval.query.query_tokens import query_error
from qualcode.retrieval.query.query_tree import And, Compare, Not, OneOf, Or, Query, QueryOffset, subqueries
from qualcode.retrieval.source_view import SourceView
from qualcode.retrieval.speaker_conditions import (
    SpeakerIdentity,
    is_speaker_condition,
    join_speaker_conditions,
    speaker_identities,
    speaker_meets,
)


class AttributeFilter:
    """Conditions on attributes, joined by and, or, not and brackets: `tier = local and years > 10`."""

    def __init__(self, text: str, codebook: Codebook, attributes: Collection[str]) -> None:
        """Parse the conditions; QueryError for another kind of query or an attribute that does not exist."""
        self._query = parse(text)
        _require_attributes(self._query, text)
        QueryPlan(self._query, codebook, attributes=attributes)

    def selects(self, cases: Sequence[Case] | None) -> bool:
        """Whether it selects turns whose speaker has these cases; None for text before the first turn."""
        return _holds(self._query, [] if cases is None else speaker_identities("", Role.NOBODY, cases))

    def selects_any(self, view: SourceView, turns: Sequence[Turn]) -> bool:
        """Whether it selects one of these turns of a source; no turns: text before the first turn."""
        if not turns:
            return self.selects(None)
        return any(self.selects(view.cases_of(speaker)) for speaker in {turn.speaker for turn in turns})


def _require_attributes(query: Query, text: str) -> None:
    if isinstance(query, And | Or | Not):
        for part in subqueries(query):
            _require_attributes(part, text)
    elif not isinstance(query, Compare | OneOf):
        raise query_error(
            f"`{query}` is not a condition on an attribute of cases.",
            getattr(query, "position", None) or QueryOffset(text, max(text.find(str(query)), 0)),
            "Write for instance `tier = local and years > 10`; `qualcode quotes` finds codes and words.",
        )


def _holds(query: Query, identities: Sequence[SpeakerIdentity]) -> bool:
    """Whether the condition holds for a turn of a speaker with these identities, as for a quote in it."""
    match query:
        case Not(part):
            return not _holds(part, identities)
        case _ if is_speaker_condition(query):
            return any(speaker_meets(query, identity) for identity in identities)
        case Or(parts):
            return any(_holds(part, identities) for part in parts)
        case _:
            return all(_holds(part, identities) for part in join_speaker_conditions(subqueries(query)))
