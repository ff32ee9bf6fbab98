"""The table of segmentations: how well coders agree on where the segments of each code begin and end."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from qualcode.tables.agreement.boundaries.segmentation import Segmentations, segmentations
from qualcode.tables.agreement.coded_units import CodedUnits

COLUMNS = (
    "code", "label", "boundaries", "matched", "near_misses", "boundary_similarity", "boundary_pi",
    "segmentation_similarity", "window_diff",
)  # fmt: skip


def agreement_on_segmentations(coded: CodedUnits, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each code that is used; similarities are the means over the pairs of coders."""
    coded = coded.coded_twice()
    rows = [
        {"code": code, "label": labels.get(code, code), **segmentation_measures(segmentations(coded, number))}
        for number, code in enumerate(coded.codes)
        if (coded.code == number).any()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def segmentation_measures(cut: Segmentations) -> dict[str, float]:
    """Return the measures of one code over all pairs of coders who have finished a source in common."""
    pairs = [pair for pair in combinations(sorted(cut.boundaries), 2) if cut.potential(*pair) > 0]
    edits = [cut.edits(*pair) for pair in pairs]
    potential = [cut.potential(*pair) for pair in pairs]
    similarities = [1 - each.distance / count for each, count in zip(edits, potential, strict=True)]
    windows = [cut.window_difference(*pair) for each in pairs for pair in (each, each[::-1])]
    return {
        "boundaries": sum(len(each) for of_coder in cut.boundaries.values() for each in of_coder),
        "matched": sum(each.matches for each in edits),
        "near_misses": sum(each.near_misses for each in edits),
        "boundary_similarity": _mean([each.similarity for each in edits]),
        "boundary_pi": boundary_pi(cut),
        "segmentation_similarity": _mean(similarities),
        "window_diff": _mean(windows),
    }


def boundary_pi(cut: Segmentations) -> float:
    """Return Fleiss' pi of boundary similarity (Fournier 2013): chance is the squared share of boundaries.

    Edits are summed over the pairs of coders; NaN if there is no boundary.
    """
    edits, shares = [], []
    for pair in combinations(sorted(cut.boundaries), 2):
        if potential := cut.potential(*pair):
            edits.append(cut.edits(*pair))
            shared = cut.shared(*pair)
            shares += [
                sum(len(cut.boundaries[coder][source]) for source in shared) / potential for coder in pair
            ]
    compared = sum(sum(each) for each in edits)
    if not compared:
        return np.nan
    observed = 1 - sum(each.distance for each in edits) / compared
    expected = (sum(shares) / len(shares)) ** 2
    return (observed - expected) / (1 - expected) if expected < 1 else np.nan


def _mean(values: list[float]) -> float:
    defined = [value for value in values if not np.isnan(value)]
    return sum(defined) / len(defined) if defined else np.nan
