"""The columns of every table of the Python API have their documented dtypes, with and without rows."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import qualcode
from qualcode.errors import NotFoundError
from qualcode.model import CoderName, RoundSettings
from qualcode.tables import COLUMN_TYPES
from qualcode.workflows.project import create_project
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round
from tests.support import small_project

LEAD = CoderName("lead")

TABLES: dict[str, Callable[[qualcode.OpenProject], pd.DataFrame]] = {
    "codings": lambda project: project.codings(),
    "segments": lambda project: project.segments(),
    "sources": lambda project: project.sources(),
    "speakers": lambda project: project.speakers(),
    "codebook": lambda project: project.codebook,
    "cases": lambda project: project.cases(),
    "memos": lambda project: project.memos(),
    "history": lambda project: project.history(),
    "coders": lambda project: project.coders(),
    "summaries": lambda project: project.summaries(),
    "frequencies": lambda project: project.frequencies(all_codes=True),
    "crosstab": lambda project: project.crosstab("code", "coder"),
    "cooccurrence": lambda project: project.cooccurrence(),
    "cooccurrence square": lambda project: project.cooccurrence(square=True),
    "sequence": lambda project: project.sequence(turns=2),
    "matrix": lambda project: project.matrix(),
    "framework": lambda project: project.framework(),
    "saturation": lambda project: project.saturation(orders=5),
    "agreement": lambda project: project.agreement(),
    "agreement over time": lambda project: project.agreement(over_time=True),
    "rounds": lambda project: project.rounds(),
    "timeline": lambda project: project.timeline(),
    "coverage": lambda project: project.coverage(),
    "barcode": lambda project: project.barcode(),
    "quotes": lambda project: project.quotes("*", context=1),
    "kwic": lambda project: project.kwic("line"),
    "suggested": lambda project: project.suggest(suggester="patterns"),
    "suggestions": lambda project: project.suggestions(),
}


def disagreements(project: qualcode.OpenProject) -> pd.DataFrame:
    """Return those of a round that ann and ben have finished, ben without a coding."""
    opened = project._project  # noqa: SLF001
    draw_round(opened, LEAD, "pilot", ("ann", "ben"), RoundSettings(share=1.0))
    for coder in ("ann", "ben"):
        finish_round(opened, CoderName(coder), "pilot")
    close_round(opened, LEAD, "pilot")
    assert len(project.agreement(over_time=True)) == len(project.rounds()) == 1
    assert len(project.disagreements(kinds="boundary")) == 0
    with pytest.raises(NotFoundError, match="kind of disagreement"):
        project.disagreements(kinds="quarrel")
    return project.disagreements()


NEED_ROWS: dict[str, Callable[[qualcode.OpenProject], pd.DataFrame]] = {
    "compare": lambda project: project.compare("tier", "local", "national", draws=5),
    "words": lambda project: project.words(by="kind"),
    "imported": lambda project: project.import_files(project.folder.parent / "interviews"),
    "proposals": lambda project: project.next(random=True),
    "trial overall": lambda project: project.trial()["overall"],
    "trial curve": lambda project: project.trial()["curve"],
    "trial codes": lambda project: project.trial()["codes"],
    "disagreements": disagreements,
}
OPTIONAL = {"cooccurrence": {"coder"}, "matrix": {"case", "source"}, "framework": {"case", "source"}}
"""Columns that only some parameters add, or only a study with (or without) cases has."""


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project.write(tmp_path_factory.mktemp("types"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("types") / "empty"
    create_project.create(folder).database.close()
    return folder


def check(table: pd.DataFrame, name: str) -> None:
    types = {str(column): str(dtype) for column, dtype in table.dtypes.items()}
    documented = {
        column: dtype
        for column, dtype in COLUMN_TYPES[name].items()
        if column not in OPTIONAL.get(name, set())
    }
    assert {column: types.get(column) for column in documented} == documented
    assert (
        COLUMN_TYPES[name].items()
        >= {column: dtype for column, dtype in types.items() if column in COLUMN_TYPES[name]}.items()
    )
    assert set(types.values()) <= {"object", "int64", "Int64", "float64", "bool"}
    for column in table.select_dtypes("object"):
        assert all(cell is None or isinstance(cell, str) for cell in table[column]), column


def test_every_documented_table_is_here() -> None:
    assert COLUMN_TYPES.keys() == TABLES.keys() | NEED_ROWS.keys() | {"similar"}  # needs the extra `semantic`


@pytest.mark.parametrize("name", TABLES | NEED_ROWS)
def test_columns_have_their_types(name: str, coded: Path) -> None:
    with qualcode.open(coded, coder="ann") as project:
        if name == "summaries":
            project.write_summary("P1", "harms", "Supply moves on.")
        table = (TABLES | NEED_ROWS)[name](project)
    # A trial's curve begins with more codings than these, agreement with a second coder.
    assert len(table) or name in ("trial curve", "agreement", "agreement over time", "rounds")
    check(table, name)


@pytest.mark.parametrize("name", TABLES)
def test_columns_have_their_types_without_rows(name: str, empty: Path) -> None:
    with qualcode.open(empty, coder="ann") as project:
        check(TABLES[name](project), name)
