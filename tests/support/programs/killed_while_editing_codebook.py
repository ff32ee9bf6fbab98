"""Change a codebook in processes that kill themselves (SIGKILL) at every line of it; say what is left.

`killed_while_editing_codebook.py FOLDER rename|undo STEP`: prints a JSON list with an entry for each line,
or every so many: what the file and the codings were when the next command had opened the project, and
what it told.
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
from qualcode.store.records import codebooks, codings
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import read_codebook_file
from tests.support.coded_projects import ANN, project

CODEBOOK = "codes:\n  - code: old # note\n  - code: other\n"
WATCHED = {"codebook_file.py", "files.py", "database.py"}


class Fuse:
    """Counts lines from where the new file is laid ready, before the commit, and kills at one of them."""

    def __init__(self, moment: int) -> None:
        self.left = moment
        self.lit = False

    def watch(self, frame: FrameType, _: str, __: object) -> Callable[[FrameType, str, Any], Any] | None:
        self.lit = self.lit or frame.f_code.co_name == "staged"
        return self.count if self.lit and Path(frame.f_code.co_filename).name in WATCHED else None

    def count(self, _: FrameType, event: str, __: object) -> Callable[[FrameType, str, Any], Any]:
        if event == "line":
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.count


def change(made: Project, verb: str) -> None:
    """Do what is to be killed."""
    if verb == "undo":
        undo_acts.undo(made, ANN)
    else:
        edit_codebook.carry_out(made, ANN, edit_codebook.rename(made, CodeKey("old"), CodeKey("new")))


def killed(folder: Path, verb: str, moment: int) -> bool:
    """Do it in a process of its own that is killed at this line; whether there was such a line."""
    child = os.fork()
    if child == 0:
        with open_project(folder) as made:
            sys.settrace(Fuse(moment).watch)
            change(made, verb)
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def found(folder: Path) -> dict[str, object]:
    """Open the project as the next command does; return the state in which it is then."""
    told: list[str] = []
    notices.set_listener(told.append)
    with open_project(folder) as made:
        force = read_codebook_file(made)
        newest = codebooks.newest(made.database)
        return {
            "keys": list(force.codebook.keys),
            "codes": sorted(codings.counts(made.database, "code")),
            "is written": made.codebook_path.read_bytes() == (newest.text if newest else "").encode(),
            "waits": codebooks.pending_file(made.database) is not None,
            "told": told,
            "problems": made.database.problems(),
        }


def main(folder: Path, verb: str, step: int) -> None:
    """Kill it at every line, or every so many lines, until it comes to its end."""
    with project(folder / "whole", CODEBOOK, [(20, 5, ANN, "old"), (30, 5, ANN, "other")]) as made:
        if verb == "undo":
            change(made, "rename")
    states, moment = [], 1
    while True:
        copy = folder / str(moment)
        shutil.copytree(folder / "whole", copy)
        if not killed(copy, verb, moment):
            break
        states.append(found(copy))
        shutil.rmtree(copy)
        moment += step
    json.dump(states, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
