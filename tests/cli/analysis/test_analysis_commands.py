"""Every analysis gives the same table from Python, from its command in every format, and to the report."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from lxml import html

from qualcode.cli.analysis.analysis_commands import analysis_named
from qualcode.model import SourceKind
from qualcode.output_formats import TABLE
from qualcode.store.project import Project
from qualcode.tables import listing
from qualcode.workflows.analysis import framework_summaries, study_tables
from qualcode.workflows.analysis.analyses import ANALYSES
from qualcode.workflows.analysis.analyses.cooccurrence_analysis import cooccurrence
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from qualcode.workflows.analysis.analyses.saturation_analysis import saturation
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import gather_study
from qualcode.workflows.reports.write_report import build_report
from tests.cli.conftest import Run
from tests.support import report_study

ARGUMENTS = {
    "barcode": (),
    "compare": ("tier", "local", "national"),
    "cooccurrence": (),
    "coverage": (),
    "crosstab": ("code", "kind"),
    "frequencies": (),
    "matrix": (),
    "saturation": (),
    "sequence": (),
    "timeline": (),
}
OPTIONS = {
    "": AnalysisOptions(),
    "--coder ann": AnalysisOptions(coders=("ann",)),
    "--kind interview": AnalysisOptions(kind=SourceKind.INTERVIEW),
    "--with-interviewer": AnalysisOptions(with_interviewer=True),
    "--where years>1": AnalysisOptions(where="years>1"),
}
ALL_OPTIONS = AnalysisOptions(
    coders=("ann",), kind=SourceKind.INTERVIEW, with_interviewer=True, where="years>1"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with report_study.create(tmp_path_factory.mktemp("analyses") / "study") as study:
        yield study


def rows(table: pd.DataFrame) -> list[dict[str, object]]:
    listed = listing(table)
    return [dict(zip(listed.columns, row, strict=True)) for row in listed.rows]


def test_every_analysis_is_tested_here() -> None:
    assert set(ARGUMENTS) == set(ANALYSES)


@pytest.mark.parametrize("flags", OPTIONS)
@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_command_prints_the_table_of_its_function(
    project: Project, run: Run, name: str, flags: str
) -> None:
    result = analysis_named(name)(project, *ARGUMENTS[name], options=OPTIONS[flags])
    printed = run(name, *ARGUMENTS[name], *flags.split(), "-p", project.folder, "--format", "json")
    assert printed.code == 0, printed.err
    assert json.loads(printed.out) == rows(result.table)
    assert all(note in printed.err for note in result.notes)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_study_that_was_gathered_before_gives_the_same_table(project: Project, name: str) -> None:
    study = gather_study(project, also=("made_at", "quote"), with_sentences=True)
    analysis = analysis_named(name)
    again = analysis(study, *ARGUMENTS[name], options=ALL_OPTIONS)
    assert again.table.equals(analysis(project, *ARGUMENTS[name], options=ALL_OPTIONS).table)


def printed(value: object) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def cells_of_word(file: Path) -> list[list[str]]:
    [table] = Document(str(file)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def cells_of_page(file: Path) -> list[list[str]]:
    page = html.parse(str(file))
    return [[cell.text_content() for cell in row.iter("th", "td")] for row in page.iter("tr")]


@pytest.mark.parametrize("name", ["frequencies", "crosstab", "matrix"])
def test_a_file_in_every_format_has_the_same_numbers(
    project: Project, run: Run, tmp_path: Path, name: str
) -> None:
    result = analysis_named(name)(project, *ARGUMENTS[name])
    expected, for_readers = rows(result.table), rows(result.printed("\u2003"))
    files = {form: tmp_path / f"table{TABLE.ending(form)}" for form in TABLE.names}
    for file in files.values():
        written = run(name, *ARGUMENTS[name], "-p", project.folder, "-o", file)
        assert (written.code, written.out) == (0, f"{file}\n")
    tables = {
        "csv": pd.read_csv(files["csv"]),
        "json": pd.read_json(files["json"]),
        "jsonl": pd.read_json(files["jsonl"], lines=True),
        "xlsx": pd.read_excel(files["xlsx"]),
        "parquet": pd.read_parquet(files["parquet"]),
        "dta": pd.read_stata(files["dta"]).set_axis(list(expected[0]), axis="columns").replace({"": None}),
    }
    for form, table in tables.items():
        for row, original in zip(rows(table), expected, strict=True):
            assert row == pytest.approx(original), form
    texts = [list(for_readers[0]), *([printed(value) for value in row.values()] for row in for_readers)]
    assert cells_of_word(files["docx"]) == texts
    assert cells_of_page(files["html"]) == texts
    for form in ("md", "latex"):
        assert files[form].read_text(encoding="utf-8").count("displacement") == 1


def test_a_format_overrules_the_ending_of_the_file(project: Project, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.txt"
    assert "not written to .txt" in run("frequencies", "-p", project.folder, "-o", file).err
    assert not file.exists()
    assert run("frequencies", "-p", project.folder, "-o", file, "-f", "json").code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == rows(frequencies(project).table)


def test_a_table_without_rows_is_a_message_on_the_terminal_and_a_heading_in_a_file(
    project: Project, run: Run
) -> None:
    nothing = ("frequencies", "-p", project.folder, "--where", "tier = none-such")
    printed_table = run(*nothing)
    assert (printed_table.code, printed_table.out) == (0, "")
    assert "No coding is in scope." in printed_table.err
    assert run(*nothing, "-f", "csv").out.startswith("code,label,theme")


@pytest.mark.parametrize("name", ANALYSES)
def test_plot_is_offered_where_the_table_can_be_drawn(name: str, project: Project, run: Run) -> None:
    result = analysis_named(name)(project, *ARGUMENTS[name])
    assert ("--plot" in run(name, "--help").out) == (result.chart is not None)
    if result.chart is None:
        refused = run(name, *ARGUMENTS[name], "-p", project.folder, "--plot")
        assert (refused.code, refused.out) == (2, "")
        assert "No such option: --plot" in refused.err


@pytest.mark.parametrize("options", [*OPTIONS.values(), ALL_OPTIONS], ids=repr)
def test_the_report_has_the_tables_of_the_functions(project: Project, options: AnalysisOptions) -> None:
    report = build_report(project, options=options)
    assert report.frequencies == listing(frequencies(project, options=options).table)
    assert report.sources == listing(study_tables.sources(project, options=options).table)
    assert report.cooccurrence == listing(cooccurrence(project, options=options).table)
    assert report.saturation == listing(saturation(project, options=options).table)
    assert report.crosstabs
    for table in report.crosstabs:
        counted = crosstab(project, "code", table.dimension, options=options).table
        assert table.cells == listing(counted)


EXPORTED: dict[str, Callable[[Project, AnalysisOptions], AnalysisResult]] = {
    "frequencies": lambda project, options: frequencies(project, all_codes=True, options=options),
    "codes by case": lambda project, options: matrix(project, options=options),
    "coded by case": lambda project, options: matrix(project, binary=True, options=options),
    "codings": lambda project, options: study_tables.codings(project, options=options),
    "segments": lambda project, options: study_tables.segments(project, options=options),
    "codebook": lambda project, options: study_tables.codebook(project, options=options),
    "sources": lambda project, options: study_tables.sources(project, options=options),
}


@pytest.mark.parametrize("flags", OPTIONS)
def test_an_export_has_the_tables_of_the_functions(
    project: Project, run: Run, tmp_path: Path, flags: str
) -> None:
    exported = run("export", "-p", project.folder, "-o", tmp_path, "-f", "json", *flags.split())
    assert exported.code == 0, exported.err
    for name, function in EXPORTED.items():
        file = tmp_path / f"{name.replace(' ', '-')}.json"
        assert json.loads(file.read_text(encoding="utf-8")) == rows(function(project, OPTIONS[flags]).table)


def test_an_export_to_one_file(project: Project, run: Run, tmp_path: Path) -> None:
    book, tier = tmp_path / "all.xlsx", tmp_path / "sources.html"
    assert run("export", "-p", project.folder, "-o", book).out == f"{book}\n"
    assert set(pd.read_excel(book, sheet_name=None)) == {*EXPORTED, "notes"}
    assert run("export", "-p", project.folder, "-o", tier, "--only", "sources").code == 0
    assert "anna-smith" in tier.read_text(encoding="utf-8")
    refused = run("export", "-p", project.folder, "-o", tmp_path / "all.csv")
    assert (refused.code, refused.out) == (2, "")
    assert "holds one table" in refused.err


def test_the_framework_matrix_of_the_command_is_that_of_the_function(project: Project, run: Run) -> None:
    options = AnalysisOptions(where="years>1", coders=("ann",))
    table = framework_summaries.framework(project, quotes=1, options=options).table
    flags = ("--quotes", 1, "--where", "years>1", "--coder", "ann", "-f", "json")
    shown = run("matrix", "--framework", "-p", project.folder, *flags)
    assert json.loads(shown.out) == rows(table)
