"""Suggest in a process of its own, which kills itself (SIGKILL) at a chosen moment; say what is left.

The moments are the calls that the store makes while it writes, spread evenly from the beginning of the
transaction to its end, so that the same moments come in every run. Prints JSON.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[3]))

from qualcode.store.project import Project, open_project
from qualcode.store.records import suggestions
from qualcode.workflows.suggestions import run_suggester
from tests.support.suggestion_study import ANN, project_in

OLD = run_suggester.SuggestOptions(suggester="patterns")
NEW = run_suggester.SuggestOptions(suggester="patterns", with_interviewer=True)
STORE = str(Path("qualcode", "store"))


class Fuse:
    """Counts the store's calls once every source has been looked at, and kills the process at one of them."""

    def __init__(self, moment: int | None = None) -> None:
        self.moment = moment
        self.calls = 0
        self.sources = 0

    def looked_at_one(self) -> None:
        self.sources += 1
        if self.sources == 2:
            sys.setprofile(self.count)

    def count(self, frame: FrameType, _: str, __: object) -> None:
        if STORE in frame.f_code.co_filename:
            self.calls += 1
            if self.calls == self.moment:
                os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, kills: int) -> None:
    with project_in(folder) as project:
        suggest(project, OLD, Fuse())
        old = opinions(project)
    reading, writing = os.pipe()
    assert in_child(folder, Fuse(), writing) == 0
    moments = int(os.read(reading, 100))
    with open_project(folder) as project:
        new = opinions(project)
        suggest(project, OLD, Fuse())
        assert opinions(project) == old != new
    found = []
    for number in range(kills):
        status = in_child(folder, Fuse(1 + number * (moments - 1) // (kills - 1)), writing)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "the process came to its end"
        with open_project(folder) as project:
            left = opinions(project)
            found.append("old" if left == old else "new" if left == new else "neither")
            if left != old:
                suggest(project, OLD, Fuse())
    with open_project(folder) as project:
        problems = project.database.problems()
    print(json.dumps({"moments": moments, "found": found, "problems": problems}))  # noqa: T201 - its result


def in_child(folder: Path, fuse: Fuse, writing: int) -> int:
    """Suggest in a child process; return how it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        with open_project(folder) as project:
            suggest(project, NEW, fuse)
        os.write(writing, str(fuse.calls).encode())
    finally:
        os._exit(0)


def suggest(project: Project, asked: run_suggester.SuggestOptions, fuse: Fuse) -> None:
    run_suggester.suggest(project, ANN, run_suggester.source_ids(project), asked, fuse.looked_at_one)
    sys.setprofile(None)


def opinions(project: Project) -> list[tuple[str, float, str]]:
    return [(one.id, one.score, one.reason) for one in suggestions.pending(project.database, ANN)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
