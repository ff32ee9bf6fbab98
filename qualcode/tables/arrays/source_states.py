"""How far each source in a scope is coded: finished, begun or untouched."""

from qualcode.model import SourceState
from qualcode.tables.arrays.coded_study import Scope, Study, by_anyone


def source_states(study: Study, scope: Scope | None = None) -> dict[str, SourceState]:
    """Return the state of each source with a turn in scope, by name in the order of the study.

    A source is finished if a coder in scope has finished it, and begun if one has a coding anywhere in it.
    """
    study = study.within(scope or Scope())
    finished, coded = by_anyone(study.finished), by_anyone(study.coded)
    return {
        study.sources[source].name: SourceState.of(finished=bool(finished[source]), coded=bool(coded[source]))
        for source in study.sources_in_scope.tolist()
    }
