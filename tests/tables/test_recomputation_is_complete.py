"""Each table and each of its parameters is recomputed by the plain program, or has a reason here."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.cli.analysis.analysis_commands import analysis_named
from qualcode.cli.program import program
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses import ANALYSES
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.count_words import words
from qualcode.workflows.analysis.framework_summaries import framework
from tests.support.plain_program import cell_checks, listing_checks, meeting_checks, stored_checks
from tests.support.plain_program.random_table_studies import random_study
from tests.support.plain_program.stored_studies import store_study
from tests.support.plain_program.table_trials import table_trial, trial_of
from tests.tables.test_recomputed_tables import CHECKS

if TYPE_CHECKING:
    from types import ModuleType

Analysis = Callable[..., Any]

TABLES: Mapping[str, Analysis] = {
    **{name: analysis_named(name) for name in ANALYSES},
    **{name: getattr(study_tables, name) for name in ("codings", "segments", "sources", "codebook")},
    "words": words,
    "framework": framework,
}
"""The functions of all tables of the analysis and of exports."""

_MOST_STUDIES = 60
"""After so many random studies a parameter that no check has used counts as missing."""
OPTIONS = {field.name for field in fields(AnalysisOptions)}

_INTERVALS = "changes intervals alone: tests/benchmarks/interval_coverage.py"
_TWO_WAYS_IN = "the study in another way: tests/workflows/analysis/test_odd_studies.py"
NOT_RECOMPUTED: Mapping[str, Mapping[str, str]] = {
    "compare": {"seed": _INTERVALS},
    "framework": {
        "all_columns": "columns of Word and Excel files: tests/tables/output/test_framework_files.py"
    },
    "matrix": {
        "framework": "the table `framework`, which is recomputed",
        "quotes": "of the table `framework`, which is recomputed",
    },
    "segments": {"study": _TWO_WAYS_IN},
    "words": {"lemmas": "needs a dictionary: tests/cli/analysis/test_words_command.py"},
}
"""The parameters that the plain program does not have, and why."""

COMMANDS_ELSEWHERE: Mapping[str, str] = {
    "agreement": "tests/tables/agreement/test_agreement_by_brute_force.py",
    "codings": "tests/support/plain_program/listing_checks.py",
    "export": "tests/cli/analysis/test_analysis_commands.py",
    "kwic": "tests/retrieval/test_keyword_in_context.py",
    "quotes": "tests/support/plain_program/quote_checks.py",
    "report": "tests/cli/analysis/test_analysis_commands.py",
}
"""Where further commands that select what they count are recomputed, or compared with the tables."""


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, set[str]]]:
    """Yield, by table, the parameters that get another value than their default while the checks run."""
    used: dict[str, set[str]] = {}
    names = {function: name for name, function in TABLES.items()}

    def recorder(function: Analysis) -> Analysis:
        signature, name = inspect.signature(function), names[function]

        def call(*arguments: object, **keywords: object) -> object:
            bound = signature.bind(*arguments, **keywords)
            for parameter, value in bound.arguments.items():
                if parameter == "options":
                    used.setdefault(name, set()).update(
                        field for field in OPTIONS if getattr(value, field) != getattr(DEFAULT_OPTIONS, field)
                    )
                elif value != signature.parameters[parameter].default:
                    used.setdefault(name, set()).add(parameter)
            return function(*arguments, **keywords)

        return call

    modules: tuple[ModuleType, ...] = (
        cell_checks, listing_checks, meeting_checks, stored_checks, study_tables
    )  # fmt: skip
    for module in modules:
        for attribute, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in names:
                monkeypatch.setattr(module, attribute, recorder(value))
    yield used


def test_each_parameter_of_each_table_is_recomputed_or_has_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    study = random_study(23)
    project = store_study(study, tmp_path)
    with recorded(monkeypatch) as used:
        for seed in range(_MOST_STUDIES):
            for check in CHECKS:
                if _missing(used).keys() & check.__code__.co_names:
                    check(table_trial(seed))
            for stored_check in stored_checks.STORED_CHECKS:
                if _missing(used).keys() & stored_check.__code__.co_names:
                    stored_check(trial_of(study, seed), project)
    assert _missing(used) == {}
    for name, reasons in NOT_RECOMPUTED.items():
        assert reasons.keys() <= {*inspect.signature(TABLES[name]).parameters} - used[name]


def _missing(used: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return, by table, the parameters that have been neither used nor given a reason."""
    missing = {}
    for name, function in TABLES.items():
        _, *own = inspect.signature(function).parameters
        parameters = {*own, *OPTIONS} - {"options"}
        missing[name] = parameters - used.get(name, set()) - NOT_RECOMPUTED.get(name, {}).keys()
    return {name: parameters for name, parameters in missing.items() if parameters}


def test_each_command_that_selects_what_it_counts_is_recomputed() -> None:
    commands = {
        str(command.name or command.callback.__name__): set(inspect.signature(command.callback).parameters)
        for command in program(["no command"]).registered_commands
        if command.callback
    }
    groups = {
        str(group.name): set(inspect.signature(group.typer_instance.registered_callback.callback).parameters)
        for group in program(["no command"]).registered_groups
        if group.typer_instance
        and group.typer_instance.registered_callback
        and group.typer_instance.registered_callback.callback
    }
    selecting = {
        name
        for name, parameters in {**commands, **groups}.items()
        if parameters & {"finished", "where"} and "format_" in parameters
    }
    assert selecting == {*ANALYSES, "words", *COMMANDS_ELSEWHERE}
    for file in COMMANDS_ELSEWHERE.values():
        assert Path(__file__).parents[2].joinpath(file).is_file()
