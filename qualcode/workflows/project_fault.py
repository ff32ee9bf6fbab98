"""One fault that `check` finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFault:
    """A fault in a project, where it is, and what to do about it."""

    location: str
    problem: str
    remedy: str = ""
