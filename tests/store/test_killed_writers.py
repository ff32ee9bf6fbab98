"""Killed processes: every acknowledged coding is on disk, and nothing is written in part.

By default a few kills and acts, hundreds with `pytest -m long`.
"""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from qualcode.model import Source
from qualcode.store.database import Database
from tests.support import stored_studies
from tests.support.programs import processes

CODERS = ("ann", "ben")
AT_MOST = 10_000


def begin(server: subprocess.Popen[str], first: int) -> int:
    """Start a writer whose codings are numbered from `first`; return its process id."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{first} {AT_MOST}\n")
    server.stdin.flush()
    # A writer may have printed before its process id was: what comes first does not matter here.
    return int(next(line for line in server.stdout if line.strip().isdigit()))


def acknowledged_until_killed(
    server: subprocess.Popen[str], writer: int, chance: random.Random
) -> tuple[list[str], bool]:
    """Let the writer come so far, kill it at a random moment, and return what it acknowledged."""
    assert server.stdout is not None
    # Every fifth is killed while it opens the database, the others within an act or two.
    lines = [server.stdout.readline().strip() for _ in range(chance.choice((0, 1, 2, 3, 5)))]
    assert "ended" not in lines, "the writer ended before it was killed"
    time.sleep(chance.random() * 0.004)  # this waits for nothing: it makes the moment random
    os.kill(writer, signal.SIGKILL)
    for line in server.stdout:
        if line.strip() == "ended":
            break
        lines.append(line.strip())
    return lines, len(lines) < AT_MOST


def half_made(database: Database, source: Source) -> list[str]:
    """Return the ids of codings whose row, words, act and change do not fit together."""
    rows = database.rows('SELECT id, start, "end", quote, context_before, coder FROM codings')
    changes = {
        json.loads(str(after))["id"]: (coder, subject)
        for coder, subject, after in database.rows(
            "SELECT coder, subject, after FROM acts LEFT JOIN changes ON act = number WHERE verb = 'apply'"
        )
    }
    broken = [
        str(coding)
        for coding, start, end, quote, before, coder in rows
        if changes.pop(coding, None) != (coder, "codings")
        or source.text[int(start or 0) : int(end or 0)] != quote
        or not source.text[: int(start or 0)].endswith(str(before))
    ]
    return broken + list(changes)


@pytest.mark.parametrize("number_of_kills", [12, pytest.param(240, marks=pytest.mark.long)])
def test_every_acknowledged_coding_survives_kills_at_random_moments(path: Path, number_of_kills: int) -> None:
    with stored_studies.new_database(path) as database:
        source = stored_studies.import_marked(
            database, "Int: What then?\nR: " + "We took out a line. " * 500
        ).source
    chance, acknowledged, kills = random.Random(20260301), set[str](), 0  # noqa: S311 - not a secret
    servers = [processes.start("endless_coder.py", path, source.id, coder) for coder in CODERS]
    for number in range(number_of_kills // 2):
        writers = [begin(server, (2 * number + at) * AT_MOST) for at, server in enumerate(servers)]
        for server, writer in zip(servers, writers, strict=True):
            lines, unfinished = acknowledged_until_killed(server, writer, chance)
            acknowledged.update(lines)
            kills += unfinished
        with Database(path) as database:
            assert acknowledged <= {str(row[0]) for row in database.rows("SELECT id FROM codings")}
    assert [server.communicate(timeout=60) for server in servers] == [("", ""), ("", "")]
    with Database(path) as database:
        assert half_made(database, source) == []
        assert database.problems() == []
    assert kills == number_of_kills
    assert len(acknowledged) > number_of_kills


@pytest.mark.parametrize("acts", [60, pytest.param(300, marks=pytest.mark.long)])
def test_two_processes_that_write_at_once_lose_nothing_and_wait_for_each_other(path: Path, acts: int) -> None:
    with stored_studies.new_database(path) as database:
        marked = stored_studies.import_marked(
            database, "Int: What then?\nR: " + "We [took]{first} a line. " + "Then. " * 500
        )
    shared = marked.codings[0].id
    writers = [
        processes.start("endless_coder.py", path, "one", coder, (at + 1) * 10_000, acts, shared)
        for at, coder in enumerate(CODERS)
    ]
    outputs = [process.communicate(timeout=120) for process in writers]
    assert [err for _, err in outputs] == ["", ""]
    assert [process.returncode for process in writers] == [0, 0]
    acknowledged = {one for out, _ in outputs for one in out.split()}
    with Database(path) as database:
        assert len(acknowledged) == 2 * acts
        assert {str(row[0]) for row in database.rows("SELECT id FROM codings")} == acknowledged | {shared}
        memo = str((database.row("SELECT memo FROM codings WHERE id = ?", [shared]) or ("",))[0])
        assert (memo.count("a"), memo.count("b"), len(memo)) == (acts, acts, 2 * acts)
        assert database.problems() == []
