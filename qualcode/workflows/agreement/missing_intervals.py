"""Why coefficients of agreement have no interval, and why pairs of coders have no coefficients."""

from typing import TYPE_CHECKING

from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.workflows.agreement.double_coding import DoubleCoding


def has_intervals(coding: "DoubleCoding") -> bool:
    """Return whether any coefficient can have an interval: enough sources, and units within them."""
    from qualcode.tables.agreement.jackknife import FEWEST_SOURCES

    twice = int((coding.coded.finished.sum(axis=1) > 1).sum())
    return twice >= FEWEST_SOURCES and coding.unit != "source"


def missing_figures(coding: "DoubleCoding", table: "pd.DataFrame | None") -> "Iterator[str]":
    """Yield why coefficients are empty, or have no interval."""
    yield from pairs_without_coefficients(coding, table)
    yield from missing_intervals(coding, table)


def missing_intervals(coding: "DoubleCoding", table: "pd.DataFrame | None") -> "Iterator[str]":
    """Yield why coefficients of a table have no interval, if it has a place for them."""
    from qualcode.tables.agreement.jackknife import FEWEST_SOURCES

    ends = [] if table is None else [name for name in table.columns if name == "low" or name.endswith("_low")]
    if table is None or not ends:
        return
    twice = int((coding.coded.finished.sum(axis=1) > 1).sum())
    if twice < FEWEST_SOURCES:
        yield (
            f"No intervals: {counted(twice, 'source')} of two coders, too few (fewer than {FEWEST_SOURCES}) "
            "for intervals that are right (`qualcode guide intervals`)."
        )
    elif coding.unit == "source":
        yield "No intervals with whole sources as units (`qualcode guide intervals`)."
    elif "code" in table.columns and coding.unit in ("sentence", "turn"):
        yield f"With {coding.unit}s as units, only the figures of all codes together have intervals."
    elif "code" in table.columns:
        of_codes = table[(table["code"] != "") & table[ends].isna().all(axis=1)]
        if len(of_codes):
            yield (
                f"{counted(len(of_codes), 'code')} without an interval: too few sources have it (fewer than "
                f"{FEWEST_SOURCES}), or all coders agree."
            )


def pairs_without_coefficients(coding: "DoubleCoding", table: "pd.DataFrame | None") -> "Iterator[str]":
    """Yield for each reason the pairs of coders in a table of pairs whose coefficients are all empty."""
    if table is None or "other_coder" not in table.columns:
        return
    pairs_by_reason: dict[str, list[str]] = {}
    coefficients = table.drop(columns=["coder", "other_coder", "sources", "units"])
    empty = table[coefficients.isna().all(axis=1)]
    for first, second, shared in zip(empty["coder"], empty["other_coder"], empty["sources"], strict=True):
        reason = "no variation: both gave every unit these codes"
        if not shared:
            reason = "both have finished no source"
        elif not len(coding.coded.with_coders((first, second)).coded_twice().code):
            reason = "neither used any of these codes"
        pairs_by_reason.setdefault(reason, []).append(f"{first} and {second}")
    for reason, pairs in pairs_by_reason.items():
        yield f"No coefficients for {', '.join(pairs)}: {reason}."
