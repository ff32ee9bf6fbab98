"""What a coder of an open round does not see is missing from their agreement, not taken as absent."""

from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName, RoundSettings
from qualcode.reports import render_page
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.agreement.coder_agreement import agreement
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.reports.methods_section import build_methods
from qualcode.workflows.reports.write_report import build_report
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import study

TEXT = "Dana: [We took out a line.]{pursue,pursue@ben} It came back.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of four sources that ann and ben have coded alike and finished; half are in an open round."""
    marked = [interview(f"{TEXT}Eve: In {name}.\n", name=name) for name in ("one", "two", "three", "four")]
    with study(tmp_path / "study", *marked) as project:
        for source in sources.ids_by_name(project.database).values():
            for coder in (CoderName("ann"), CoderName("ben")):
                with history.act(project.database, coder, "finish", source) as recorder:
                    finished_sources.finish(recorder, coder, source)
        draw_round(project, CoderName("lead"), "pilot", ("ann", "ben"), RoundSettings(share=0.5))
    return tmp_path / "study"


def numbers(project: Project) -> tuple[int, int, float]:
    row = agreement(project, coders=["ann,ben"], unit="turn").table.iloc[0]
    return row["n_ann"], row["n_ben"], row["f1"]


def test_hidden_codings_are_missing_for_a_coder_of_the_round(folder: Path) -> None:
    with open_study(folder, coder="ann") as opened:
        result = agreement(opened._project, coders=["ann,ben"], unit="turn")  # noqa: SLF001
        assert numbers(opened._project) == (2, 2, 1)  # noqa: SLF001
        assert result.notes[0].startswith(
            "ann codes in the open round pilot: what other coders did in its 2 s"
        )
    with open_study(folder, coder="lead") as opened:
        assert numbers(opened._project) == (4, 4, 1)  # noqa: SLF001


def test_the_report_says_what_is_hidden_too(folder: Path, tmp_path: Path) -> None:
    with open_study(folder, coder="ann") as opened:
        opened.report(tmp_path / "report.html")
    assert "ann codes in the open round pilot" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_report_has_the_agreement_of_the_round_closed_last(folder: Path) -> None:
    with open_project(folder) as project:
        close_round(project, CoderName("lead"), "pilot")
        report = build_report(project)
        [item] = [each for each in build_methods(project).items if each.title == "Number of data coders"]
    assert report.agreement is not None
    rows = {row[0]: row for row in report.agreement.cells.rows}
    assert rows["pursue"][:4] == ("pursue", "Pursue", 2, 2)
    assert any(
        note.startswith("Round pilot, as it was when it was closed") for note in report.agreement.notes
    )
    assert item.facts[-1].startswith("Over all codes: percent agreement 1.00, F1 1.00, alpha 1.00")
    page = render_page(report)
    assert 'href="#agreement"' in page
    assert '<table id="agreement-table">' in page


def test_a_later_round_of_a_coder_with_themselves_does_not_replace_that_of_several(folder: Path) -> None:
    lead = CoderName("lead")
    with open_project(folder) as project:
        draw_round(project, lead, "self", (), RoundSettings(share=1, again_of="ben"))
        close_round(project, lead, "self", anyway=True)
        assert build_report(project).agreement is not None  # of the present codings
        close_round(project, lead, "pilot")
        draw_round(project, lead, "later", (), RoundSettings(share=1, again_of="ann"))
    with open_study(folder, coder="ann-again") as opened:
        opened.apply("pursue", "one", quote="We took out a line.")
    with open_project(folder) as project:
        finish_round(project, CoderName("ann-again"), "later")
        close_round(project, lead, "later")
        report = build_report(project)
    assert report.agreement is not None
    assert any(note.startswith("Round pilot") for note in report.agreement.notes)


def test_the_report_of_one_coder_has_no_section_on_agreement(folder: Path) -> None:
    with open_project(folder) as project:
        report = build_report(project, options=AnalysisOptions(coders=("ann",)))
    assert report.agreement is None
    assert "#agreement" not in render_page(report)
