"""Export a study as a REFI-QDA project, with a report of what the format cannot carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.exchange.loss_report import Loss, LossReport
from qualcode.exchange.study_contents import StudyContents
from qualcode.files import write_atomically
from qualcode.output_formats import TargetProgram
from qualcode.store.project import Project
from qualcode.text.plurals import counted
from qualcode.workflows.exchange.gather_contents import gather_contents


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedProject:
    """The file that was written, what could not be carried, and what its user has to know."""

    file: Path
    sources: int
    codings: int
    losses: tuple[Loss, ...]
    notes: tuple[str, ...]


def export_project(
    project: Project, file: Path, target: TargetProgram | None = None, *, pseudonymous: bool = False
) -> ExportedProject:
    """Write the whole study to a .qdpx file, replacing it.

    For NVivo, positions are counted in UTF-16 units where a text has characters that are two of them.
    """
    from qualcode.exchange.refi.write_project import write_project

    contents = gather_contents(project)
    if pseudonymous:
        contents = pseudonymous_contents(contents)
    astral = [source.name for source in contents.sources if max(source.text, default="") > "\uffff"]
    utf_16 = target is TargetProgram.NVIVO and bool(astral)
    write_atomically(file, write_project(contents, utf_16=utf_16))
    return ExportedProject(
        file=file,
        sources=len(contents.sources),
        codings=len(contents.codings),
        losses=contents.losses,
        notes=tuple(_notes(astral, target, pseudonymous=pseudonymous)),
    )


def _notes(astral: list[str], target: TargetProgram | None, *, pseudonymous: bool) -> Iterable[str]:
    if astral and target is None:
        yield (
            f"{counted(len(astral), 'source')} with emoji or other rare characters, such as {astral[0]}: "
            "positions are counted as the standard says. NVivo counts otherwise: --for nvivo"
        )
    if astral and target is TargetProgram.NVIVO:
        yield "Positions are counted in UTF-16 units, as NVivo does; other programs may misplace codings."
    if pseudonymous:
        yield (
            "Coders, sources and cases have numbers. The words of the sources, memos and attributes are as "
            "they were: look for names in them before you pass the file on."
        )


def pseudonymous_contents(contents: StudyContents) -> StudyContents:
    """Return the contents with numbers for coders, sources and cases; GUIDs of coders are new ones too."""
    names = sorted({each.coder for each in contents.codings} | {each.coder for each in contents.memos})
    coders = {name: f"Coder {number}" for number, name in enumerate(names, start=1)}
    guids: Mapping[str, Mapping[str, str]] = {
        kind: by_name for kind, by_name in contents.guids.items() if kind != "coder"
    }
    originals = LossReport()
    count = sum(bool(source.file) for source in contents.sources)
    reason = "they name their authors"
    originals.add("formats of files", reason, "the text alone goes out", count=count)
    return replace(
        contents,
        sources=tuple(
            replace(source, name=f"S{number:02}", file=b"")
            for number, source in enumerate(contents.sources, start=1)
        ),
        codings=tuple(replace(each, coder=coders[each.coder]) for each in contents.codings),
        memos=tuple(replace(each, coder=coders[each.coder]) for each in contents.memos),
        cases=tuple(
            replace(case, name=f"C{number:02}") for number, case in enumerate(contents.cases, start=1)
        ),
        guids=guids,
        losses=(*(replace(loss, examples=()) for loss in contents.losses), *originals.losses),
    )
