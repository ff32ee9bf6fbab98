"""Stored random studies: the listings and tables of a project have the numbers of the plain program."""

from pathlib import Path

import pytest

from qualcode.store.project import Project
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.codebook import codebook_tree
from qualcode.workflows.coders.list_coders import coder_listing
from qualcode.workflows.project_status import project_status
from qualcode.workflows.sources.list_sources import source_listing
from tests.support.plain_program import plain_listings
from tests.support.plain_program.counted_spans import count_study
from tests.support.plain_program.plain_cells import Labels
from tests.support.plain_program.random_table_studies import RandomStudy, Selection, random_study
from tests.support.plain_program.stored_checks import STORED_CHECKS
from tests.support.plain_program.stored_studies import store_study
from tests.support.plain_program.table_trials import trial_of

SEEDS = (4, 11, 23)


@pytest.fixture(params=SEEDS)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[RandomStudy, Project]:
    study = random_study(request.param)
    return study, store_study(study, tmp_path)


def test_listings_count_what_tables_count(stored: tuple[RandomStudy, Project]) -> None:
    study, project = stored
    expected = {row["source"]: row for row in plain_listings.source_rows(study, Selection())}
    counted = count_study(study, Selection())
    listing = source_listing(project)
    for values in listing.rows:
        row = dict(zip(listing.columns, values, strict=True))
        name = str(row["source"])
        assert row["codings"] == expected[name]["codings"]
        assert row.get("interviewer", 0) == expected[name]["interviewer"]
        assert row["turns"] == expected[name]["turns"]
        assert row["state"] == plain_listings.state(counted, name)
        assert row["finished by"] == ", ".join(study.finished.get(name, ()))
    tree = {row[0]: row for row in codebook_tree.tree(project)}
    for key, figures in plain_listings.codebook_rows(study, Selection()).items():
        if key in study.codebook:
            codings, _, interviewer = tree[key][3:]
            assert (codings, interviewer) == (figures["codings"], figures["interviewer"])


def test_the_listing_of_coders_counts_what_tables_count(stored: tuple[RandomStudy, Project]) -> None:
    study, project = stored
    listing = coder_listing(project)
    rows = {row[0]: dict(zip(listing.columns, row, strict=True)) for row in listing.rows}
    for coder in study.coders:
        counted, everybody = (
            {it.coding.id for it in count_study(study, selection).spans if it.coding.coder == coder}
            for selection in (Selection(), Selection(with_interviewer=True))
        )
        assert rows[coder]["codings"] == len(counted)
        assert rows[coder].get("interviewer", 0) == len(everybody - counted)


def test_the_status_counts_what_tables_count(stored: tuple[RandomStudy, Project]) -> None:
    study, project = stored
    status, counted = project_status(project), count_study(study, Selection())
    states = [plain_listings.state(counted, source.source.name) for source in study.sources]
    rows = plain_listings.source_rows(study, Selection())
    assert status.words == sum(int(str(row["countable_words"])) for row in rows)
    assert status.coded_words == sum(int(str(row["coded_words"])) for row in rows)
    assert status.codings == sum(int(str(row["codings"])) for row in rows)
    assert status.codings_on_interviewers == sum(int(str(row["interviewer"])) for row in rows)
    assert (status.finished, status.begun, status.untouched) == tuple(
        states.count(name) for name in ("finished", "begun", "untouched")
    )


def test_words_framework_and_segments_of_a_project_are_those_of_the_plain_program(
    stored: tuple[RandomStudy, Project],
) -> None:
    study, project = stored
    for seed in range(6):
        trial = trial_of(study, seed)
        for check in STORED_CHECKS:
            check(trial, project)


def test_tables_of_a_stored_study_are_those_of_its_parts(stored: tuple[RandomStudy, Project]) -> None:
    study, project = stored
    selection = Selection(finished=True)
    table = frequencies(project, all_codes=True, options=AnalysisOptions(finished=True)).table
    counted = count_study(study, selection)
    labels = Labels(counted=counted, name="code")
    for row in table.to_dict("records"):
        spans = [span for span in counted.spans if row["code"] in labels.of_span(span)]
        assert row["codings"] == len({span.coding.id for span in spans})
        assert row["sources"] == len({span.turn.source_name for span in spans})
