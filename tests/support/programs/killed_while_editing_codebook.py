"""Edit a codebook in processes that are killed (SIGKILL) at each line; print the state that each leaves.

`killed_while_editing_codebook.py FOLDER rename|undo STEP`: prints a JSON list with an entry for every STEP
lines. An entry has the state of file and codings after the next command has opened the project, and its
notices.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))

from qualcode import notices
from qualcode.model import CodeKey
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings
from qualcode.store.records.codebook import codebooks
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import read_codebook_file
from tests.support.coded_projects import ANN, project

CODEBOOK = "codes:\n  - code: old # note\n  - code: other\n"
WATCHED = {"codebook_file.py", "files.py", "database.py"}


class Fuse:
    """Counts lines from the staging of the new file, before the commit, and kills the process at one."""

    def __init__(self, kill_at: int) -> None:
        self.remaining = kill_at
        self.counting = False

    def watch(self, frame: FrameType, _: str, __: object) -> Callable[[FrameType, str, Any], Any] | None:
        self.counting = self.counting or frame.f_code.co_name == "staged_file"
        return self.count if self.counting and Path(frame.f_code.co_filename).name in WATCHED else None

    def count(self, _: FrameType, event: str, __: object) -> Callable[[FrameType, str, Any], Any]:
        if event == "line":
            self.remaining -= 1
            if self.remaining == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.count


def change(study: Project, verb: str) -> None:
    """Rename a code, or undo that."""
    if verb == "undo":
        undo_acts.undo(study, ANN)
    else:
        edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, CodeKey("old"), CodeKey("new")))


def run_killed(folder: Path, verb: str, kill_at: int) -> bool:
    """Run the change in a child process that is killed at a line; return False if it has fewer lines."""
    child = os.fork()
    if child == 0:
        with open_project(folder) as study:
            sys.settrace(Fuse(kill_at).watch)
            change(study, verb)
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def state_after_opening(folder: Path) -> dict[str, object]:
    """Open the project as the next command does; return the state of its file and codings."""
    messages: list[str] = []
    notices.set_listener(messages.append)
    with open_project(folder) as study:
        current = read_codebook_file(study)
        newest = codebooks.newest(study.database)
        return {
            "keys": list(current.codebook.keys),
            "codes": sorted(codings.counts(study.database, "code")),
            "is written": study.codebook_path.read_bytes() == (newest.text if newest else "").encode(),
            "waits": codebooks.pending_file(study.database) is not None,
            "told": messages,
            "problems": study.database.problems(),
        }


def main(folder: Path, verb: str, step: int) -> None:
    """Kill the change at every `step`-th line until one run completes."""
    with project(folder / "whole", CODEBOOK, [(20, 5, ANN, "old"), (30, 5, ANN, "other")]) as study:
        if verb == "undo":
            change(study, "rename")
    states, kill_at = [], 1
    while True:
        copy = folder / str(kill_at)
        shutil.copytree(folder / "whole", copy)
        if not run_killed(copy, verb, kill_at):
            break
        states.append(state_after_opening(copy))
        shutil.rmtree(copy)
        kill_at += step
    json.dump(states, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
