"""Every cell of every table equals that of a second, plain program, on random studies with random options."""

from collections.abc import Callable

import pytest

from tests.support.plain_program.cell_checks import (
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


CHECKS: tuple[Callable[[TableTrial], int], ...] = (
    crosstab_cells,
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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_random_studies_have_the_numbers_of_the_plain_program(check: Callable[[TableTrial], int]) -> None:
    assert sum(check(table_trial(seed)) for seed in range(12)) > 20


@pytest.mark.long
def test_a_hundred_thousand_cells_have_the_numbers_of_the_plain_program() -> None:
    cells, seed = 0, 1000
    while cells < _LONG_CELLS:
        cells += sum(check(table_trial(seed)) for check in CHECKS)
        seed += 1
