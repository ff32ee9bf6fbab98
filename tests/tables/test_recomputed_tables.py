"""Every cell of every table equals that of a second, plain program, on random studies with random options."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count

import pytest

from tests.support.plain_program.cell_checks import (
    association_cells,
    comparison_cells,
    crosstab_cells,
    frequency_cells,
    frequency_cells_by_dimension,
    matrix_cells,
)
from tests.support.plain_program.listing_checks import listing_cells, word_cells
from tests.support.plain_program.meeting_checks import (
    barcode_cells,
    follower_cells,
    pair_cells,
    progress_cells,
    saturation_cells,
)
from tests.support.plain_program.quote_checks import quote_cells
from tests.support.plain_program.table_trials import TableTrial, table_trial

_LONG_CELLS = 100_000
_LONG_CELLS_OF_A_CHECK = 1_000


CHECKS: tuple[Callable[[TableTrial], int], ...] = (
    crosstab_cells,
    association_cells,
    frequency_cells,
    frequency_cells_by_dimension,
    matrix_cells,
    pair_cells,
    follower_cells,
    progress_cells,
    barcode_cells,
    saturation_cells,
    comparison_cells,
    listing_cells,
    word_cells,
    quote_cells,
)
"""Each compares one kind of table of a trial with the plain program, and returns the number of cells."""


_OFTEN: Mapping[Callable[[TableTrial], int], int] = {crosstab_cells: 4, association_cells: 4, matrix_cells: 4}
"""How often a check with many options is repeated on one study."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_random_studies_have_the_numbers_of_the_plain_program(check: Callable[[TableTrial], int]) -> None:
    assert sum(cells_of(check, table_trial(seed)) for seed in range(12)) > 20


@pytest.mark.long
def test_a_hundred_thousand_cells_have_the_numbers_of_the_plain_program() -> None:
    cells: Counter[str] = Counter()
    for seed in count(1000):
        cells.update({check.__name__: cells_of(check, table_trial(seed)) for check in CHECKS})
        if min(cells.values()) >= _LONG_CELLS_OF_A_CHECK and cells.total() >= _LONG_CELLS:
            break
    print(dict(cells), cells.total())  # noqa: T201 - a report of a long run


def cells_of(check: Callable[[TableTrial], int], trial: TableTrial) -> int:
    """Return the number of cells that a check compared in a trial."""
    return sum(check(trial) for _ in range(_OFTEN.get(check, 1)))
