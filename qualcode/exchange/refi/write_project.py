"""Write a study as a REFI-QDA project (.qdpx): valid by the schema, positions in code points over line feeds.

The standard fixes the order of elements and allows no empty container. Texts are UTF-8 files without a byte
order mark; GUIDs are in upper case, which all programs take.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from qualcode.exchange.guids import derived_guid
from qualcode.exchange.refi.code_elements import CodeElementsWriter
from qualcode.exchange.refi.counted_text import Convention, CountedText, Unit
from qualcode.exchange.refi.variable_values import variable_type, write_value
from qualcode.exchange.refi.xml_elements import Element
from qualcode.exchange.study_contents import (
    STAR,
    UNKNOWN_CODER,
    ForeignCase,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.model import About, CodeKey, Span
from qualcode.text.visible import UNPRINTABLE, one_line

NAMESPACE = "urn:QDA-XML:project:1.0"
_SNIPPET = 100
"""Maximum number of characters of a selection's words that its name has."""
_NOTE_NAME = 60
_Item = TypeVar("_Item")
_MOMENT = (2020, 1, 1, 0, 0, 0)
"""The time of the entries in the archive, so that equal studies are equal files."""


def write_project(contents: StudyContents, *, utf_16: bool = False) -> bytes:
    """Return the bytes of a .qdpx file; `utf_16` counts positions in UTF-16 units, as NVivo does.

    A source's file goes along with its text if it is a Word document.
    """
    writer = _ProjectWriter(contents, Convention(Unit.UTF_16 if utf_16 else Unit.CODE_POINTS))
    document = etree.tostring(writer.root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        _add_file(archive, "project.qde", document)
        for source in contents.sources:
            _add_file(archive, f"sources/{source.guid.upper()}.txt", source.text.encode())
            if _has_word_file(source):
                _add_file(archive, f"sources/{source.guid.upper()}.docx", source.file)
    return file.getvalue()


def _add_file(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, _MOMENT)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=6)


class _ProjectWriter:
    """Builds the document; what comes later in it is known before: GUIDs of notes and of selections."""

    def __init__(self, contents: StudyContents, convention: Convention) -> None:
        self._contents = contents
        self._convention = convention
        self._users = self._user_guids()
        self._notes: dict[str, tuple[str, str, str]] = {}
        """GUID → text, coder and time of each note."""
        self.root: Element = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # missing in the stubs
        self.root.set("name", _clean(contents.name))
        self.root.set("origin", contents.program)
        self._selections: dict[tuple[str, Span], str] = {}
        """The GUIDs of the selections that cases refer to, by source and span."""
        self._memos = self._memo_notes()
        self._write()

    def _write(self) -> None:
        root, contents = self.root, self._contents
        if self._users:
            users = self._add(root, "Users")
            for name, guid in self._users.items():
                self._add(users, "User", guid=guid, name=_clean(name))
        codes = CodeElementsWriter(
            contents.codebook,
            {CodeKey(key): guid for key, guid in contents.guids.get("code", {}).items()},
            contents.guids.get("group", {}),
            NAMESPACE,
        )
        self._code_guids = {key: guid.upper() for key, guid in codes.guids.items()}
        if contents.codebook.codes:
            refs = {
                key: [guid.upper() for guid in self._memos.get((About.CODE, str(key)), ())]
                for key in contents.codebook.keys
            }
            codes.add_codes(self._add(self._add(root, "CodeBook"), "Codes"), refs, "upper")
        self._add_variables()
        cases = self._add(root, "Cases") if contents.cases else None
        self._add_sources()
        for case in contents.cases:
            if cases is not None:
                self._add_case(cases, case)
        self._add_notes()
        codes.add_groups(root, "targetGUID", "upper")
        for guid in self._memos.get((About.PROJECT, ""), ()):
            self._add(root, "NoteRef", targetGUID=guid.upper())

    def _add(self, parent: Element, tag: str, /, **attributes: str) -> Element:
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
        for attribute, value in attributes.items():
            if value:
                element.set(attribute, value)
        return element

    def _user_guids(self) -> dict[str, str]:
        contents = self._contents
        names = {each.coder for each in contents.codings} | {each.coder for each in contents.memos}
        own = contents.guids.get("coder", {})
        return {
            name: (own.get(name) or derived_guid("coder", name)).upper()
            for name in sorted(names | own.keys())
            if name != UNKNOWN_CODER or name in own
        }

    def _memo_notes(self) -> dict[tuple[About, str], list[str]]:
        """Make a note of each memo that is not on words; return their GUIDs by what they are on."""
        by_target: dict[tuple[About, str], list[str]] = {}
        for memo in self._contents.memos:
            self._notes[memo.guid] = memo.text, memo.coder, memo.made_at
            if memo.span is None:
                by_target.setdefault((memo.about, memo.target), []).append(memo.guid)
        return by_target

    def _add_variables(self) -> None:
        values: dict[str, list[str]] = {}
        for case in self._contents.cases:
            for name, value in case.attributes.items():
                values.setdefault(name, []).append(value)
        self._types = {name: variable_type(listed) for name, listed in values.items()}
        own = self._contents.guids.get("attribute", {})
        self._variables = {
            name: (own.get(name) or derived_guid("attribute", name)).upper() for name in values
        }
        if not values:
            return
        variables = self._add(self.root, "Variables")
        for name, guid in self._variables.items():
            element = self._add(variables, "Variable", guid=guid, name=_clean(name))
            element.set("typeOfVariable", self._types[name])

    def _add_case(self, parent: Element, case: ForeignCase) -> None:
        element = self._add(parent, "Case", guid=case.guid.upper(), name=_clean(case.name))
        for name, value in case.attributes.items():
            holder = self._add(element, "VariableValue")
            self._add(holder, "VariableRef", targetGUID=self._variables[name])
            write_value(holder, NAMESPACE, self._types[name], _clean(value))
        for source in (*case.sources, *case.spans):
            self._add(element, "SourceRef", targetGUID=source.upper())
        for source, spans in case.spans.items():
            for span in spans:
                self._add(element, "SelectionRef", targetGUID=self._selections[source, span])

    def _add_sources(self) -> None:
        if not self._contents.sources:
            return
        parent = self._add(self.root, "Sources")
        codings = _by_source(self._contents.codings, lambda coding: coding.source)
        memos = _by_source(
            (memo for memo in self._contents.memos if memo.span is not None), lambda memo: memo.target
        )
        spans: dict[str, dict[Span, None]] = {}
        for case in self._contents.cases:
            for source_guid, case_spans in case.spans.items():
                spans.setdefault(source_guid, {}).update(dict.fromkeys(case_spans))
        for source in self._contents.sources:
            guid = source.guid.upper()
            element = self._add(
                parent,
                "TextSource",
                guid=guid,
                name=_clean(source.name),
                richTextPath=f"internal://{guid}.docx" if _has_word_file(source) else "",
                plainTextPath=f"internal://{guid}.txt",
            )
            text = CountedText(source.text)
            self._add_selections(element, text, codings.get(source.guid, ()), memos.get(source.guid, ()))
            for span in spans.get(source.guid, ()):
                own = derived_guid("case selection", source.guid, str(span)).upper()
                self._selections[source.guid, span] = own
                self._add_selection(element, text, span, own, "", "")
            for note in self._memos.get((About.SOURCE, source.guid), ()):
                self._add(element, "NoteRef", targetGUID=note.upper())

    def _add_selections(
        self,
        parent: Element,
        text: CountedText,
        codings: Iterable[ForeignCoding],
        memos: Iterable[ForeignMemo],
    ) -> None:
        """Add the selections of a source; codings of one selection in another program share it again."""
        selections: dict[tuple[str, Span], Element] = {}
        for coding in codings:
            guid = coding.selection or derived_guid("selection", coding.guid)
            if (guid, coding.span) not in selections:
                selections[guid, coding.span] = self._add_selection(
                    parent, text, coding.span, guid.upper(), coding.coder, coding.made_at
                )
            self._add_coding(selections[guid, coding.span], coding)
        note_refs: dict[tuple[str, Span], list[str]] = {}
        for memo in memos:
            if memo.span is not None:
                guid = memo.selection or derived_guid("selection", memo.guid)
                if (guid, memo.span) not in selections:
                    selections[guid, memo.span] = self._add_selection(
                        parent, text, memo.span, guid.upper(), memo.coder, memo.made_at
                    )
                note_refs.setdefault((guid, memo.span), []).append(memo.guid)
        for key, guids in note_refs.items():
            for guid in guids:
                self._add(selections[key], "NoteRef", targetGUID=guid.upper())

    def _add_selection(
        self, parent: Element, text: CountedText, span: Span, guid: str, coder: str, made_at: str
    ) -> Element:
        element = self._add(parent, "PlainTextSelection", guid=guid)
        element.set("name", one_line(span.of(text.text))[:_SNIPPET])
        element.set("startPosition", str(text.counted(span.start, self._convention)))
        element.set("endPosition", str(text.counted(span.end, self._convention)))
        self._sign(element, coder, made_at)
        return element

    def _add_coding(self, parent: Element, coding: ForeignCoding) -> None:
        element = self._add(parent, "Coding", guid=coding.guid.upper())
        self._sign(element, coding.coder, coding.made_at)
        self._add(element, "CodeRef", targetGUID=self._code_guids[coding.code])
        if coding.memo:
            note = coding.note or derived_guid("note", coding.guid)
            self._notes[note] = coding.memo, coding.coder, coding.made_at
            self._add(element, "NoteRef", targetGUID=note.upper())
        if coding.starred:
            star = derived_guid("star")
            self._notes[star] = STAR, UNKNOWN_CODER, ""
            self._add(element, "NoteRef", targetGUID=star.upper())

    def _sign(self, element: Element, coder: str, made_at: str) -> None:
        if coder in self._users:
            element.set("creatingUser", self._users[coder])
        if made_at:
            element.set("creationDateTime", made_at)

    def _add_notes(self) -> None:
        if not self._notes:
            return
        parent = self._add(self.root, "Notes")
        for guid, (text, coder, made_at) in self._notes.items():
            name = one_line(text)
            shortened = name if len(name) <= _NOTE_NAME else name[:_NOTE_NAME].rstrip() + "…"
            element = self._add(parent, "Note", guid=guid.upper(), name=shortened)
            self._sign(element, coder, made_at)
            self._add(element, "PlainTextContent").text = _clean(text)


def _has_word_file(source: ForeignSource) -> bool:
    return bool(source.file) and source.file_name.lower().endswith(".docx")


def _by_source(items: Iterable[_Item], source_of: Callable[[_Item], str]) -> dict[str, list[_Item]]:
    by_source: dict[str, list[_Item]] = {}
    for item in items:
        by_source.setdefault(source_of(item), []).append(item)
    return by_source


def _clean(text: str) -> str:
    """Return the text without the control characters that XML cannot hold."""
    return UNPRINTABLE.sub("", text)
