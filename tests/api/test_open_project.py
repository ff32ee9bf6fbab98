"""`qualcode.open`: reading without writing, several projects, errors, and how light the import is."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import qualcode
from qualcode.errors import ConflictError, NotFoundError, QualcodeError, StorageError, UsageError
from tests.support import small_project
from tests.test_architecture import HEAVY


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project."""
    return small_project.write(tmp_path_factory.mktemp("small"))


@pytest.fixture
def study(original: Path, tmp_path: Path) -> Path:
    """A copy of the small project."""
    return Path(shutil.copytree(original, tmp_path / "my-study"))


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


READING: dict[str, Callable[[qualcode.OpenProject], object]] = {
    "codings": lambda project: project.codings(),
    "segments": lambda project: project.segments(),
    "sources": lambda project: project.sources(),
    "speakers": lambda project: project.speakers(),
    "cases": lambda project: project.cases(),
    "codebook": lambda project: project.codebook,
    "memos": lambda project: project.memos(),
    "history": lambda project: project.history(),
    "status": lambda project: project.status(),
    "frequencies": lambda project: project.frequencies(),
    "crosstab": lambda project: project.crosstab("code", "tier"),
    "cooccurrence": lambda project: project.cooccurrence(within="sentence"),
    "sequence": lambda project: project.sequence(),
    "words": lambda project: project.words(),
    "matrix": lambda project: project.matrix(),
    "framework": lambda project: project.framework(),
    "compare": lambda project: project.compare("tier", "local", "national"),
    "saturation": lambda project: project.saturation(),
    "agreement": lambda project: project.agreement(),
    "rounds": lambda project: project.rounds(),
    "timeline": lambda project: project.timeline(),
    "coverage": lambda project: project.coverage(),
    "barcode": lambda project: project.barcode(),
    "quotes": lambda project: project.quotes("*"),
    "kwic": lambda project: project.kwic("line"),
    "coders": lambda project: project.coders(),
    "summaries": lambda project: project.summaries(),
    "export": lambda project: project.export(project.folder.parent / "exported"),
    "report": lambda project: project.report(project.folder.parent / "report.html"),
}
WRITING: dict[str, Callable[[qualcode.OpenProject], object]] = {
    "apply": lambda project: project.apply("pursue", "local-01", turn=2),
    "apply_where": lambda project: project.apply_where("pursue", "line"),
    "apply_rows": lambda project: project.apply_rows(project.kwic("line").assign(code="pursue")),
    "remove": lambda project: project.remove("a"),
    "star": lambda project: project.star("a"),
    "memo": lambda project: project.memo("project", "", "text"),
    "undo": lambda project: project.undo(),
    "redo": lambda project: project.redo(),
    "import_files": lambda project: project.import_files("nowhere.txt"),
    "import_cases": lambda project: project.import_cases("nowhere.csv"),
    "set_case": lambda project: project.set_case("P1", tier="local"),
    "join_case": lambda project: project.join_case("P1", "local-01"),
    "rename_case": lambda project: project.rename_case("P1", "L1"),
    "remove_case": lambda project: project.remove_case("P1"),
    "rename_coder": lambda project: project.rename_coder("ann", "anna"),
    "finish_sources": lambda project: project.finish_sources("local-01"),
    "reopen_sources": lambda project: project.reopen_sources("local-01"),
    "change_speakers": lambda project: project.change_speakers(interviewers="Officer"),
    "change_kind": lambda project: project.change_kind("local-01", "document"),
    "rename_source": lambda project: project.rename_source("local-01", "one"),
    "remove_source": lambda project: project.remove_source("local-01"),
    "suggest": lambda project: project.suggest(),
    "suggestions": lambda project: project.suggestions(),
    "accept": lambda project: project.accept(codes=["pursue"]),
    "reject": lambda project: project.reject(codes=["pursue"]),
    "next": lambda project: project.next(),
    "trial": lambda project: project.trial(),
    "write_summary": lambda project: project.write_summary("P1", "roles", "text"),
    "remove_summary": lambda project: project.remove_summary("P1", "roles"),
}
NEITHER = {"at", "close", "coder", "folder", "similar", "disagreements"}
"""`similar` needs the extra `semantic`, `disagreements` a closed round."""


def test_the_tables_here_have_every_method() -> None:
    public = {name for name in dir(qualcode.OpenProject) if not name.startswith("_")}
    assert public == READING.keys() | WRITING.keys() | NEITHER


def test_without_a_coder_nothing_in_the_folder_is_written(study: Path) -> None:
    before = files(study)
    with qualcode.open(study) as project:
        for read in READING.values():
            read(project)
        assert files(study) == before
    assert files(study) == before


@pytest.mark.parametrize("verb", WRITING)
def test_without_a_coder_every_act_is_a_clear_error(study: Path, verb: str) -> None:
    before = files(study)
    with (
        qualcode.open(study) as project,
        pytest.raises(UsageError, match="This project is open for reading only") as raised,
    ):
        WRITING[verb](project)
    assert 'coder="NAME"' in raised.value.hint
    assert files(study) == before


@pytest.mark.parametrize("method", READING | WRITING)
def test_after_closing_every_method_is_a_clear_error(study: Path, method: str) -> None:
    with qualcode.open(study, coder="ann") as project:
        pass
    assert "closed" in repr(project)
    with pytest.raises(UsageError, match="This project is closed"):
        (READING | WRITING)[method](project)


def test_a_reader_sees_what_another_program_writes(study: Path) -> None:
    with qualcode.open(study) as reader:
        assert len(reader.codings()) == 4
        with qualcode.open(study, coder="ben") as project:
            project.apply("protect", "local-01", turn=4)
            assert len(reader.codings()) == 5
        assert reader.codings()["coder"].tolist().count("ben") == 1


def test_several_projects_may_be_open(study: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(study, tmp_path / "other"))
    with qualcode.open(study) as one, qualcode.open(other, coder="ann") as two, qualcode.open(study) as three:
        two.undo()
        assert [len(project.codings()) for project in (one, two, three)] == [4, 3, 4]


def test_a_project_is_found_from_a_folder_in_it_or_from_the_current_one(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qualcode.open(study / "sources") as project:
        assert project.folder == study
    monkeypatch.chdir(study)
    with qualcode.open() as project:
        assert (project.folder, project.coder) == (study, None)


def test_errors_are_those_of_the_commands(study: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="There is no qualcode project"):
        qualcode.open(tmp_path)
    with pytest.raises(UsageError, match="The coder's name is empty"):
        qualcode.open(study, coder=" ")
    with qualcode.open(study, coder="ann") as project:
        with pytest.raises(NotFoundError, match="There is no code 'persue'") as raised:
            project.apply("persue", "local-01", turn=2)
        assert raised.value.hint == "Did you mean 'pursue'?"
        with pytest.raises(ConflictError, match="ann has already applied 'pursue'"):
            project.apply("pursue", "local-01", quote="took out a line")
        with pytest.raises(UsageError, match="exactly one way"):
            project.apply("pursue", "local-01", quote="line", turn=2)
        with pytest.raises(NotFoundError, match="There is no kind of source 'interviews'"):
            project.frequencies(kind="interviews")
        with pytest.raises(QualcodeError, match="tierr"):
            project.frequencies(where="tierr = local")
        with pytest.raises(NotFoundError, match="There is no coder"):
            project.frequencies(coders="an")
        with pytest.raises(TypeError, match="unexpected keyword argument"):
            project.frequencies(were="tier = local")  # type: ignore[call-arg]


def test_one_name_need_not_be_in_a_list(study: Path, tmp_path: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        project.suggest("local-01", codes="protect", suggester="patterns")
        assert len(project.suggestions(sources="local-01", codes="protect")) == 1
        assert project.barcode(source="local-01").equals(project.barcode(source=["local-01"]))
        assert project.saturation(source="local-01")["source"].tolist() == ["local-01"]
        assert project.codings(coders="ann").equals(project.codings(coders=["ann"]))
        [file] = project.export(tmp_path / "exported", only="codings").files
        assert file.name == "codings.csv"
        [accepted] = project.accept(project.suggestions()["id"][0])
        assert project.remove(accepted) == [accepted]
        assert len(project.remove(project.codings()["coding_id"])) == 4


def test_a_missing_database_is_a_clear_error(study: Path) -> None:
    (study / "qualcode.db").unlink()
    with pytest.raises(StorageError, match="The project's database is missing"):
        qualcode.open(study)


def test_rows_that_cannot_be_applied_are_listed_and_none_is_applied(study: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        rows = project.kwic("line").assign(code=["pursue", "persue", "pursue"])
        with pytest.raises(QualcodeError, match="1 of 3 rows cannot be applied, so none was") as raised:
            project.apply_rows(rows)
        assert "row 2: There is no code 'persue'" in str(raised.value)
        assert len(project.codings()) == 4
        assert project.apply_rows(rows.assign(code="pursue")) == 3
        assert project.undo()["verb"].tolist() == ["apply"]
        assert len(project.codings()) == 4


def test_rows_that_cannot_be_applied_are_returned_on_demand_and_the_others_applied(study: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        rows = project.kwic("line").assign(code=["pursue", "persue", "pursue"])
        bad = project.apply_rows(rows.set_index("turn", drop=False), skip_bad=True)
        assert bad["code"].tolist() == ["persue"]
        assert bad["reason"].tolist() == ["There is no code 'persue'. Did you mean 'pursue'?"]
        assert list(bad.columns) == [*rows.columns, "reason"]
        assert len(project.codings()) == 6
        assert project.apply_rows(bad.assign(code="pursue").drop(columns="reason")) == 1
        assert project.apply_rows(rows.assign(code="displacement"), skip_bad=True).empty


def test_files_that_cannot_be_imported_are_listed_and_the_others_are_imported(
    study: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text("Int: A?\nNurse: We help.\n", encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"no Word file")
    with qualcode.open(study, coder="ann") as project:
        with pytest.raises(QualcodeError, match="1 of 2 files were not imported") as raised:
            project.import_files([tmp_path / "good.txt", tmp_path / "broken.docx"])
        assert "broken.docx: " in raised.value.hint
        assert "good" in project.sources()["source"].tolist()
        again = project.import_files(tmp_path / "good.txt")
        assert len(again) == 0
        assert again.attrs["notes"] == ["good.txt was imported before, as good: skipped."]


def test_notices_are_python_warnings(study: Path) -> None:
    codebook = study / "codebook.yaml"
    codebook.write_text(codebook.read_text().replace("displacement", "moving"), encoding="utf-8")
    with (
        qualcode.open(study) as project,
        pytest.warns(UserWarning, match="no longer has `displacement`"),
    ):
        project.frequencies()


def test_importing_qualcode_loads_nothing_else(tmp_path: Path) -> None:
    before_and_after = (
        "import sys; before = set(sys.modules); import qualcode; "
        "print(sorted(set(sys.modules) - before - {'qualcode'})); qualcode.open; "
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    process = subprocess.run(
        [sys.executable, "-c", before_and_after], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert process.stdout == "[]\n[]\n"


def test_the_public_names_are_listed() -> None:
    assert set(dir(qualcode)) == {"OpenProject", "__version__", "errors", "open"}
    assert all(getattr(qualcode, name) for name in qualcode.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        getattr(qualcode, "opne")  # noqa: B009 - mypy would not allow it
