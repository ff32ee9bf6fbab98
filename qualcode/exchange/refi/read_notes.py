"""Notes of a REFI-QDA project: their texts, and which elements refer to them."""

from dataclasses import dataclass

from qualcode.exchange.guids import GuidRegister
from qualcode.exchange.refi.project_archive import ProjectArchive
from qualcode.exchange.refi.read_sources import reference
from qualcode.exchange.refi.xml_elements import (
    Element,
    child,
    children,
    clean_text,
    content,
    description,
    grandchildren,
    name_of,
    target_of,
    utc_time,
)


@dataclass(slots=True)
class NoteElement:
    """A note: its GUID, text, author and time, and how many elements refer to it."""

    element: Element
    guid: str
    text: str
    author: str
    made_at: str
    uses: int = 0


class NotesReader:
    """The notes by the references to them."""

    def __init__(self, archive: ProjectArchive) -> None:
        self._archive = archive
        guids = GuidRegister()
        self.notes: dict[str, NoteElement] = {}
        for element in grandchildren(archive.root, "Notes", "Note"):
            guid, _ = guids.take(element.get("guid"), "note", str(len(self.notes)))
            self.notes.setdefault(
                reference(element.get("guid")),
                NoteElement(
                    element=element,
                    guid=guid,
                    text=self._text(element),
                    author=reference(element.get("creatingUser")),
                    made_at=utc_time(element.get("creationDateTime") or element.get("modifiedDateTime")),
                ),
            )

    def of(self, element: Element) -> list[NoteElement]:
        """Return the notes that an element refers to, and count the references."""
        found = []
        for each in children(element, "NoteRef"):
            note = self.notes.get(reference(target_of(each)))
            if note is not None:
                note.uses += 1
                found.append(note)
        return found

    def _text(self, element: Element) -> str:
        """Return a note's text under its name, unless the text begins with that."""
        data = self._archive.file(element.get("plainTextPath"))
        if data is not None:
            text = clean_text(data.decode("utf-8-sig", errors="replace"))
        else:
            text = content(child(element, "PlainTextContent")).removeprefix("\ufeff")
        text = "\n\n".join(filter(None, (text.strip(), description(element))))
        name = name_of(element).removesuffix("…").rstrip()
        begins_so = " ".join(text.split()).startswith(name)
        return text if begins_so else f"{name}\n{text}".strip()
