"""A source's view has its turns, sentences, codings and cases, as retrieval and reports read them."""

from collections.abc import Iterator

import pytest

from qualcode.store.project import Project
from qualcode.workflows.retrieval.source_views import source_views
from tests.support import report_study


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with report_study.create(tmp_path_factory.mktemp("views") / "study") as study:
        yield study


def test_views_come_by_source_name_with_the_cases_of_each_source(project: Project) -> None:
    views = list(source_views(project))
    assert [view.source.name for view in views] == ["anna-smith", "joint", "strategy"]
    assert [[case.name for case in view.cases] for view in views] == [["Alex"], ["Bea", "Cleo"], []]
    for view in views:
        assert view.turns
        assert view.sentences
        assert all(coding.quote == coding.span.of(view.source.text) for coding in view.codings)


def test_a_view_can_have_the_codings_of_one_coder_and_no_sentences(project: Project) -> None:
    views = list(source_views(project, coders=[report_study.BEN], with_sentences=False))
    assert [len(view.codings) for view in views] == [2, 1, 1]
    assert {coding.coder for view in views for coding in view.codings} == {report_study.BEN}
    assert not any(view.sentences for view in views)


def test_the_cases_that_the_caller_passes_are_used(project: Project) -> None:
    assert [view.cases for view in source_views(project, all_cases=())] == [(), (), ()]
