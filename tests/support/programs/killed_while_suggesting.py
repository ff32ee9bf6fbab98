"""Suggest in child processes that kill themselves (SIGKILL) while writing; print what remains, as JSON.

They die at calls within the store, spread evenly from the beginning of the transaction to its end, the same
in every run.
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
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import run_suggester
from tests.support.suggestion_study import ANN, project_in

OLD = run_suggester.SuggestOptions(suggester="patterns")
NEW = run_suggester.SuggestOptions(suggester="patterns", with_interviewer=True)
STORE = str(Path("qualcode", "store"))


class KillSwitch:
    """Counts the store's calls after both sources are suggested on, and kills the process at one of them."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at = kill_at
        self.calls = 0
        self.sources = 0

    def count_source(self) -> None:
        self.sources += 1
        if self.sources == 2:
            sys.setprofile(self.count_call)

    def count_call(self, frame: FrameType, _: str, __: object) -> None:
        if STORE in frame.f_code.co_filename:
            self.calls += 1
            if self.calls == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, kills: int) -> None:
    with project_in(folder) as project:
        suggest(project, OLD, KillSwitch())
        old = stored_suggestions(project)
    reading, writing = os.pipe()
    assert in_child(folder, KillSwitch(), writing) == 0
    calls = int(os.read(reading, 100))
    with open_project(folder) as project:
        new = stored_suggestions(project)
        suggest(project, OLD, KillSwitch())
        assert stored_suggestions(project) == old != new
    outcomes = []
    for number in range(kills):
        status = in_child(folder, KillSwitch(1 + number * (calls - 1) // (kills - 1)), writing)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "the process was not killed"
        with open_project(folder) as project:
            remaining = stored_suggestions(project)
            outcomes.append("old" if remaining == old else "new" if remaining == new else "neither")
            if remaining != old:
                suggest(project, OLD, KillSwitch())
    with open_project(folder) as project:
        problems = project.database.problems()
    print(json.dumps({"calls": calls, "outcomes": outcomes, "problems": problems}))  # noqa: T201 - its result


def in_child(folder: Path, switch: KillSwitch, writing: int) -> int:
    """Suggest in a child process; return how it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        with open_project(folder) as project:
            suggest(project, NEW, switch)
        os.write(writing, str(switch.calls).encode())
    finally:
        os._exit(0)


def suggest(project: Project, options: run_suggester.SuggestOptions, switch: KillSwitch) -> None:
    run_suggester.suggest(project, ANN, run_suggester.source_ids(project), options, switch.count_source)
    sys.setprofile(None)


def stored_suggestions(project: Project) -> list[tuple[str, float, str]]:
    return [
        (suggestion.id, suggestion.score, suggestion.reason)
        for suggestion in suggestions.pending(project.database, ANN, current_codebook(project).codebook)
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
