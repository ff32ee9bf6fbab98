"""The data of a report: every number is counted again here, in plain loops over the quotes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.model import CodeKey
from qualcode.reports import ReportQuote, StudyReport
from qualcode.store.project import Project
from qualcode.workflows.reports.write_report import build_report, write_report
from tests.support import report_study


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with report_study.create(tmp_path_factory.mktemp("reporting") / "study") as study:
        yield study


@pytest.fixture(scope="module")
def reported(project: Project) -> StudyReport:
    return build_report(project)


def codings(reported: StudyReport, key: str, name: str = "", label: str = "") -> int:
    """Count the codings of a code and those below it, in quotes that have a label."""
    branch = reported.codebook.branch(CodeKey(key))
    return sum(
        coding.code in branch
        for quote in reported.quotes
        if not name or label in quote.labels[name]
        for coding in quote.codings
    )


def test_frequencies_count_the_quotes_of_the_report(reported: StudyReport) -> None:
    columns = reported.frequencies.columns
    for row in reported.frequencies.rows:
        record = dict(zip(columns, row, strict=True))
        assert record["codings"] == codings(reported, str(record["code"]))


def test_every_cell_of_every_matrix_counts_the_quotes_of_the_report(reported: StudyReport) -> None:
    assert [crosstab.dimension for crosstab in reported.crosstabs] == [
        "case",
        "kind",
        "coder",
        "tier",
        "years",
    ]
    for crosstab in reported.crosstabs:
        for key, *cells in crosstab.cells.rows[:-1]:
            for label, cell in zip(crosstab.cells.columns[1:-1], cells, strict=False):
                assert cell == codings(reported, str(key), crosstab.dimension, label), (
                    crosstab.dimension,
                    key,
                    label,
                )


def test_pairs_are_those_of_one_coder_on_overlapping_words(reported: StudyReport) -> None:
    def overlap(first: ReportQuote, second: ReportQuote) -> bool:
        same = (first.source, first.coder) == (second.source, second.coder)
        return same and max(first.start, second.start) < min(first.end, second.end)

    for first_code, second_code, _, _, together, _ in reported.cooccurrence.rows:
        pairs = sum(
            first_coding.code == first_code and second_coding.code == second_code
            for first in reported.quotes
            for second in reported.quotes
            if overlap(first, second)
            for first_coding in first.codings
            for second_coding in second.codings
        )
        assert pairs == together, (first_code, second_code)


def test_several_codes_on_the_same_words_are_one_quote(reported: StudyReport) -> None:
    both = [quote for quote in reported.quotes if len(quote.codings) > 1]
    assert [[coding.code for coding in quote.codings] for quote in both] == [["roles", "pursue"]]
    assert both[0].utterances == (("Anna", "We took out a line last month"),)
    assert both[0].locator == "anna-smith, turn 2"


def test_the_report_has_four_charts(reported: StudyReport) -> None:
    assert set(reported.charts) == {"barcode", "timeline", "cooccurrence", "saturation"}
    assert all(chart.svg.startswith("<svg") and chart.description for chart in reported.charts.values())


def test_a_report_changes_nothing_in_the_project(project: Project) -> None:
    files = {file: file.read_bytes() for file in project.folder.rglob("*") if file.is_file()}
    build_report(project, pseudonymous=True)
    for file, before in files.items():
        if file.suffix not in (".db-shm", ".db-wal"):
            assert file.read_bytes() == before, file


def test_pseudonyms_number_sources_speakers_and_cases(project: Project, tmp_path: Path) -> None:
    report = build_report(project, pseudonymous=True)
    assert {quote.source for quote in report.quotes} == {"S01", "S02", "S03"}
    assert {speaker for quote in report.quotes for speaker, _ in quote.utterances} == {
        "", "Participant", "Participant 1", "Participant 2",
    }  # fmt: skip
    assert {label for quote in report.quotes for label in quote.labels["case"]} == {
        "C01",
        "C02",
        "C03",
        "(none)",
    }
    assert [len(row) for row in report.frequencies.rows] == [
        len(row) for row in build_report(project).frequencies.rows
    ]
    assert tmp_path.is_dir()


def test_the_report_of_the_sample_study_is_small_enough_to_mail(tmp_path: Path) -> None:
    from qualcode.workflows.demo_project import create_demo_project

    with create_demo_project(tmp_path / "sample", lambda _: None).project as sample:
        [file] = write_report(sample)
    assert file.stat().st_size < 5_000_000
