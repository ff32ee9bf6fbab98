"""Sources of a REFI-QDA project with their texts, and the selections in them with counted positions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qualcode.errors import UnreadableSourceError
from qualcode.exchange.guids import GuidRegister, canonical_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.refi.counted_text import CountedText
from qualcode.exchange.refi.project_archive import ProjectArchive, file_name_of
from qualcode.exchange.refi.xml_elements import (
    Element,
    child,
    children,
    description,
    grandchildren,
    local_name,
    name_of,
)
from qualcode.exchange.study_contents import ForeignSource
from qualcode.text.file_names import safe_file_name

_TEXT, _PDF, _PICTURE = "TextSource", "PDFSource", "PictureSource"
_MEDIA = ("AudioSource", "VideoSource")


@dataclass(frozen=True, slots=True)
class SelectionElement:
    """A selection in a text: its element and counted positions; None where it is the whole text."""

    element: Element
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class SourceElement:
    """A source that is taken over: its element, its text as counted by the program, and its selections."""

    element: Element
    source: ForeignSource
    text: CountedText
    selections: list[SelectionElement] = field(default_factory=list)


class SourcesReader:
    """Reads sources one after the other; what has no text is counted as lost."""

    def __init__(self, archive: ProjectArchive, losses: LossReport) -> None:
        self._archive = archive
        self._losses = losses
        self._guids = GuidRegister()
        self._names: set[str] = set()
        self.by_target: dict[str, SourceElement] = {}
        """Every source by the GUIDs that references to it may have, as canonical or as written."""

    def sources(self) -> Iterator[SourceElement]:
        """Yield the sources in the order of the document."""
        names = (_TEXT, _PDF, _PICTURE, *_MEDIA)
        for element in grandchildren(self._archive.root, "Sources", *names):
            kind = local_name(element)
            if kind == _TEXT:
                yield from self._text_source(element, element, list(_plain_selections(element)))
            elif kind == _PDF:
                yield from self._pdf(element)
            elif kind == _PICTURE:
                yield from self._picture(element)
            else:
                yield from self._media(element)

    def note_as_source(self, element: Element) -> SourceElement | None:
        """Return a note that has codings of its own as a source."""
        self._losses.add(
            "notes with codings", "a note cannot be coded here", "each became a source", name_of(element)
        )
        return next(self._text_source(element, element, list(_plain_selections(element))), None)

    def _pdf(self, element: Element) -> Iterator[SourceElement]:
        text = child(element, "Representation")
        if text is None:
            self._lose_selections(element, "PDFSelection", "the PDF has no text in the file")
            self._losses.add(
                "PDFs without text", "only text is coded here", "import the PDF itself", name_of(element)
            )
            return
        selections = list(_plain_selections(text))
        twins = {each.element.get("guid") for each in selections}
        areas = [each for each in children(element, "PDFSelection") if each.get("guid") not in twins]
        for area in areas:
            self._lose_selection(area, "an area of a PDF page has no text position", name_of(element))
        path = element.get("path")
        yield from self._text_source(element, text, selections, path)

    def _picture(self, element: Element) -> Iterator[SourceElement]:
        self._lose_selections(element, "PictureSelection", "pictures are not coded here")
        text = child(element, "TextDescription")
        if text is None:
            self._losses.add(
                "pictures", "only text is coded here", "keep them in the other program", name_of(element)
            )
        else:
            yield from self._text_source(element, text, list(_plain_selections(text)))

    def _media(self, element: Element) -> Iterator[SourceElement]:
        for name in ("AudioSelection", "VideoSelection"):
            self._lose_selections(element, name, "audio and video are not coded here")
        transcripts = list(children(element, "Transcript"))
        kind = "recordings" if transcripts else "recordings without a transcript"
        self._losses.add(
            kind,
            "audio and video stay outside a project",
            "only transcripts are taken over",
            name_of(element),
        )
        for transcript in transcripts:
            points = {
                point.get("guid"): _integer(point, "position") for point in children(transcript, "SyncPoint")
            }
            selections = []
            for each in children(transcript, "TranscriptSelection"):
                start, end = points.get(each.get("fromSyncPoint")), points.get(each.get("toSyncPoint"))
                if start is None or end is None:
                    self._lose_selection(
                        each, "its place in the transcript is not in the file", name_of(element)
                    )
                else:
                    selections.append(SelectionElement(each, start, end))
            yield from self._text_source(element, transcript, selections)

    def _text_source(
        self,
        element: Element,
        text_element: Element,
        selections: list[SelectionElement],
        original: str | None = None,
    ) -> Iterator[SourceElement]:
        """Yield the source with the text of `text_element`; nothing if its text is missing."""
        name = name_of(element) or name_of(text_element)
        written = self._written_text(text_element)
        if written is None:
            path = text_element.get("plainTextPath") or text_element.get("richTextPath") or "nowhere"
            self._losses.add(
                "sources without text",
                "their text file is not in the project",
                "import the file, and its codings with `qualcode codings import`",
                f"{name or 'unnamed'} ({path})",
            )
            for selection in selections:
                self._lose_selection(selection.element, "the text of its source is missing", name)
            return
        text = CountedText(written.replace("\0", "\ufffd"))
        guid, is_own = self._guids.take(element.get("guid"), "source", name, text.text)
        if not is_own:
            self._losses.add(
                "GUIDs of sources", "not valid, or of another source too", "a new GUID", name or "unnamed"
            )
        file_name, file = self._file(text_element, written, original)
        source = ForeignSource(
            guid=guid,
            name=self._free_name(name or file_name.rpartition(".")[0] or "source"),
            text=text.text,
            file_name=file_name,
            file=file,
        )
        selections += [SelectionElement(each) for each in _whole_source(element, text_element)]
        read = SourceElement(element, source, text, selections)
        for target in (element.get("guid"), text_element.get("guid")):
            self.by_target.setdefault(reference(target), read)
        yield read

    def _written_text(self, element: Element) -> str | None:
        """Return the text of a source as it is written, with its line ends and byte order mark."""
        data = self._archive.file(element.get("plainTextPath"))
        if data is not None:
            return self._decoded(data, element)
        inline = child(element, "PlainTextContent")
        return None if inline is None else "".join(map(str, inline.itertext()))

    def _decoded(self, data: bytes, element: Element) -> str:
        encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            self._losses.add(
                "bytes that are not UTF-8",
                "the standard wants UTF-8",
                "read as Windows-1252",
                name_of(element),
            )
            return data.decode("cp1252", errors="replace")

    def _file(self, element: Element, written: str, original: str | None) -> tuple[str, bytes]:
        """Return name and bytes of the file to keep: PDF or formatted text, else the text itself."""
        stem = safe_file_name(name_of(element))[:100]
        for path in (original, element.get("richTextPath"), element.get("plainTextPath")):
            if path and (data := self._archive.file(path)) is not None:
                ending = file_name_of(path).rpartition(".")[2]
                return f"{stem or file_name_of(path)}.{ending or 'txt'}", data
        return f"{stem or 'source'}.txt", written.encode(errors="replace")

    def _free_name(self, name: str) -> str:
        number, free = 1, name
        while free in self._names:
            number += 1
            free = f"{name} ({number})"
        if free != name:
            self._losses.add("names of sources", "two sources have one name", "a number was added", free)
        self._names.add(free)
        return free

    def _lose_selections(self, element: Element, name: str, reason: str) -> None:
        for selection in children(element, name):
            self._lose_selection(selection, reason, name_of(element))

    def _lose_selection(self, selection: Element, reason: str, source: str) -> None:
        kind = local_name(selection)
        words = description(selection) or name_of(selection)
        example = f"{source}: {words}" if words else source
        codings = sum(1 for _ in children(selection, "Coding"))
        instead = "code the words again in the text" if kind != "PlainTextSelection" else "not taken over"
        self._losses.add(f"{kind} with {codings} codings", reason, instead, example)


def reference(target: str | None) -> str:
    """Return the form of a GUID by which references are found."""
    return canonical_guid(target) or (target or "").strip()


def _plain_selections(element: Element) -> Iterator[SelectionElement]:
    for each in children(element, "PlainTextSelection"):
        start, end = _integer(each, "startPosition"), _integer(each, "endPosition")
        yield SelectionElement(each, -1 if start is None else start, -1 if end is None else end)


def _whole_source(element: Element, text_element: Element) -> Iterator[Element]:
    """Yield the elements whose own codings are on the whole source."""
    for each in dict.fromkeys((element, text_element)):
        if child(each, "Coding") is not None:
            yield each


def _integer(element: Element, name: str) -> int | None:
    try:
        return int(element.get(name) or "")
    except ValueError:
        return None


def require_sources(sources: list[SourceElement], root: Element) -> None:
    """Raise UnreadableSourceError for a project with neither sources with text nor codes."""
    if not sources and child(root, "CodeBook") is None:
        raise UnreadableSourceError(
            "The project has neither codes nor sources with text.", "There is nothing to take over."
        )
