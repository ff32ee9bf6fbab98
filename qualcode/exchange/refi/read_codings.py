"""Codings and memos of a REFI-QDA project, in code points of the texts as stored."""

from collections.abc import Mapping
from dataclasses import replace

from qualcode.exchange.guids import GuidRegister, canonical_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.refi.code_elements import CodeElementsReader
from qualcode.exchange.refi.counted_text import Convention, CountedText
from qualcode.exchange.refi.read_notes import NoteElement, NotesReader
from qualcode.exchange.refi.read_sources import SelectionElement, SourceElement, reference
from qualcode.exchange.refi.selection_spans import SelectionSpans
from qualcode.exchange.refi.xml_elements import (
    Element,
    child,
    children,
    description,
    grandchildren,
    local_name,
    name_of,
    target_of,
    utc_time,
)
from qualcode.exchange.study_contents import STAR, UNKNOWN_CODER, ForeignCoding, ForeignMemo
from qualcode.model import About, CodeKey, Span


class CodingsReader:
    """Collects codings and memos; a selection's own comment belongs to its only coding, or to its words."""

    def __init__(
        self,
        codes: CodeElementsReader,
        notes: NotesReader,
        users: Mapping[str, str],
        convention: Convention,
        losses: LossReport,
    ) -> None:
        self._codes = codes
        self._notes = notes
        self._users = users
        self._convention = convention
        self._losses = losses
        self._selection_spans = SelectionSpans(convention, losses)
        self._coding_guids = GuidRegister()
        self._memo_guids = GuidRegister()
        self._coding_keys: dict[tuple[str, Span, CodeKey, str], int] = {}
        self.codings: list[ForeignCoding] = []
        self.memos: list[ForeignMemo] = []
        self.spans: dict[str, tuple[str, Span]] = {}
        """Source and span of each selection, by the references to it."""
        self._names: dict[str, str] = {}
        self._texts: dict[str, CountedText] = {}

    def read_source(self, source: SourceElement) -> None:
        """Take over the codings and memos on the words of a source, and on all of it."""
        self._names[reference(source.element.get("guid"))] = source.source.name
        self._texts[source.source.guid] = source.text
        for selection in source.selections:
            span = self._selection_spans.span(source, selection)
            if span is not None:
                self._read_selection(source, selection, span)
        for each in (source.element, child(source.element, "Representation")):
            if each is not None:
                self._read_memos_on(each, About.SOURCE, source.source.guid)

    def _read_selection(self, source: SourceElement, selection: SelectionElement, span: Span) -> None:
        element = selection.element
        is_whole = selection.start is None
        selection_guid = "" if is_whole else canonical_guid(element.get("guid"))
        self.spans.setdefault(reference(element.get("guid")), (source.source.guid, span))
        codings = list(children(element, "Coding"))
        if is_whole:
            self._losses.add(
                "codings of whole sources",
                "a coding has words here",
                "on all words of the source",
                source.source.name,
                count=len(codings),
            )
        comment = "" if is_whole else description(element)
        notes = [] if is_whole else self._notes.of(element)
        if len(codings) == 1:
            self._add_coding(source, span, codings[0], element, selection_guid, comment, notes)
            return
        for coding in codings:
            self._add_coding(source, span, coding, element, selection_guid, "", [])
        if comment:
            author, made_at = self._coder(element), utc_time(element.get("creationDateTime"))
            guid, _ = self._memo_guids.take("", "comment", element.get("guid") or "", source.source.guid)
            memo = ForeignMemo(
                guid=guid, about=About.SOURCE, target=source.source.guid, text=comment, coder=author,
                made_at=made_at, span=span, selection=selection_guid,
            )  # fmt: skip
            self.memos.append(memo)
        for note in notes:
            self._add_memo(note, About.SOURCE, source.source.guid, span, selection_guid)

    def _add_coding(
        self,
        source: SourceElement,
        span: Span,
        element: Element,
        selection: Element,
        selection_guid: str,
        comment: str,
        selection_notes: list[NoteElement],
    ) -> None:
        reference_element = child(element, "CodeRef")
        key = None if reference_element is None else self._codes.key_of(target_of(reference_element))
        if key is None:
            self._losses.add(
                "codings with a code that the file does not have",
                "nobody can say what they mean",
                "not taken over",
                f"{source.source.name}: {span.of(source.source.text)[:40]}",
            )
            return
        coder = self._coder(element, selection)
        notes = [*self._notes.of(element), *selection_notes]
        texts = [note.text for note in notes if note.text != STAR]
        memo = "\n\n".join(filter(None, dict.fromkeys([comment, *texts])))
        guid, is_own = self._coding_guids.take(element.get("guid"), source.source.guid, str(span), key, coder)
        if not is_own:
            self._losses.add("GUIDs of codings", "not valid, or of another coding too", "a new GUID")
        self._count_note_losses(notes, coder, has_comment=bool(comment))
        others = [note for note in notes if note.text != STAR]
        own_note = others[0].guid if len(others) == 1 and others[0].uses == 1 and not comment else ""
        made = utc_time(element.get("creationDateTime") or selection.get("creationDateTime"))
        coding = ForeignCoding(
            guid=guid, source=source.source.guid, span=span, code=key, coder=coder, made_at=made, memo=memo,
            starred=any(note.text == STAR for note in notes), selection=selection_guid, note=own_note,
        )  # fmt: skip
        self._store(coding, source.source.name)

    def _count_note_losses(self, notes: list[NoteElement], coder: str, *, has_comment: bool) -> None:
        if len([note for note in notes if note.text != STAR]) + has_comment > 1:
            self._losses.add("notes on codings", "a coding has one memo", "their texts were joined")
        for note in notes:
            author = self._users.get(note.author, "")
            if note.text != STAR and author and author != coder:
                self._losses.add(
                    "authors of notes on codings",
                    "a coding's memo is its coder's",
                    "only the text is kept",
                    author,
                )

    def _store(self, coding: ForeignCoding, source_name: str) -> None:
        """Add a coding; of two by one coder with one code on the same words, the memos are joined."""
        key = (coding.source, coding.span, coding.code, coding.coder)
        index = self._coding_keys.setdefault(key, len(self.codings))
        if index == len(self.codings):
            self.codings.append(coding)
            return
        first = self.codings[index]
        memo = "\n\n".join(filter(None, dict.fromkeys((first.memo, coding.memo))))
        self.codings[index] = replace(first, memo=memo, starred=first.starred or coding.starred)
        self._losses.add(
            "codings that are there twice",
            "a coder has a code once on the same words",
            "they became one, with both memos",
            f"{coding.code} in {source_name}",
        )

    def _coder(self, *elements: Element) -> str:
        for element in elements:
            user = reference(element.get("creatingUser"))
            if user in self._users:
                return self._users[user]
            if user:
                self._losses.add(
                    "users", "an element names one that the file does not have", UNKNOWN_CODER, user
                )
        return UNKNOWN_CODER

    def read_memos(
        self,
        root: Element,
        sources: Mapping[str, SourceElement],
        codes: Mapping[CodeKey, Element],
    ) -> None:
        """Take over the memos on codes and on the project, links, and notes that nothing refers to."""
        for key, element in codes.items():
            self._read_memos_on(element, About.CODE, key)
        self._read_memos_on(root, About.PROJECT, "")
        for name in ("Cases", "Variables", "Sets"):
            for each in grandchildren(root, name, "Case", "Variable", "Set"):
                if text := description(each):
                    self._add_text(f"{local_name(each)} {name_of(each)}: {text}", About.PROJECT, "", each)
        for link in grandchildren(root, "Links", "Link"):
            self._read_link(link, sources)
        for note in self._notes.notes.values():
            if not note.uses:
                self._add_memo(note, About.PROJECT, "", None, "")

    def _read_memos_on(self, element: Element, about: About, target: str) -> None:
        notes = self._notes.of(element)
        if about is not About.CODE and (text := description(element)):
            self._add_text(text, about, target, element)
        for note in notes:
            selections = [each for each in note.element if local_name(each) == "PlainTextSelection"]
            if about is About.SOURCE and len(selections) == 1 and note.uses == 1:
                self._add_annotation(note, target, selections[0], element)
            else:
                self._add_memo(note, about, target, None, "")

    def _add_annotation(self, note: NoteElement, source: str, selection: Element, element: Element) -> None:
        """Add a note whose selection is of the source that refers to it, as QualCoder writes annotations."""
        text = self._texts.get(source)
        start, end = selection.get("startPosition"), selection.get("endPosition")
        try:
            span = None if text is None else text.span(int(start or ""), int(end or ""), self._convention)
        except ValueError:
            span = None
        if span is None or text is None or not span.of(text.text).strip():
            self._losses.add(
                "places of notes",
                "they are not in the text",
                "the note is on the whole source",
                name_of(element),
            )
            span = None
        self._add_memo(note, About.SOURCE, source, span, "")

    def _read_link(self, link: Element, sources: Mapping[str, SourceElement]) -> None:
        ends = [self._named(reference(link.get(name))) for name in ("originGUID", "targetGUID")]
        arrow = {"OneWay": "→", "Bidirectional": "↔"}.get(link.get("direction") or "", "—")
        text = f"Link: {ends[0]} {arrow} {ends[1]}" + (f" ({name_of(link)})" if name_of(link) else "")
        self._losses.add("links", "there are no links here", "a memo on what they begin at", text)
        origin = reference(link.get("originGUID"))
        notes = "\n".join(note.text for note in self._notes.of(link))
        text = "\n".join(filter(None, (text, notes)))
        if origin in self.spans:
            source, span = self.spans[origin]
            self._add_text(text, About.SOURCE, source, link, span)
        elif origin in sources:
            self._add_text(text, About.SOURCE, sources[origin].source.guid, link)
        elif (key := self._codes.key_of(origin)) is not None:
            self._add_text(text, About.CODE, key, link)
        else:
            self._add_text(text, About.PROJECT, "", link)

    def _named(self, target: str) -> str:
        """Return the name of what a reference points to, for people."""
        if target in self._names:
            return self._names[target]
        if (key := self._codes.key_of(target)) is not None:
            return str(key)
        if target in self.spans and (text := self._texts.get(self.spans[target][0])):
            return f"«{' '.join(self.spans[target][1].of(text.text).split())[:60]}»"
        return "something that is not here"

    def _add_text(
        self, text: str, about: About, target: str, element: Element, span: Span | None = None
    ) -> None:
        guid, _ = self._memo_guids.take("", str(about), target, text, str(len(self.memos)))
        made_at = utc_time(element.get("creationDateTime"))
        coder = self._users.get(reference(element.get("creatingUser")), UNKNOWN_CODER)
        self.memos.append(
            ForeignMemo(
                guid=guid, about=about, target=target, text=text, coder=coder, made_at=made_at, span=span
            )
        )

    def _add_memo(
        self, note: NoteElement, about: About, target: str, span: Span | None, selection: str
    ) -> None:
        if not note.text:
            self._losses.add("empty notes", "they say nothing", "not taken over", name_of(note.element))
            return
        guid, _ = self._memo_guids.take(note.guid, str(about), target)
        self.memos.append(
            ForeignMemo(
                guid=guid,
                about=about,
                target=target,
                text=note.text,
                coder=self._users.get(note.author, UNKNOWN_CODER),
                made_at=note.made_at,
                span=span,
                selection=selection,
            )
        )
