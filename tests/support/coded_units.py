"""Coded units from plain lists: who coded which ranges of one or several texts with which code."""

from collections.abc import Mapping, Sequence

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits

Ranges = Mapping[str, Sequence[tuple[int, int, str]]]
"""Coder → first unit, end and code of each coding."""


def coded_units(
    sources: Sequence[tuple[int, Ranges]], codes: Sequence[str] = (), coders: Sequence[str] = ()
) -> CodedUnits:
    """Return the coded units of these sources; a coder without an entry for a source has not finished it."""
    coders = coders or sorted({coder for _, ranges in sources for coder in ranges})
    codes = codes or sorted(
        {code for _, ranges in sources for each in ranges.values() for _, _, code in each}
    )
    rows = [
        (number, codes.index(code), coders.index(coder), first, end)
        for number, (_, ranges) in enumerate(sources)
        for coder, each in ranges.items()
        for first, end, code in each
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return CodedUnits(
        coders=tuple(coders),
        codes=tuple(codes),
        sources=tuple(f"source-{number}" for number in range(len(sources))),
        units=np.array([units for units, _ in sources], dtype=np.int64),
        finished=np.array([[coder in ranges for coder in coders] for _, ranges in sources], dtype=bool),
        source=columns[0],
        code=columns[1],
        coder=columns[2],
        first=columns[3],
        end=columns[4],
    )
