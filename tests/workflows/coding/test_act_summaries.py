"""What acts on codings say in the history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.model import CodeKey, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.coding import apply_codes, star_codings, write_memos
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, study


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    first = interview("P: We [took out]{pursue@ann} a line. It [came back]{displacement@ann}.", name="one")
    second = interview("P: We [moved on]{pursue@ann}.", name="two")
    with study(tmp_path / "study", first, second) as opened:
        yield opened


def coding_ids(project: Project) -> list[str]:
    return [str(coding.id) for code in ("pursue", "displacement") for coding in of_code(project, code)]


def of_code(project: Project, code: str) -> list[Coding]:
    return codings.of_code(project.database, CodeKey(code))


def newest_summary(project: Project) -> str:
    return history.acts(project.database, limit=1)[0].summary


def test_codings_of_one_source_are_quoted(project: Project) -> None:
    pursue, displacement = of_code(project, "pursue")[0], of_code(project, "displacement")[0]
    star_codings.star(project, ANN, [pursue.id, displacement.id])
    assert newest_summary(project) == (
        f"pursue on «took out», one [{pursue.span.start}:{pursue.span.end}]; "
        f"displacement on «came back», one [{displacement.span.start}:{displacement.span.end}]"
    )


def test_codings_of_several_sources_are_only_counted(project: Project) -> None:
    apply_codes.remove(project, ANN, coding_ids(project))
    assert newest_summary(project) == "3 codings of pursue, displacement in one, two"


def test_an_unchanged_memo_does_not_quote(project: Project) -> None:
    coding = of_code(project, "pursue")[0]
    write_memos.write_on_coding(project, ANN, coding.id, "why?")
    assert "«took out»" in newest_summary(project)
    write_memos.write_on_coding(project, ANN, coding.id, "why?")
    assert "took out" not in newest_summary(project)
