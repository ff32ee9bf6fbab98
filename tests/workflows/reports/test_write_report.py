"""What a report is made of: every number is counted again here, in plain loops over the quotes."""

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
    with report_study.made(tmp_path_factory.mktemp("reporting") / "study") as made:
        yield made


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


def test_frequencies_count_just_the_passages_of_the_report(reported: StudyReport) -> None:
    columns = reported.frequencies.columns
    for row in reported.frequencies.rows:
        record = dict(zip(columns, row, strict=True))
        assert record["codings"] == codings(reported, str(record["code"]))


def test_every_cell_of_every_matrix_counts_just_the_passages_of_the_report(reported: StudyReport) -> None:
    assert [grid.dimension for grid in reported.grids] == ["case", "kind", "coder", "tier", "years"]
    for grid in reported.grids:
        for key, *cells in grid.cells.rows[:-1]:
            for label, cell in zip(grid.cells.columns[1:-1], cells, strict=False):
                assert cell == codings(reported, str(key), grid.dimension, label), (
                    grid.dimension,
                    key,
                    label,
                )


def test_pairs_are_those_of_one_coder_on_overlapping_words(reported: StudyReport) -> None:
    def overlap(one: ReportQuote, other: ReportQuote) -> bool:
        same = (one.source, one.coder) == (other.source, other.coder)
        return same and max(one.start, other.start) < min(one.end, other.end)

    for one, other, _, _, together, _ in reported.cooccurrence.rows:
        found = sum(
            coding.code == one and another.code == other
            for here in reported.quotes
            for there in reported.quotes
            if overlap(here, there)
            for coding in here.codings
            for another in there.codings
        )
        assert found == together, (one, other)


def test_several_codes_on_the_same_words_are_one_passage(reported: StudyReport) -> None:
    both = [one for one in reported.quotes if len(one.codings) > 1]
    assert [[coding.code for coding in one.codings] for one in both] == [["roles", "pursue"]]
    assert both[0].utterances == (("Anna", "We took out a line last month"),)
    assert both[0].locator == "anna-smith, turn 2"


def test_pictures_stand_beside_their_tables(reported: StudyReport) -> None:
    assert set(reported.pictures) == {"barcode", "timeline", "cooccurrence", "saturation"}
    assert all(one.svg.startswith("<svg") and one.description for one in reported.pictures.values())


def test_a_report_changes_nothing_in_the_project(project: Project) -> None:
    files = {file: file.read_bytes() for file in project.folder.rglob("*") if file.is_file()}
    build_report(project, pseudonymous=True)
    for file, before in files.items():
        if file.suffix not in (".db-shm", ".db-wal"):
            assert file.read_bytes() == before, file


def test_pseudonyms_say_who_is_who_and_nothing_more(project: Project, tmp_path: Path) -> None:
    found = build_report(project, pseudonymous=True)
    assert {one.source for one in found.quotes} == {"S01", "S02", "S03"}
    assert {speaker for one in found.quotes for speaker, _ in one.utterances} == {
        "", "Participant", "Participant 1", "Participant 2",
    }  # fmt: skip
    assert {label for one in found.quotes for label in one.labels["case"]} == {
        "C01",
        "C02",
        "C03",
        "(none)",
    }
    assert [len(row) for row in found.frequencies.rows] == [
        len(row) for row in build_report(project).frequencies.rows
    ]
    assert tmp_path.is_dir()


def test_the_report_of_the_sample_study_can_be_sent_by_mail(tmp_path: Path) -> None:
    from qualcode.workflows.demo_project import create_demo_project

    with create_demo_project(tmp_path / "sample", lambda _: None).project as sample:
        [file] = write_report(sample)
    assert file.stat().st_size < 5_000_000
