"""Sweep over the boundaries of ranges: where each label is inside a range, and the lengths that labels share.

Between two neighbouring boundaries of a group nothing changes. So the sweep has as many steps as there are
boundaries, however long the text is.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """The stretches between neighbouring boundaries, group by group; empty ones are left out."""

    group: Ints
    start: Ints
    length: Ints
    inside: Flags
    """Whether a range of each label covers each stretch, as stretches by labels."""


def sweep(group: Ints, label: Ints, first: Ints, end: Ints, labels: int) -> Sweep:
    """Return the stretches of all groups that have a range; ranges of one label may overlap."""
    filled = end > first
    group, label, first, end = group[filled], label[filled], first[filled], end[filled]
    position = np.concatenate((first, end))
    groups = np.concatenate((group, group))
    order = np.argsort(groups * (int(position.max(initial=0)) + 1) + position, kind="stable")
    change = np.zeros((len(order), labels), dtype=np.int32)
    change[np.arange(len(order)), np.concatenate((label, label))[order]] = np.where(order < len(first), 1, -1)
    # The changes of a group add up to 0, so that the sum begins anew with each group.
    inside = np.cumsum(change, axis=0, out=change) > 0
    position, groups = position[order], groups[order]
    length = np.diff(position, append=position[-1:])
    length[:-1][groups[1:] != groups[:-1]] = 0
    kept = length > 0
    return Sweep(group=groups[kept], start=position[kept], length=length[kept], inside=inside[kept])


def shared_lengths(swept: Sweep, groups: int) -> Floats:
    """Return the length that every two labels share in each group, as groups by labels by labels.

    The diagonal has the length that is covered by each label.
    """
    labels = swept.inside.shape[1]
    shared = np.zeros((groups, labels, labels))
    for first in range(labels):
        own = swept.length * swept.inside[:, first]
        for second in range(first, labels):
            length = np.bincount(swept.group, own * swept.inside[:, second], groups)
            shared[:, first, second] = shared[:, second, first] = length
    return shared
