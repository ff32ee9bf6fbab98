"""List and correct the speakers of a project."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table
from qualcode.workflows.analysis.analysis_options import source_kind

if TYPE_CHECKING:
    import pandas as pd


class SpeakerVerbs(ProjectAccess):
    """Who speaks in the sources, and in which role."""

    def speakers(self, sources: Names = ()) -> "pd.DataFrame":
        """Return the speakers of some sources, or of all interviews, with their turns, words and roles.

        >>> project.speakers("local-01")
             source  speaker         role  turns  words
        0  local-01      Int  interviewer      2     10
        1  local-01  Officer  participant      2     18
        """
        from qualcode.workflows.speakers.list_speakers import speaker_listing

        return listing_table(speaker_listing(self._project, all_names(sources)), "speakers")

    def change_speakers(
        self,
        sources: Names = (),
        *,
        interviewers: Names = (),
        participants: Names = (),
        renames: Mapping[str, str] | None = None,
        speakers: str | None = None,
        named_speakers: Names = (),
        from_settings: bool = False,
    ) -> list[str]:
        """Change who speaks in some sources, or in all interviews; return the names of those that changed.

        `speakers` (a regular expression, or `none`) and `named_speakers` cut the text into turns anew, as at
        import. `from_settings` applies the interviewers in `qualcode.toml`. Codings stay on their words.

        >>> project.change_speakers(renames={"Officer": "P1"}, interviewers="Int")
        ['local-01']
        >>> project.speakers("local-01")["speaker"].tolist()
        ['Int', 'P1']
        """
        from qualcode.workflows.speakers.change_speakers import change_speakers
        from qualcode.workflows.speakers.speaker_changes import SpeakerChanges

        changes = SpeakerChanges(
            interviewers=all_names(interviewers),
            participants=all_names(participants),
            renames=tuple((renames or {}).items()),
            speakers=speakers,
            named_speakers=all_names(named_speakers),
            from_settings=from_settings,
        )
        changed = change_speakers(self._project, self._writing_coder(), changes, all_names(sources))
        return [source.name for source in changed]

    def change_kind(self, source: str, kind: str) -> None:
        """Make a source an interview or a document: its text is cut into turns anew, its codings stay.

        >>> project.change_kind("national-01", "document")
        >>> project.sources()["kind"].tolist()
        ['interview', 'document']
        """
        from qualcode.workflows.speakers.change_speakers import change_speakers
        from qualcode.workflows.speakers.speaker_changes import SpeakerChanges

        changes = SpeakerChanges(kind=source_kind(kind))
        change_speakers(self._project, self._writing_coder(), changes, [source])
