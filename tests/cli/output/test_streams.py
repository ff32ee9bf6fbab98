"""Streams that are closed, full or of another encoding: one line, an exit code, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="closes the streams of a POSIX shell")
QUALCODE = f'"{sys.executable}" -m qualcode'
_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of a shell in which $Q is the program; the exit code is the program's."""
    return subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command.replace("$Q", QUALCODE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def into_closed_pipe(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with a pipe as stdout whose reader has ended."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "qualcode", *command.split()],
            stdout=writing,
            stderr=subprocess.PIPE,
            env={**os.environ, "PAGER": ""},
            check=False,
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        pytest.param("$Q show local-01 > /dev/full", 1, "No space left on device", marks=_FULL),
        pytest.param("$Q codings -f csv > /dev/full", 1, "No space left on device", marks=_FULL),
        pytest.param("$Q sources > /dev/full", 1, "No space left on device", marks=_FULL),
        pytest.param("$Q --help > /dev/full", 1, "No space left on device", marks=_FULL),
        ("$Q status >&-", 1, "could not be written"),
        ("$Q sources remove local-01 <&-", 1, "Aborted"),
        ("$Q code < /dev/null", 2, "needs a terminal"),
        ("$Q status 2>&- >/dev/null", 0, ""),
    ],
)
@pytest.mark.usefixtures("study", "coded")
def test_a_stream_that_cannot_be_used_is_said_in_one_line(command: str, code: int, message: str) -> None:
    result = shell(command)
    assert (result.returncode, "Traceback" in result.stderr) == (code, False), result.stderr
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) <= (2 if code == 2 else 1)


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "sources --help",
        "--version",
        "guide",
        "guide definitions",
        "",
        "show local-01",
        "sources",
        "codings",
        "codings -f json",
        "codings -f csv",
        "codings -f xlsx",
        "history",
        "codebook schema",
    ],
)
@pytest.mark.usefixtures("coded")
def test_a_reader_that_needs_no_more_ends_the_program_silently(command: str) -> None:
    result = into_closed_pipe(command)
    assert (result.returncode, "Error" in result.stderr.decode()) == (141, False)
    assert len(result.stderr.splitlines()) == (command == "guide")  # its hint, which is no result


def test_the_head_of_a_long_output_is_whole(study: Path, run: Run) -> None:
    (study / "long.txt").write_text(INTERVIEW + "There are so many words. " * 10_000, encoding="utf-8")
    assert run("import", "long.txt").code == 0
    result = shell("$Q show long | head -n 3")
    assert (result.returncode, result.stderr) == (141, "")
    assert len(result.stdout.splitlines()) == 3


@pytest.mark.usefixtures("study")
def test_an_act_whose_output_nobody_read_is_said_to_be_done(run: Run) -> None:
    result = into_closed_pipe("apply pursue --source local-01 --turn 2")
    assert result.returncode == 141
    assert b"has ended. It was done, though: apply: pursue" in result.stderr
    assert "pursue" in run("codings").out


@pytest.mark.usefixtures("study")
def test_messages_that_nobody_reads_stop_no_command(run: Run) -> None:
    result = shell("{ $Q apply pursue --source local-01 --turn 2 2>&1 >/dev/null; } | true")
    assert result.returncode == 0
    assert "pursue" in run("codings").out


@pytest.fixture
def coded(study: Path, run: Run) -> None:
    """A coding of the interview, and enough output to fill a pipe."""
    assert study.is_dir()
    run("apply", "pursue", "-s", "local-01", "--turn", "2")


@_FULL
@pytest.mark.usefixtures("study")
def test_an_act_that_was_done_before_the_output_failed_is_said_to_be_done(run: Run) -> None:
    result = shell("$Q apply pursue --source local-01 --turn 2 > /dev/full")
    assert result.returncode == 1
    assert "It was done, though: apply: pursue" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "pursue" in run("codings").out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.usefixtures("study")
def test_an_encoding_without_a_character_shows_its_number(run: Run, encoding: str) -> None:
    run("memo", "project", "first … then ⛔")
    result = shell("$Q memos -f csv", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\\u2026" in result.stdout


def test_an_interrupt_while_the_program_starts_is_no_traceback() -> None:
    program = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a shell's background\n"
        "from qualcode import cli\n"
        "from qualcode.cli.output import streams\n"
        "streams.open_streams = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "cli.run()\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (130, "")
