"""The definitions: every column of every table has one, and no other column has."""

import ast
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from qualcode import cli, guide, tables
from qualcode.errors import NotFoundError
from qualcode.guide import definition_of
from qualcode.store.project import open_project
from qualcode.store.records import codings, sources
from qualcode.suggesters.trial.shown_quality import ShownQuality
from qualcode.suggesters.trial.source_shares import SourceShare
from qualcode.suggesters.trial.trial_result import Trial
from qualcode.workflows.analysis.gather_study import gather_study
from qualcode.workflows.suggestions.run_trial import codes_listing, curve_listing, overall_listing
from tests.cli.conftest import Run

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.tables import Study


@pytest.fixture(scope="module")
def study_tables(demo: Path) -> dict[str, list["pd.DataFrame"]]:
    """Return each table of the demonstration project in the variants that have different columns."""
    with open_project(demo) as project:
        study = gather_study(project, also=codings.LISTING_COLUMNS)
        ids = sources.ids_by_name(project.database).values()
        texts = [sources.with_id(project.database, source) for source in ids]
        return {**_counted(study), "segments": [tables.segments(study, texts)]}


def _counted(study: "Study") -> dict[str, list["pd.DataFrame"]]:
    return {
        "frequencies": [tables.frequencies(study), tables.frequencies(study, by="tier")],
        "crosstab": [tables.crosstab(study, "theme", "tier")],
        "cooccurrence": [tables.cooccurrence(study), tables.cooccurrence(study, per_coder=True)],
        "sequence": [tables.sequence(study)],
        "matrix": [tables.matrix(study, by="source"), tables.matrix(study, long=True)],
        "framework": [tables.framework(study), tables.framework(study, by="source")],
        "compare": [tables.compare(study, "tier", "local", "national", draws=10)],
        "saturation": [tables.saturation(study, orders=2)],
        "timeline": [tables.timeline(study)],
        "coverage": [tables.coverage(study)],
        "barcode": [tables.barcode(study)],
        "codings": [tables.codings(study)],
        "sources": [tables.sources(study)],
        "codebook": [tables.codebook(study)],
    }


OF_STUDIES = (
    "frequencies", "crosstab", "cooccurrence", "sequence", "matrix", "framework", "compare", "saturation",
    "timeline", "coverage", "barcode", "codings", "segments", "sources", "codebook",
)  # fmt: skip


@pytest.mark.parametrize("name", OF_STUDIES)
def test_every_column_is_defined_and_every_definition_is_of_a_column(
    name: str, study_tables: dict[str, list["pd.DataFrame"]]
) -> None:
    defined = definition_of(name).columns
    fixed = {column for column in defined if not column.startswith("each ")}
    actual = {column for table in study_tables[name] for column in table.columns}
    assert fixed <= actual
    if fixed == set(defined):
        assert actual == fixed
    assert all(meaning.endswith(".") for meaning in defined.values())


@pytest.mark.parametrize("name", tables.COLUMN_TYPES)
def test_every_column_with_a_documented_type_is_defined(name: str) -> None:
    defined = definition_of(name).columns
    assert set(tables.COLUMN_TYPES[name]) <= set(defined)


@pytest.mark.parametrize(
    ("name", "arguments"), [("quotes", ["quotes", "harms"]), ("kwic", ["kwic", "arrest"])]
)
def test_the_columns_of_quotes_and_keywords_are_defined(
    name: str, arguments: list[str], demo: Path, run: Run
) -> None:
    context = {"before", "after"}
    heading = run(*arguments, "--project", demo, "--format", "csv").out.splitlines()[0]
    assert heading.split(",") == [column for column in definition_of(name).columns if column not in context]


LISTINGS = {
    "sources": "sources as listed",
    "codebook": "codes as listed",
    "codebook history": "codebook versions",
    "codebook diff 1 1": "codebook differences",
    "codebook check": "codebook findings",
    "codings": "codings as listed",
    "cases": "cases",
    "coders": "coders",
    "memos": "memos",
    "history": "history",
    "suggestions": "suggestions",
    "rounds": "rounds",
    "status": "status",
    "sources speakers": "speakers",
}
"""Commands that list something → the section that defines the columns."""


@pytest.mark.parametrize(("command", "topic"), LISTINGS.items())
def test_every_column_of_a_listing_is_defined(command: str, topic: str, demo: Path, run: Run) -> None:
    options = (
        "--project",
        demo,
        "--format",
        "csv",
        *(("--coder", "ann") if command == "suggestions" else ()),
    )
    listed = run(*command.split(), *options, "--explain")
    assert listed.code in (0, 3), listed.err
    columns = next(csv.reader(listed.out.splitlines()))
    defined = definition_of(topic).columns
    dynamic = any(name.startswith("each ") for name in defined)
    assert dynamic or set(columns) <= set(defined)
    assert all(f"{name}: " in listed.err for name in columns if name in defined)


def topics_of_listings() -> list[str]:
    """Return the topic with which each command shows a listing, where it is written as a text."""
    calls = [
        node
        for path in Path(cli.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "show.rows"
    ]
    values = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "topic"]
    assert len(values) == len(calls), "every listing has a topic"
    return [str(value.value) for value in values if isinstance(value, ast.Constant)]


def test_every_listing_of_a_command_has_a_section_of_definitions() -> None:
    topics = topics_of_listings()
    assert len(topics) > 30
    assert all(definition_of(topic).columns for topic in topics)


@pytest.mark.parametrize("command", ["sources", "quotes roles", "kwic police"])
def test_a_workbook_of_a_listing_has_the_definitions_on_its_sheet_of_notes(
    command: str, demo: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "list.xlsx"
    assert run(*command.split(), "--project", demo, "-o", file).code == 0
    book = openpyxl.load_workbook(file)
    notes = {row[1].value: row[2].value for row in book["notes"].iter_rows(min_row=2)}
    assert set(next(book.worksheets[0].iter_rows(values_only=True))) <= set(notes)
    assert str(notes["source"]).endswith(".")


def test_the_definitions_stand_under_a_listing_on_the_terminal(demo: Path, run: Run) -> None:
    assert "finished by: the coders who marked it" in run("sources", "--explain", "--project", demo).out
    assert "finished by:" not in run("sources", "--project", demo).out


def test_the_columns_of_a_trial_are_defined() -> None:
    nothing = SourceShare(right=0, n=0, sources=0)
    nothing_shown = ShownQuality(accepted=nothing, covered=nothing, calibration_error=0, segments=0)
    trial = Trial(
        codes=(),
        mean_average_precision=None,
        hit_at_1=nothing,
        hit_at_3=nothing,
        recall_at_3=nothing,
        shown=nothing_shown,
        along=nothing_shown,
        curve=(),
        sources=2,
        segments=0,
    )
    for listing, topic in (
        (codes_listing, "trial codes"),
        (overall_listing, "trial overall"),
        (curve_listing, "trial curve"),
    ):
        assert listing(trial).columns == tuple(definition_of(topic).columns)


def test_a_definition_has_the_introduction_of_its_table() -> None:
    definition = definition_of("sequence")
    assert definition.introduction.startswith("One row for each two codes of which one follows the other.")
    assert definition.columns["share"] == "`count` divided by all followers of `code`."


def test_an_unknown_table_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="frequencies"):
        definition_of("frequency")


def test_the_page_defines_each_measure() -> None:
    from qualcode.tables import MEASURES

    section = guide.section("definitions", "The five measures")
    for measure in MEASURES:
        assert f"* `{measure}`: " in section
