"""The acts that are interrupted, and what must hold of a project after each.

A check is given whether the act succeeded; it does again what was not done.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import NotFoundError
from qualcode.model import CoderName
from qualcode.store import backup_file
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.people import cases
from qualcode.store.records.rounds import frozen_sources, rounds
from qualcode.workflows.exchange.create_from_contents import create_from_contents
from qualcode.workflows.exchange.import_codings import carry_out, propose_codings
from qualcode.workflows.exchange.read_foreign_project import read_foreign_project
from qualcode.workflows.project import back_up, create_project
from qualcode.workflows.project.current_codebook import read_codebook_file
from qualcode.workflows.rounds.close_round import close_round
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from qualcode.workflows.team.merge_copies import merge_copies
from tests.faults.conftest import SECRET

ANN = CoderName("ann")


@dataclass(frozen=True)
class Act:
    """A command, and what must hold of the project after it failed, succeeded or was killed."""

    command: Sequence[str]
    check: Callable[[Project, bool], None]
    project: str = "study"
    """The folder of the project, beside `study`, in which the command runs."""
    makes: Callable[[Path], Project] | None = None
    """Makes the project, if the command did not."""
    keeps_codings: bool = True
    """Whether the project has codings of ann afterwards, whatever happened."""


def _check_import(project: Project, succeeded: bool) -> None:
    done = "two" in sources.ids_by_name(project.database)
    assert done or not succeeded
    results = list(import_files(project, ANN, [project.folder.parent / "two.txt"], ImportOptions()))
    assert [result.error for result in results] == [None]
    assert bool(results[0].existing_source) == done
    assert sorted(path.name for path in project.sources_folder.iterdir()) == ["one.txt", "two.txt"]


def _check_erasure(project: Project, succeeded: bool) -> None:
    if succeeded:
        assert "one" not in sources.ids_by_name(project.database)
    else:
        with suppress(NotFoundError):  # the last commit failed after it was written: all is erased
            remove_source(project, ANN, "one", erase=True)
    assert [case.name for case in cases.read_all(project.database)] == ["other"]
    files = [path for path in project.folder.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET in path.read_bytes()] == []


def _check_rename(project: Project, succeeded: bool) -> None:
    keys = set(read_codebook_file(project).codebook.keys)
    assert set(codings.counts(project.database, "code")) <= keys
    assert ("chase" in keys) != ("pursue" in keys)
    assert "chase" in keys or not succeeded


def _check_backup(project: Project, succeeded: bool) -> None:
    archive = project.folder.parent / "study.zip"
    assert archive.exists() or not succeeded
    if archive.exists():
        assert "qualcode.db" in backup_file.read(archive).files


def _check_export(project: Project, succeeded: bool) -> None:
    table = project.tables_folder / "tables.xlsx"
    assert table.exists() or not succeeded
    assert not table.exists() or table.read_bytes().startswith(b"PK")


def _check_pack(project: Project, succeeded: bool) -> None:
    pack = project.folder.parent / "mine.qpack"
    assert pack.exists() or not succeeded
    if pack.exists():
        merge_copies(project, ANN, [pack], dry_run=True)


def _check_deposit(project: Project, succeeded: bool) -> None:
    folder = project.folder.parent / "deposit"
    assert not succeeded or (folder / "README.md").exists()


def _check_apply(project: Project, succeeded: bool) -> None:
    count = codings.counts(project.database, "code").get("protect", 0)
    assert count == 1 or not succeeded


def _check_merge(project: Project, succeeded: bool) -> None:
    done = codings.counts(project.database, "coder").get("ben", 0) == 2
    assert done or not succeeded
    assert ("supply" in read_codebook_file(project).codebook.keys) == done
    merge_copies(project, ANN, [project.folder.parent / "ben.qpack"])
    assert codings.counts(project.database, "coder") == {"ann": 1, "ben": 2}


def _check_rows(project: Project, succeeded: bool) -> None:
    counts = codings.counts(project.database, "coder")
    assert counts == {"ann": 2, "ben": 1} or (counts == {"ann": 1} and not succeeded)
    if not succeeded and counts == {"ann": 1}:
        carry_out(project, propose_codings(project, ANN, project.folder.parent / "rows.csv"))
    assert codings.counts(project.database, "coder") == {"ann": 2, "ben": 1}


def _check_close(project: Project, succeeded: bool) -> None:
    current = rounds.with_name(project.database, "pilot")
    assert not (succeeded and current.is_open)
    assert bool(frozen_sources.of_round(project.database, current.id)) != current.is_open
    if current.is_open:
        close_round(project, ANN, "pilot", anyway=True)
    assert len(frozen_sources.of_round(project.database, current.id)) == 1


def _check_new(project: Project, succeeded: bool) -> None:
    assert project.folder.is_dir() or not succeeded
    assert list(sources.ids_by_name(project.database)) == ["one"]
    assert codings.counts(project.database, "coder") == {"ann": 1}
    assert "pursue" in read_codebook_file(project).codebook.keys
    assert [path.name for path in project.sources_folder.glob("[!.]*")] == ["one.txt"]
    assert project.settings.name == "study"


def _check_empty(project: Project, succeeded: bool) -> None:
    assert project.settings.name == project.folder.name or not succeeded
    assert "pursue" in read_codebook_file(project).codebook.keys
    assert (project.folder / "codebook.schema.json").is_file()
    assert project.sources_folder.is_dir()
    notes = project.folder / "notes.md"
    assert project.folder.name != "used" or notes.read_text(encoding="utf-8") == "Mine."


def _created(folder: Path) -> Project:
    return create_project.create(folder, folder.name, folder.parent / "codes.yaml")


def _converted(folder: Path) -> Project:
    contents = read_foreign_project(folder.parent / "all.qdpx")
    return create_from_contents(folder, contents, "all.qdpx", ANN).project


def _restored(folder: Path) -> Project:
    return back_up.restore(folder.parent / "made.zip", folder)


ACTS = {
    "import": Act(["import", "../two.txt"], _check_import),
    "erase": Act(["sources", "remove", "one", "--erase", "--yes"], _check_erasure, keeps_codings=False),
    "rename": Act(["codebook", "rename", "pursue", "chase"], _check_rename),
    "backup": Act(["backup", "../study.zip"], _check_backup),
    "export": Act(["export", "--format", "xlsx"], _check_export),
    "pack": Act(["team", "pack", "../mine.qpack"], _check_pack),
    "deposit": Act(["export", "-f", "deposit", "-o", "../deposit"], _check_deposit),
    "apply": Act(["apply", "protect", "--source", "one", "--turn", "3"], _check_apply),
    "merge": Act(["team", "merge", "../ben.qpack"], _check_merge),
    "import codings": Act(["codings", "import", "../rows.csv", "--yes"], _check_rows),
    "close round": Act(["rounds", "close", "pilot", "--anyway"], _check_close, project="rounded"),
    "init": Act(
        ["init", "../new", "--codebook", "../codes.yaml"], _check_empty, "new", _created, keeps_codings=False
    ),
    "init here": Act(
        ["init", "../used", "--codebook", "../codes.yaml"],
        _check_empty,
        "used",
        _created,
        keeps_codings=False,
    ),
    "convert": Act(["init", "../new", "--from", "../all.qdpx"], _check_new, "new", _converted),
    "convert here": Act(["init", "../empty", "--from", "../all.qdpx"], _check_new, "empty", _converted),
    "convert beside": Act(["init", "../used", "--from", "../all.qdpx"], _check_new, "used", _converted),
    "restore": Act(["restore", "../made.zip", "../new"], _check_new, "new", _restored),
    "restore here": Act(["restore", "../made.zip", "../empty"], _check_new, "empty", _restored),
}
