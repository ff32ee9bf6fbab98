"""Tasks that the coding screen runs by itself: each failure is reported once, not every time."""

from collections.abc import Callable

from qualcode.errors import QualcodeError


class PeriodicTasks:
    """Runs tasks that the coder did not start."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._failures: dict[str, str] = {}
        """The error message of each task that failed the last time it ran."""

    def run(self, name: str, task: Callable[[], object]) -> None:
        """Run a task; report a failure that is new."""
        try:
            task()
        except QualcodeError as error:
            if str(error) not in self._failures.values():
                self._report(str(error))
            self._failures[name] = str(error)
        else:
            self._failures.pop(name, None)
