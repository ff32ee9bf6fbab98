"""Every table of the Python API takes `coders`, and its notes name the coders whose work is in it."""

from collections.abc import Iterator

import pytest

import qualcode
from qualcode.errors import NotFoundError
from tests.support import small_project

COUNTED = [
    "coverage",
    "cooccurrence",
    "frequencies",
    "matrix",
    "saturation",
    "segments",
    "sequence",
    "sources",
]
LISTED = {"memos": "memos", "history": "acts", "summaries": "summaries"}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qualcode.OpenProject]:
    """The small project, coded by ann and ben; cy has only looked."""
    folder = small_project.write(tmp_path_factory.mktemp("pooled"))
    for coder in ("ben", "ann"):
        with qualcode.open(folder, coder=coder) as project:
            project.apply(["protect", "displacement"], "local-01", quote="safeguard them", memo="both")
            project.write_summary("P1", "roles", f"by {coder}")
    with qualcode.open(folder, coder="cy") as project:
        project.finish_sources("local-01")
        project.reopen_sources("local-01")
    with qualcode.open(folder) as project:
        yield project


@pytest.mark.parametrize("name", COUNTED)
def test_a_table_of_numbers_names_the_coders_that_it_pools(study: qualcode.OpenProject, name: str) -> None:
    note = "The codings of ann, ben are counted together"
    table = getattr(study, name)
    assert any(each.startswith(note) for each in table().attrs["notes"])
    assert not any("together" in each for each in table(coders="ben").attrs["notes"])
    assert "cy has no codings here." in table(coders="cy").attrs["notes"]
    with pytest.raises(NotFoundError, match="There is no coder 'dan'"):
        table(coders=("ann", "dan"))


@pytest.mark.parametrize("name", LISTED)
def test_a_list_names_the_coders_of_its_rows(study: qualcode.OpenProject, name: str) -> None:
    table = getattr(study, name)
    assert f"The {LISTED[name]} of ann, ben" in table().attrs["notes"][0]
    assert set(table(coders="ben")["coder"]) == {"ben"}
    assert set(table(coders=["ben", "ann"])["coder"]) == {"ann", "ben"}
    with pytest.raises(NotFoundError, match="There is no coder 'dan'"):
        table(coders="dan")


def test_quotes_and_the_status_are_of_some_coders(study: qualcode.OpenProject) -> None:
    assert set(study.quotes("protect")["coders"]) == {"ann", "ben"}
    assert set(study.quotes("protect", coders="ben")["coders"]) == {"ben"}
    assert "The codings of ann, ben are listed together" in study.quotes("protect").attrs["notes"][0]
    assert study.status(coders="ben").codings_by_coder == {"ben": 2}
