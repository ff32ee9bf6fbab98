"""Every analysis has the same numbers as a command, in Python, and for a report."""

import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import qualcode
from qualcode.cli.analysis.analysis_commands import analysis_named
from qualcode.store.project import open_project
from qualcode.store.records.codings import LISTING_COLUMNS
from qualcode.tables import to_text
from qualcode.workflows.analysis.analyses import ANALYSES
from qualcode.workflows.analysis.analysis_options import AnalysisFilters, options_from
from qualcode.workflows.analysis.gather_study import gather_study
from tests.cli.conftest import Run
from tests.support import report_study, small_project

pytest_plugins = ["tests.cli.conftest"]

Parameters = Mapping[str, object]
CASES: dict[str, list[tuple[list[str], Parameters]]] = {
    "frequencies": [([], {}), ([], {"by": "tier", "of": "words"}), ([], {"by": "theme", "all_codes": True})],
    "crosstab": [(["code", "tier"], {}), (["theme", "coder"], {"of": "words", "show": "row"})],
    "cooccurrence": [
        ([], {}),
        ([], {"within": "sentence"}),
        ([], {"per_coder": True}),
        ([], {"square": True}),
    ],
    "sequence": [([], {}), ([], {"turns": 3})],
    "matrix": [([], {}), ([], {"binary": True, "by": "tier"}), ([], {"long": True, "of": "share"})],
    "compare": [(["source", "anna-smith", "joint"], {"draws": 50, "seed": 3})],
    "saturation": [([], {"base": 1, "run": 1, "orders": 20}), ([], {"source": ("joint", "anna-smith")})],
    "timeline": [([], {})],
    "coverage": [([], {})],
    "barcode": [([], {})],
}
"""Positional and keyword parameters of each analysis."""
FILTERS: list[AnalysisFilters] = [
    {},
    {"where": "tier = local"},
    {"coders": ("ann",), "kind": "interview"},
    {"with_interviewer": True},
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with two coders, a document and cases."""
    folder = tmp_path_factory.mktemp("same") / "study"
    report_study.create(folder).database.close()
    return folder


def rows(text: str) -> list[dict[str, object]]:
    parsed: list[dict[str, object]] = json.loads(text)
    return parsed


def rows_of(table: pd.DataFrame) -> list[dict[str, object]]:
    return rows(to_text(table, "json"))


def command_line(positional: list[str], parameters: Parameters, filters: Parameters) -> list[str]:
    """Return the arguments of the command for these parameters."""
    arguments = list(positional)
    names = {"all_codes": "all", "coders": "coder"}
    for name, value in {**parameters, **filters}.items():
        option = f"--{names.get(name, name).replace('_', '-')}"
        if isinstance(value, tuple):
            arguments += [part for item in value for part in (option, item)]
        else:
            arguments += [option] if value is True else [option, str(value)]
    return arguments


def test_every_analysis_is_here() -> None:
    assert set(CASES) == set(ANALYSES)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_has_the_same_numbers_everywhere(
    name: str, filters: AnalysisFilters, study: Path, run: Run
) -> None:
    with open_project(study) as opened:
        gathered = gather_study(opened, also=LISTING_COLUMNS, with_sentences=True)
    for positional, parameters in CASES[name]:
        function = analysis_named(name)
        for_report = function(gathered, *positional, **parameters, options=options_from(filters))
        arguments = command_line(positional, parameters, filters)
        printed = run(name, *arguments, "--project", study, "--format", "json")
        assert printed.code == 0, printed.err
        with qualcode.open(study) as project:
            table = getattr(project, name)(*positional, **parameters, **filters)
        assert rows(printed.out) == rows_of(table) == rows_of(for_report.table)
        assert tuple(table.attrs["notes"]) == for_report.notes
        assert set(for_report.notes) <= set(printed.err.splitlines())


LISTS: dict[str, tuple[list[str], Callable[[qualcode.OpenProject], pd.DataFrame]]] = {
    "framework": (["matrix", "--framework"], lambda project: project.framework()),
    "cases": (["cases"], lambda project: project.cases().astype(str)),
    "memos": (["memos"], lambda project: project.memos()),
    "history": (["history", "--limit", "0"], lambda project: project.history()),
    "quotes": (["quotes", "roles/*", "--context", "1"], lambda project: project.quotes("roles/*", context=1)),
    "kwic": (["kwic", "kids"], lambda project: project.kwic("kids")),
    "quotes where": (
        ["quotes", "*", "--where", "tier = local", "--coder", "ann"],
        lambda project: project.quotes("*", where="tier = local", coders="ann"),
    ),
    "kwic where": (
        ["kwic", "it", "--where", "tier = local"],
        lambda project: project.kwic("it", where="tier = local"),
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_the_same_rows_as_its_command(name: str, study: Path, run: Run) -> None:
    arguments, method = LISTS[name]
    with qualcode.open(study) as project:
        table = method(project)
    printed = run(*arguments, "--project", study, "--format", "json")
    assert printed.code == 0, printed.err
    assert len(table)
    assert rows(printed.out) == rows_of(table)


def test_suggestions_are_those_of_the_command(tmp_path: Path, run: Run) -> None:
    folder = small_project.write(tmp_path)
    with qualcode.open(folder, coder="ann") as project:
        counts = project.suggest(suggester="patterns")
        table = project.suggestions()
    printed = run("suggestions", "--coder", "ann", "--project", folder, "--format", "json")
    assert rows(printed.out) == rows_of(table)
    printed = run(
        "suggest", "--suggester", "patterns", "--coder", "ann", "--project", folder, "--format", "json"
    )
    assert rows(printed.out) == rows_of(counts)
    assert counts["suggestions"].sum() == len(table) > 0


@pytest.mark.parametrize("name", ["codings", "frequencies", "segments", "codebook", "sources"])
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_an_exported_table_has_the_same_rows(
    name: str, filters: dict[str, Any], study: Path, run: Run, tmp_path: Path
) -> None:
    arguments = command_line([], {}, filters)
    exported = run("export", "--only", name, "-o", tmp_path / "table.json", *arguments, "--project", study)
    assert exported.code == 0, exported.err
    with qualcode.open(study) as project:
        table = (
            project.frequencies(all_codes=True, **filters)
            if name == "frequencies"
            else project.codebook
            if name == "codebook"
            else getattr(project, name)(**filters)
        )
    if name != "codebook" or not filters:
        assert rows((tmp_path / "table.json").read_text(encoding="utf-8")) == rows_of(table)


@pytest.mark.parametrize("name", ANALYSES)
def test_a_method_has_the_parameters_of_its_analysis(name: str) -> None:
    own = dict(inspect.signature(analysis_named(name)).parameters)
    method = dict(inspect.signature(getattr(qualcode.OpenProject, name)).parameters)
    elsewhere = {"data", "options"} | ({"framework", "quotes"} if name == "matrix" else set())
    defaults = {key: value.default for key, value in own.items() if key not in elsewhere}
    assert defaults == {key: value.default for key, value in method.items() if key not in ("self", "filters")}
