"""The open project of the Python API: all its tables, analyses, searches and acts."""

import warnings
from pathlib import Path
from typing import Self

from qualcode import notices
from qualcode.api.case_verbs import CaseVerbs
from qualcode.api.coding_verbs import CodingVerbs
from qualcode.api.project_agreement import ProjectAgreement
from qualcode.api.project_analyses import ProjectAnalyses
from qualcode.api.project_outputs import ProjectOutputs
from qualcode.api.project_queries import ProjectQueries
from qualcode.api.project_tables import ProjectTables
from qualcode.api.source_verbs import SourceVerbs
from qualcode.api.speaker_verbs import SpeakerVerbs
from qualcode.api.suggestion_verbs import SuggestionVerbs
from qualcode.errors import UsageError
from qualcode.model import CoderName
from qualcode.store.project import open_project
from qualcode.text.name_matches import plain_name


class OpenProject(
    ProjectTables,
    ProjectAnalyses,
    ProjectAgreement,
    ProjectQueries,
    ProjectOutputs,
    CodingVerbs,
    SourceVerbs,
    SpeakerVerbs,
    CaseVerbs,
    SuggestionVerbs,
):
    """A project opened with `qualcode.open`; use it in a `with` statement, or close it with `close()`.

    The examples of its methods are of a project with two interviews: `local-01` with Officer (case P1, tier
    local, 12 years) and `national-01` with Analyst (case P2, tier national, 4 years), coded by ann.

    >>> project
    <OpenProject '...my-study', coder='ann'>
    """

    @classmethod
    def at(cls, start: Path | None, coder: str | None) -> Self:
        """Open the project that contains `start`; see `qualcode.open`.

        >>> from pathlib import Path
        >>> with qualcode.OpenProject.at(Path("my-study"), None) as reading:
        ...     reading.coder
        """
        if coder is not None and not coder.strip():
            raise UsageError("The coder's name is empty.", "Leave out coder= to read the project only.")
        notices.set_listener(_warn)
        project = open_project(start, read_only=coder is None)
        project.database.viewer = plain_name(coder) if coder else ""
        return cls(project, CoderName(plain_name(coder)) if coder is not None else None)


def _warn(message: str) -> None:
    warnings.warn(message, UserWarning, stacklevel=2)
