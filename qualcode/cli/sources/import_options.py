"""The options of `import`: how files are read and who speaks in them."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.model import SourceKind
from qualcode.output_formats import NoteUse, TimeUnit

if TYPE_CHECKING:
    from qualcode.workflows.sources.import_files import ImportOptions

KindOption = Annotated[
    SourceKind, typer.Option(help="Interviews have speakers; of documents, each paragraph is a turn.")
]
SpeakersOption = Annotated[
    str | None,
    typer.Option(
        help="Regular expression for speaker labels, groups `speaker`, `time`, `words`; or `none`.",
        metavar="REGEX",
    ),
]
SpeakerOption = Annotated[
    list[str] | None,
    typer.Option(help="A name that begins a turn where it begins a line (repeatable).", metavar="NAME"),
]
InterviewerOption = Annotated[
    list[str] | None, typer.Option(help="A speaker label of an interviewer (repeatable).")
]
TimeColumnOption = Annotated[
    str, typer.Option(help="Column with the times, in tables; `none` ignores times.")
]
DocumentColumnOption = Annotated[
    str, typer.Option(help="Column with the transcript's name, in tables with several transcripts.")
]
SheetOption = Annotated[
    list[str] | None, typer.Option(help="Worksheet to import from a workbook (repeatable).")
]
NotesOption = Annotated[
    NoteUse,
    typer.Option(
        help="Footnotes and endnotes: left out, in brackets in the line, or after the paragraph as nobody's."
    ),
]
TimeUnitOption = Annotated[
    TimeUnit | None, typer.Option(help="Unit of times that are plain numbers, in tables and JSON.")
]
EncodingOption = Annotated[str, typer.Option(help="Encoding of a text file, if the detected one is wrong.")]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Also import other files with the same words as a source.")
]


def import_options(
    *,
    kind: KindOption = SourceKind.INTERVIEW,
    speakers: SpeakersOption = None,
    speaker: SpeakerOption = None,
    interviewer: InterviewerOption = None,
    text_column: Annotated[str, typer.Option(help="Column with the words, in tables.")] = "",
    speaker_column: Annotated[str, typer.Option(help="Column with the speaker, in tables.")] = "",
    time_column: TimeColumnOption = "",
    document_column: DocumentColumnOption = "",
    time_unit: TimeUnitOption = None,
    sheet: SheetOption = None,
    notes: NotesOption = NoteUse.LEAVE,
    encoding: EncodingOption = "",
    again: AgainOption = False,
) -> "ImportOptions":
    """Return the options of an import; the command has these parameters in the place of its `options`."""
    from qualcode.readers import ReadOptions
    from qualcode.workflows.sources.import_files import ImportOptions

    return ImportOptions(
        kind=kind,
        speakers=speakers,
        named_speakers=tuple(speaker or ()),
        interviewers=tuple(interviewer or ()),
        again=again,
        read_options=ReadOptions(
            text_column=text_column,
            speaker_column=speaker_column,
            start_column=time_column,
            document_column=document_column,
            time_unit=time_unit,
            sheets=tuple(sheet or ()),
            notes=notes,
            encoding=encoding,
        ),
    )
