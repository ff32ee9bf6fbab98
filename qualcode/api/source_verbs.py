"""Change the sources and cases of a project."""

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qualcode import notices
from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table
from qualcode.errors import NotFoundError, UnreadableSourceError
from qualcode.output_formats import NoteUse, TimeUnit
from qualcode.workflows.analysis.analysis_options import source_kind

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.workflows.sources.import_files import ImportOptions, ImportResult

_Choice = TypeVar("_Choice", bound=StrEnum)
FilePath = str | os.PathLike[str]


class SourceVerbs(ProjectAccess):
    """Acts on sources."""

    def import_files(  # noqa: PLR0913 - the options of the command
        self,
        files: FilePath | Sequence[FilePath],
        *,
        kind: str = "interview",
        speakers: str | None = None,
        interviewers: Names = (),
        text_column: str = "",
        speaker_column: str = "",
        time_column: str = "",
        document_column: str = "",
        time_unit: str = "",
        sheets: Sequence[str] = (),
        notes: str = "leave",
        encoding: str = "",
        again: bool = False,
    ) -> "pd.DataFrame":
        """Import files, folders and glob patterns; return the new sources with the words of their files.

        Warnings, and files that were skipped, are in `.attrs["notes"]`. Every file that can be read is
        imported; UnreadableSourceError then lists those that could not be.

        >>> project.import_files("interviews/*.txt")[["source", "speakers", "turns", "words"]]
           source                      speakers  turns  words
        0  new-01  Int (interviewer) 1, Nurse 1      2     11
        """
        from qualcode.readers import ReadOptions
        from qualcode.workflows.sources import import_files

        options = import_files.ImportOptions(
            kind=source_kind(kind),
            speakers=speakers,
            interviewers=all_names(interviewers),
            again=again,
            read_options=ReadOptions(
                text_column=text_column,
                speaker_column=speaker_column,
                start_column=time_column,
                document_column=document_column,
                time_unit=_member(TimeUnit, "time unit", time_unit) if time_unit else None,
                sheets=tuple(sheets),
                notes=_member(NoteUse, "use of notes", notes),
                encoding=encoding,
            ),
        )
        return self._imported([files] if isinstance(files, str | os.PathLike) else files, options)

    def _imported(self, paths: Sequence[FilePath], options: "ImportOptions") -> "pd.DataFrame":
        from qualcode.workflows.sources.files_to_import import find_files
        from qualcode.workflows.sources.import_files import import_files
        from qualcode.workflows.sources.import_listing import import_listing

        coder = self._writing_coder()
        to_import = find_files(os.fspath(path) for path in paths)
        results = list(import_files(self._project, coder, to_import.files, options))
        messages = _import_notes(to_import.skipped, results)
        _raise_errors(results, messages)
        return _with_notes(listing_table(import_listing(results), "imported"), messages)

    def finish_sources(self, names: Names) -> None:
        """Mark sources as coded to the end by you: from then on, a code that is not there is absent.

        ConflictError if you have finished all of them already.

        >>> project.finish_sources("local-01")
        >>> status = project.status()
        >>> status.finished, status.begun, status.untouched
        (1, 1, 0)
        """
        from qualcode.workflows.sources import finish_sources

        finish_sources.finish(self._project, self._writing_coder(), all_names(names))

    def reopen_sources(self, names: Names) -> None:
        """Mark sources as no longer finished by you; ConflictError if you have finished none of them.

        >>> project.finish_sources("local-01")
        >>> project.reopen_sources("local-01")
        >>> project.status().finished
        0
        """
        from qualcode.workflows.sources import finish_sources

        finish_sources.reopen(self._project, self._writing_coder(), all_names(names))

    def rename_source(self, name: str, new_name: str) -> None:
        """Rename a source; its codings stay.

        >>> project.rename_source("local-01", "riverton")
        >>> project.sources()["source"].tolist()
        ['national-01', 'riverton']
        """
        from qualcode.workflows.sources import edit_sources

        edit_sources.rename_source(self._project, self._writing_coder(), name, new_name)

    def remove_source(self, name: str, *, erase: bool = False) -> int:
        """Remove a source with its codings; return their number. `undo` brings them back.

        With `erase`, its text, its file and the cases that appear in no other source are erased for good, if
        a participant withdraws; a warning says where their names still are.

        >>> project.remove_source("national-01")
        1
        """
        from qualcode.workflows.sources import edit_sources

        removed = edit_sources.remove_source(self._project, self._writing_coder(), name, erase=erase)
        _notify_of_mentions(removed.mentions)
        return removed.codings


def _member(choices: type[_Choice], noun: str, name: str) -> _Choice:
    names = [choice.value for choice in choices]
    if name not in names:
        raise NotFoundError.among(noun, name, names, f"There are: {', '.join(names)}.")
    return choices(name)


def _notify_of_mentions(places: Sequence[str]) -> None:
    if places:
        notices.notify(f"A name that was erased is still in: {', '.join(places)}.")


def _with_notes(table: "pd.DataFrame", notes: list[str]) -> "pd.DataFrame":
    table.attrs["notes"] = notes
    return table


def _import_notes(skipped: Mapping[Path, str], results: "Sequence[ImportResult]") -> list[str]:
    """Return what was skipped and why, the warnings of each file, and where nobody is the interviewer."""
    from qualcode.workflows.speakers.guess_interviewer import find_without_interviewer

    unassigned = find_without_interviewer(
        (result.source, result.turns) for result in results if result.source
    )
    return [
        *(f"{file} is {reason}; skipped." for file, reason in skipped.items()),
        *(f"{result.path.name}: {warning}" for result in results for warning in result.warnings),
        *(
            f"{result.path.name} was imported before, as {result.existing_source}: skipped."
            for result in results
            if result.existing_source
        ),
        *(
            f"{result.path.name} has the same words as the source {result.same_words_as}: not imported. "
            "If it is another interview, import it with again=True."
            for result in results
            if result.same_words_as
        ),
        *([unassigned.message] if unassigned else []),
    ]


def _raise_errors(results: "Sequence[ImportResult]", notes: Sequence[str]) -> None:
    """Raise the error of the file that could not be imported, or one that lists all of them and the notes."""
    errors = [(result.path, result.error) for result in results if result.error]
    if len(errors) == 1 and len(results) == 1:
        raise errors[0][1]
    if errors:
        lines = [f"{path.name}: {error.message} {error.hint}".rstrip() for path, error in errors]
        raise UnreadableSourceError(
            f"{len(errors)} of {len(results)} files were not imported:", "\n".join((*lines, *notes))
        )
