"""From a number back to its codings: the labels of each coding, in the very dimensions that tables count by.

A cell `pursue` by `local` counts exactly the codings that have both labels here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """The labels of codings in one dimension; a coding across two speakers can have two."""

    labels: tuple[str, ...]
    """Those that some coding has, in the order of the dimension."""
    of: Mapping[int, tuple[str, ...]]
    """By the coding's row; codings out of scope are not there."""


def traces(study: Study, names: Sequence[str], *, scope: Scope | None = None) -> dict[str, Traces]:
    """Return, for each of the named dimensions, which labels every coding in scope is counted under."""
    study = study.within(scope or Scope())
    return {name: _coding_labels(study, name) for name in names}


def _coding_labels(study: Study, name: str) -> Traces:
    one = dimension(study, name)
    found: dict[int, list[int]] = {coding: [] for coding in study.spans.codings.tolist()}
    for coding, label in zip(study.spans.coding[one.span].tolist(), one.label.tolist(), strict=True):
        if label not in found[coding]:
            found[coding].append(label)
    used = set().union(*found.values())
    return Traces(
        labels=tuple(label for at, label in enumerate(one.labels) if at in used),
        of={coding: tuple(one.labels[at] for at in sorted(mine)) for coding, mine in found.items()},
    )
