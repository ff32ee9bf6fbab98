"""Every command with an output that fails or lacks characters, and the permissions of what it writes."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.cli.output.streams import open_streams
from qualcode.store.project import open_project
from qualcode.workflows.check_project import check_project
from tests.cli.conftest import MadeOnce, Run, Said
from tests.support import every_command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams and permissions are POSIX's")

NAMES = {
    "SOURCE": "Café 😀",
    "CASE": "Zoë",
    "CODER": "ann",
    "ROUND": "pilot",
    "TWO": "two",
    "TIER": "größer",
    "OTHER": "klein",
}
READ = [[], *every_command.lines(every_command.READING + every_command.EXACT)]
CHANGE = every_command.lines(every_command.WRITING + every_command.CHANGING)


def _closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


STREAMS: dict[str, Callable[[], int]] = {
    "full disk": lambda: os.open("/dev/full", os.O_WRONLY),
    "closed pipe": _closed_pipe,
    "closed": lambda: os.open(os.devnull, os.O_RDONLY),
}
"""What stdout is → a descriptor of it; a closed one is filled with a file that is for reading."""


@pytest.fixture
def accented(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """A coded study with characters outside ASCII in every name and text."""

    def fill() -> None:
        (study / "codebook.yaml").write_text(
            'codebook: "Straße"\ncodes:\n  - code: pursue\n    label: "Überführen"\n    definition: "… ⛔"\n'
            "    patterns: [{phrase: line}]\n  - code: protect\n",
            encoding="utf-8",
        )
        more = "Anna: Nothing else happened that day.\n" * 60
        (study.parent / "more.txt").write_text(f"Int: What?\nZoë: A « line » — 😀.\n{more}", encoding="utf-8")
        (study.parent / "two.txt").write_text(f"Int: And?\nZoë: The line, naïve.\n{more}", encoding="utf-8")
        (study.parent / "people.csv").write_text("case,source,tier\nÅse,two,klein\n", encoding="utf-8")
        table = "case,source,tier\nZoë,more,größer\nÅke,local-01,klein\n"
        (study.parent / "cases.csv").write_text(table, encoding="utf-8")
        for arguments in (
            ("import", study.parent / "more.txt"),
            ("apply", "pursue", "-s", "more", "--turn", "2", "--memo", "für später …"),
            ("apply", "pursue", "protect", "-s", "local-01", "--turn", "2", "--memo", "né"),
            ("memo", "project", "Überlegung ⛔"),
            ("cases", "import", study.parent / "cases.csv"),
            ("sources", "rename", "more", NAMES["SOURCE"]),
            ("suggest",),
            ("rounds", "draw", NAMES["ROUND"], "--coders", "ann,ben"),
            ("rounds", "close", NAMES["ROUND"], "--anyway"),
        ):
            result = run(*arguments)
            assert result.code == 0, (arguments, result.err)

    made_once(fill)
    return study


@contextmanager
def streams(folder: Path, stdout: int, encoding: str) -> Iterator[Path]:
    """Put a descriptor in the place of stdout and a file in that of stderr; yield the file."""
    saved = [os.dup(number) for number in (1, 2)]
    before = sys.stdin, sys.stdout, sys.stderr
    errors = folder / "errors"
    try:
        with errors.open("wb") as file:
            os.dup2(file.fileno(), 2)
        os.dup2(stdout, 1)
        sys.stdin = io.StringIO()
        sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        open_streams()
        yield errors
    finally:
        sys.stderr.flush()
        for number, descriptor in enumerate(saved, start=1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        sys.stdin, sys.stdout, sys.stderr = before
        os.close(stdout)


def run_into(
    folder: Path, stdout: int, arguments: list[str], monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8"
) -> Said:
    """Run the program with this stdout; return its exit code and what it says."""
    monkeypatch.setattr(sys, "argv", ["qualcode", *arguments])
    monkeypatch.setattr("qualcode.store.history._completed", [])  # as in a new process
    code: object = 0
    with streams(folder, stdout, encoding) as errors:
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    return Said(code, "", errors.read_text(encoding="utf-8"))


def check_failing_output(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch, stream: str, arguments: list[str]
) -> None:
    """Run a command that reads with a stdout that fails, and check what it says."""
    prepared = every_command.prepared(study.parent, study, arguments, NAMES)
    usual = run(*prepared)
    result = run_into(study.parent, STREAMS[stream](), prepared, monkeypatch)
    assert "Traceback" not in result.err, arguments
    if not usual.out:
        assert result.code == usual.code, (arguments, result.err)
    elif stream == "closed pipe":
        assert result.code == 141, (arguments, result.err)
        assert result.err == usual.err, arguments
    else:
        assert result.code == 1, (arguments, result.err)
        last = result.err.splitlines()[-1]
        assert last.startswith("Error: "), arguments
        assert "could not be written" in last, arguments


def test_a_read_command_whose_output_fails_says_so_unless_its_reader_has_ended(
    accented: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, arguments in enumerate(READ):
        check_failing_output(accented, run, monkeypatch, list(STREAMS)[number % len(STREAMS)], arguments)


@pytest.mark.long
@pytest.mark.parametrize("stream", STREAMS)
def test_every_read_command_says_so_whatever_fails(
    accented: Path, run: Run, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    for arguments in READ:
        check_failing_output(accented, run, monkeypatch, stream, arguments)


@pytest.mark.long
@pytest.mark.parametrize("stream", STREAMS)
def test_a_command_that_changes_something_is_whole_whatever_happens_to_its_output(
    accented: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    for arguments in CHANGE:
        prepared = every_command.prepared(accented.parent, accented, arguments, NAMES)
        result = run_into(accented.parent, STREAMS[stream](), prepared, monkeypatch)
        assert "Traceback" not in result.err, arguments
        if result.code == 1 and "It was done" not in result.err:
            assert result.err.splitlines(), arguments
        with open_project(accented) as project:
            assert project.database.problems() == []
            assert check_project(project) == [], arguments


def test_an_output_without_the_characters_gets_their_numbers(
    accented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    escaped = 0
    commands = every_command.lines(every_command.READING)
    for arguments in commands:
        prepared = every_command.prepared(accented.parent, accented, arguments, NAMES)
        file = accented.parent / "output"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        result = run_into(accented.parent, descriptor, prepared, monkeypatch, "ascii")
        assert result.code in (0, 3), (arguments, result.err)
        assert file.read_bytes().isascii()
        escaped += b"\\x" in file.read_bytes() or b"\\u" in file.read_bytes()
    assert escaped > len(commands) / 2


@pytest.mark.long
@pytest.mark.parametrize("umask", [0o000, 0o027, 0o277], ids=oct)
def test_every_file_of_a_project_is_its_owners_alone_and_others_follow_the_umask(
    accented: Path, run: Run, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = os.umask(umask)
    try:
        existing = {path for path in accented.parent.rglob("*") if accented not in path.parents}
        for arguments in CHANGE:
            prepared = every_command.prepared(accented.parent, accented, arguments, NAMES)
            run(*prepared)
            wrong = [
                f"{path}: {oct(mode)}"
                for path, mode in _modes(accented.parent).items()
                if path not in existing and mode not in _allowed(path, accented.parent, umask)
            ]
            assert wrong == [], arguments
    finally:
        os.umask(before)


def _modes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mode & 0o777 for path in folder.rglob("*")}


def _allowed(path: Path, folder: Path, umask: int) -> set[int]:
    """Return the permissions that a file may have; projects, backups and packs are their owner's alone."""
    is_private = path.suffix in (".zip", ".qpack") or any(
        (parent / "qualcode.toml").exists() for parent in (path, *path.parents) if folder in parent.parents
    )
    usual = 0o777 if path.is_dir() else 0o666
    return {usual & 0o700} if is_private else {usual & ~umask, usual & 0o700}
