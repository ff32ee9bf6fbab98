"""The table of agreement on each code between people, and beside it that of people with a machine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode.tables.agreement import coefficients
from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.intervals import Columns, interval_columns, of_all, of_codes
from qualcode.tables.agreement.results.code_agreement import agreement_by_code, coding_counts
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.arrays.sparse_relations import Flags, Floats

PREFIX = "machine_"


def agreement_with_machine(
    coded: CodedUnits,
    labels: Mapping[str, str],
    machine: str,
    *,
    also: Sequence[str] = (),
    all_codes: bool = False,
) -> pd.DataFrame:
    """Return one row for each code and one for all: coefficients of people, and of people with the machine.

    The latter are over all pairs of a person and the machine. With one person there are only these.
    """
    people = coded.with_coders([coder for coder in coded.coders if coder != machine])
    twice = coded.coded_twice()
    among = agreement_by_code(people, labels, also=also, all_codes=True).set_index("code")
    own = [name for name in among.columns if name == "label" or name.startswith("n_")]
    table = pd.concat(
        (
            coding_counts(twice, labels),
            among.drop(columns=own).reindex([*twice.codes, ""]).reset_index(drop=True),
            pd.DataFrame(_machine_columns(machine_tallies(twice, machine), twice.unit)),
        ),
        axis=1,
    )
    table["flag"] = table.pop("flag").astype(object).fillna("")
    shown = all_codes | (table.filter(regex="^n_").sum(axis=1) > 0)
    return table[shown].reset_index(drop=True)


def machine_tallies(coded: CodedUnits, machine: str) -> Tallies:
    """Return the tallies of the pairs of a person and the machine: sources by codes.

    Coincidences are those of each pair: sources by codes by pairs.
    """
    number = coded.coders.index(machine)
    first, second = np.triu_indices(len(coded.coders), 1)
    tallies = code_tallies(coded)
    pairs = tallies.pairs[:, :, (first == number) | (second == number)]
    units = pairs.sum(axis=(-1, -2, -3))
    return replace(
        tallies,
        units=units,
        agreement=np.trace(pairs, axis1=-2, axis2=-1).sum(axis=-1),
        coincidences=pairs + np.swapaxes(pairs, -1, -2),
        pairs=pairs,
    )


def _machine_columns(by_source: Tallies, unit: str) -> Columns:
    """Return coefficients with intervals, of each code and in the last row of all codes."""
    total, without_each = by_source.total(), by_source.without_each()
    used = ~np.isnan(_alpha(total))
    chosen = by_source.select(used)
    columns: Columns = {}
    for name, (of_code, figure) in COEFFICIENTS.items():
        least = 0.0 if name in ("percent", "f1") else -1.0
        value, others = of_code(total), of_code(without_each)
        own = interval_columns(f"{PREFIX}{name}", value, others, of_codes(by_source, unit), least=least)
        value, others = (figure(each, used)[..., np.newaxis] for each in (total, without_each))
        pooled = interval_columns(f"{PREFIX}{name}", value, others, of_all(chosen, unit), least=least)
        columns |= {column: np.append(values, pooled[column]) for column, values in own.items()}
    return columns


def _alpha(tallies: Tallies) -> Floats:
    """Return alpha with the disagreements summed over the pairs."""
    observed, expected = (np.nan_to_num(each) for each in coefficients.disagreement(tallies))
    return coefficients.pooled_alpha(observed, expected)


def _kappa(tallies: Tallies) -> Floats:
    return coefficients.kappa(tallies).coefficient


def _percent_of_all(tallies: Tallies, used: Flags) -> Floats:
    return _mean(coefficients.percent(tallies)[..., used])


def _f1_of_all(tallies: Tallies, used: Flags) -> Floats:
    pairs = tallies.pairs[..., used, :, :, :].sum(axis=-4)
    return coefficients.positive_agreement(replace(tallies, pairs=pairs))


def _alpha_of_all(tallies: Tallies, used: Flags) -> Floats:
    observed, expected = (
        np.nan_to_num(each)[..., used, :].sum(axis=-1) for each in coefficients.disagreement(tallies)
    )
    return coefficients.pooled_alpha(observed, expected)


def _kappa_of_all(tallies: Tallies, used: Flags) -> Floats:
    chance = coefficients.kappa(tallies)
    return coefficients.Chance(*(_mean(each[..., used]) for each in chance)).coefficient


def _mean(values: Floats) -> Floats:
    """Return the mean over the last axis; NaN where it is empty."""
    return np.asarray(values.sum(axis=-1) / (values.shape[-1] or np.nan))


COEFFICIENTS = {
    "percent": (coefficients.percent, _percent_of_all),
    "f1": (coefficients.positive_agreement, _f1_of_all),
    "alpha": (_alpha, _alpha_of_all),
    "kappa": (_kappa, _kappa_of_all),
}
