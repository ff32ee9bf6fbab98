"""Trace the cells of tables to codings: the labels of each coding in the dimensions of the tables.

The cell `pursue` by `local` counts exactly the codings that have both labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """The labels of codings in one dimension; a coding across two speakers has two."""

    labels: tuple[str, ...]
    """The labels that occur, in the order of the dimension."""
    of: Mapping[int, tuple[str, ...]]
    """Row of the coding → its labels; without codings out of scope."""


def traces(study: Study, names: Sequence[str], *, scope: Scope | None = None) -> dict[str, Traces]:
    """Return the labels of every coding in scope in each of the named dimensions."""
    study = study.within(scope or Scope())
    return {name: _coding_labels(study, name) for name in names}


def _coding_labels(study: Study, name: str) -> Traces:
    traced = dimension(study, name)
    positions: dict[int, list[int]] = {coding: [] for coding in study.spans.codings.tolist()}
    for coding, label in zip(study.spans.coding[traced.span].tolist(), traced.label.tolist(), strict=True):
        if label not in positions[coding]:
            positions[coding].append(label)
    used = set().union(*positions.values())
    return Traces(
        labels=tuple(label for position, label in enumerate(traced.labels) if position in used),
        of={
            coding: tuple(traced.labels[position] for position in sorted(own))
            for coding, own in positions.items()
        },
    )
