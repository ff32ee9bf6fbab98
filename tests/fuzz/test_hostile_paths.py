"""Files that are none of what a command reads: empty, binary, nested without end, folders, pipes, links.

Each is read or refused with a message, in little time. A few by default; all: `pytest -m long tests/fuzz`.
"""

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, INTERVIEW
from tests.fuzz.test_fuzz_doors import run
from tests.support.command_lines import commands

READING = {
    "init FRESH --from FILE": "qdpx csv xlsx qda sqlite3 txt docx",
    "init FRESH --codebook FILE": "yaml csv xlsx qdc txt docx",
    "import FILE -p study": "txt md docx odt rtf pdf html vtt srt json csv xlsx",
    "codebook import FILE -o FRESH.yaml": "yaml csv xlsx qdc txt",
    "codebook import FILE --replace --yes -p study": "csv xlsx qdc txt",
    "codings import FILE --yes --skip-bad -p study": "csv xlsx docx json",
    "apply --from FILE --skip-bad -p study": "csv xlsx docx",
    "cases import FILE -p study": "csv xlsx",
    "restore FILE FRESH": "zip",
    "team merge FILE --dry-run -p study": "qpack",
    "words --stop-words FILE -p study": "txt",
    "words --only FILE -p study": "txt",
    "summary one pursue --file FILE -p study": "txt md",
    "status -p FILE": "db",
}
"""The commands that read a file, and the endings that they know."""
WRITING = {
    "frequencies -o FILE -p study": "csv xlsx docx json md html tex",
    "export -o FILE -p study": "qdpx xlsx csv",
    "export --only codings -o FILE -p study": "csv xlsx docx",
    "export -o ok.qdpx --loss-report FILE -p study": "csv txt",
    "report -o FILE -p study": "html md docx",
    "report --methods -o FILE -p study": "md docx",
    "backup FILE -p study": "zip",
    "team pack FILE -p study": "qpack",
    "codebook export -o FILE -p study": "csv xlsx docx qdc md",
    "quotes pursue -o FILE -p study": "csv docx md",
    "init FILE": "d",
    "demo FILE": "d",
}
_SLOW_SECONDS = 30.0


def _nested(opening: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(
        b'<?xml version="1.0"?>' * opening.startswith(b"<") + opening * 100_000
    )


def _entities(path: Path) -> None:
    entities = b"".join(
        b'<!ENTITY b%d "%s">' % (number, b"&b%d;" % (number - 1) * 10) for number in range(1, 12)
    )
    path.write_bytes(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b0 "aaaa">' + entities + b"]><a>&b11;</a>")


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_bytes(b"x")


SMALL: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "blank": lambda path: path.write_bytes(b"\xef\xbb\xbf \r\n\r\n\t\n"),
    "nul": lambda path: path.write_bytes(b"\0" * 5_000),
    "folder": lambda path: path.mkdir(),
    "missing": lambda _: None,
    "dangling": lambda path: path.symlink_to("nowhere"),
    "loop": lambda path: path.symlink_to(path.name),
    "below-file": _below_a_file,
    "long-name": lambda _: None,
}
LARGE: dict[str, Callable[[Path], object]] = {
    "binary": lambda path: path.write_bytes(random.Random(1).randbytes(50_000)),  # noqa: S311 - to be repeatable
    "fifo": os.mkfifo,
    "xml": _nested(b"<a>"),
    "json": _nested(b"["),
    "yaml": _nested(b"- "),
    "entities": _entities,
    "line": lambda path: path.write_bytes(b"a,b: c " * 1_000_000),
    "lines": lambda path: path.write_bytes(b"A: b,\n" * 20_000),
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small project; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    (tmp_path / "one.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    for line in (
        "init study --codebook codes.yaml",
        "import one.txt -p study",
        "apply pursue -s one --turn 2 -p study",
    ):
        assert run(line.split(), monkeypatch) == 0
    shutil.copytree(tmp_path / "study", tmp_path / "untouched")
    return tmp_path


def tries(
    kinds: dict[str, Callable[[Path], object]], lines: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield each command line with each kind of file of each ending."""
    for line, endings in lines.items():
        for ending in endings.split():
            for kind in kinds:
                yield line, kind, ending


def check(folder: Path, line: str, kind: str, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give one file to one command; it ends with an exit code, and in time."""
    shutil.rmtree(folder / "study")
    shutil.copytree(folder / "untouched", folder / "study")
    parent = folder / "hostile"
    if parent.is_file():
        parent.unlink()
    shutil.rmtree(parent, ignore_errors=True)
    parent.mkdir()
    file = parent / f"{'x' * 300 if kind == 'long-name' else kind}.{ending}"
    ({**SMALL, **LARGE}[kind])(file)
    words = {"FILE": str(file), "FRESH": "hostile-fresh", "FRESH.yaml": "hostile-fresh.yaml"}
    signal.setitimer(signal.ITIMER_REAL, _SLOW_SECONDS)
    try:
        code = run([words.get(word, word) for word in line.split()], monkeypatch)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert code in (0, 1, 2, 3)
    shutil.rmtree(folder / "hostile-fresh", ignore_errors=True)
    (folder / "hostile-fresh.yaml").unlink(missing_ok=True)
    assert run(["check", "-p", "study"], monkeypatch) in (0, 3)


def failures(
    cases: Iterator[tuple[str, str, str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Yield each command line that raises an error or takes too long."""
    for line, kind, ending in cases:
        try:
            check(folder, line, kind, ending, monkeypatch)
        except Exception as error:  # noqa: BLE001 - all are reported
            yield f"{line}, {kind}.{ending}: {type(error).__name__}: {error}"[:300]


def test_every_command_with_a_file_is_in_a_table() -> None:
    lines = " ".join([*READING, *WRITING])
    for name, command in commands().items():
        for parameter in command.params:
            if parameter.param_type_name == "argument" and "Path" in type(parameter.type).__name__:
                assert f"{name} " in lines or name == "tutor", name


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("line", READING)
def test_a_pipe_that_nobody_writes_to_is_refused(
    line: str, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(study, line, "fifo", READING[line].split()[0], monkeypatch)


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("kind", ["loop", "long-name"])
@pytest.mark.parametrize(
    "line", ["import FILE -p study", "export -o FILE -p study", "quotes pursue -o FILE -p study"]
)
def test_a_path_that_cannot_exist_is_a_message(
    line: str, kind: str, study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check(study, line, kind, {**READING, **WRITING}[line].split()[0], monkeypatch)
    assert "Error: " in capsys.readouterr().err


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("line", [line for line in WRITING if "FILE" in line.split()[1:]])
def test_an_output_never_takes_the_place_of_a_pipe_or_device(
    line: str, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(study, line, "fifo", WRITING[line].split()[0], monkeypatch)
    [pipe] = (study / "hostile").iterdir()
    assert pipe.is_fifo()


@pytest.mark.long
@pytest.mark.usefixtures("alarm")
def test_hostile_files_are_read_or_refused(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = tries({**SMALL, **LARGE}, {**READING, **WRITING})
    assert "\n".join(failures(cases, study, monkeypatch)) == ""
