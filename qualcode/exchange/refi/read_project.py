"""Read a REFI-QDA project (.qdpx) of any program: every coding on its words, everything else counted."""

from dataclasses import replace

from qualcode.errors import CodebookError, UnreadableSourceError
from qualcode.exchange.guids import GuidRegister, canonical_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.refi.choose_convention import CountedSelection, choose_convention
from qualcode.exchange.refi.code_elements import CodeElementsReader
from qualcode.exchange.refi.counted_text import Convention, convention_named
from qualcode.exchange.refi.project_archive import ProjectArchive, open_archive
from qualcode.exchange.refi.read_cases import CasesReader
from qualcode.exchange.refi.read_codings import CodingsReader
from qualcode.exchange.refi.read_notes import NotesReader
from qualcode.exchange.refi.read_sources import SourceElement, SourcesReader, reference, require_sources
from qualcode.exchange.refi.xml_elements import Element, child, grandchildren, local_name, name_of
from qualcode.exchange.study_contents import StudyContents
from qualcode.model import Codebook

_MODIFIED = ("modifyingUser", "modifyingUserGUID", "modifiedDateTime")


def read_project(data: bytes, offsets: str = "") -> StudyContents:
    """Return the contents of a .qdpx file.

    `offsets` names a convention of positions; without it the one that fits best is used.
    UnreadableSourceError if the file is not valid, not safe, or its positions are ambiguous.
    """
    named = convention_named(offsets) if offsets else None
    archive = open_archive(data)
    losses = LossReport()
    sources_reader = SourcesReader(archive, losses)
    sources = list(sources_reader.sources())
    notes = NotesReader(archive)
    for note in notes.notes.values():
        if any(child(each, "Coding") is not None for each in note.element):
            read = sources_reader.note_as_source(note.element)
            sources += [read] if read else []
            note.uses += 1
    require_sources(sources, archive.root)
    codes = CodeElementsReader()
    codebook = _codebook(codes, archive.root)
    program, _, codebook_name = (archive.root.get("origin") or "an unnamed program").partition(": ")
    if program == "qualcode":
        codebook = replace(codebook, name=" ".join(codebook_name.split()))
    convention, messages = _convention(sources, program, named)
    users, user_guids = _users(archive, losses)
    codings = CodingsReader(codes, notes, users, convention, losses)
    for source in sources:
        codings.read_source(source)
    codings.read_memos(archive.root, sources_reader.by_target, codes.elements)
    cases = CasesReader(archive.root, sources_reader.by_target, codings, losses)
    _count_other_losses(archive.root, losses)
    for warning in codes.warnings:
        losses.add("codes", warning, "see the codebook")
    return StudyContents(
        name=name_of(archive.root),
        program=program,
        codebook=codebook,
        sources=tuple(source.source for source in sources),
        codings=tuple(codings.codings),
        memos=tuple(codings.memos),
        cases=tuple(cases.cases),
        guids={
            "code": {str(key): guid for key, guid in codes.guids.items()},
            "group": codes.group_guids,
            "coder": user_guids,
            "attribute": cases.attribute_guids,
        },
        losses=losses.losses,
        notes=messages,
    )


def _codebook(reader: CodeElementsReader, root: Element) -> Codebook:
    book = child(root, "CodeBook")
    codes_element = None if book is None else child(book, "Codes")
    try:
        codes = tuple(reader.codes(codes_element)) if codes_element is not None else ()
        groups = reader.groups(root)
    except CodebookError as error:
        raise UnreadableSourceError(error.message, error.hint, line=error.line) from error
    return Codebook(name=name_of(root), codes=codes, groups=groups)


def _convention(
    sources: list[SourceElement], program: str, named: Convention | None
) -> tuple[Convention, tuple[str, ...]]:
    if named is not None:
        return named, (f"Positions are counted in {named.in_words}, as --offsets says.",)
    selections = [
        CountedSelection(source.text, each.start, each.end, each.element.get("name") or "")
        for source in sources
        for each in source.selections
        if each.start is not None and each.end is not None
    ]
    chosen = choose_convention(selections, program)
    return chosen.convention, (chosen.message,) if chosen.message else ()


def _users(archive: ProjectArchive, losses: LossReport) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of coders by reference, and their GUIDs by name."""
    names: dict[str, str] = {}
    guids: dict[str, str] = {}
    register = GuidRegister()
    for element in grandchildren(archive.root, "Users", "User"):
        name = name_of(element) or (element.get("id") or "").strip() or f"coder {len(names) + 1}"
        if name in guids:
            losses.add("users", "two users have one name", "they are one coder here", name)
        names[reference(element.get("guid"))] = name
        guid, _ = register.take(element.get("guid"), "user", name)
        guids.setdefault(name, guid)
    return names, {name: guid for name, guid in guids.items() if canonical_guid(guid)}


def _count_other_losses(root: Element, losses: LossReport) -> None:
    for graph in grandchildren(root, "Graphs", "Graph"):
        losses.add("graphs", "there are no drawings of codes here", "not taken over", name_of(graph))
    modified = int(
        str(root.xpath(f"count(//*[{' or '.join(f'@{name}' for name in _MODIFIED)}])")).split(".")[0]
    )
    losses.add(
        "marks of the last change",
        "the history begins with this import",
        "the time and author of the making are kept",
        count=modified,
    )
    if root.get("basePath"):
        losses.add("base path", "it names folders of another computer", "not taken over")
    known = {
        "Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs",
        "Description", "NoteRef",
    }  # fmt: skip
    for each in root:
        if (name := local_name(each)) and name not in known:
            losses.add("elements", "the standard does not have them", "not taken over", name)
