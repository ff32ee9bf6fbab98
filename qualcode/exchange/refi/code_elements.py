"""Codes and groups as elements of REFI-QDA codebooks and projects, read and written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from qualcode.errors import CodebookError
from qualcode.exchange.code_descriptions import describe, parse_description
from qualcode.exchange.guids import canonical_guid, derived_guid
from qualcode.exchange.refi.xml_elements import (
    Element,
    child,
    children,
    content,
    description,
    grandchildren,
    line_of,
    name_of,
    target_of,
)
from qualcode.exchange.standard_color import standard_color
from qualcode.model import Code, Codebook, CodeGroup, CodeKey, unused_key

_MAX_CODES = 50_000
_MAX_LEVELS = 50


def code_guid(codebook_name: str, key: CodeKey) -> str:
    """Return the GUID of a code that no other program has given one."""
    return derived_guid(codebook_name, key)


def group_guid(codebook_name: str, name: str) -> str:
    """Return the GUID of a group that no other program has given one."""
    return derived_guid(codebook_name, "group", name)


class CodeElementsReader:
    """Reads codes and groups, assigns keys, and collects warnings about deviations from the standard."""

    def __init__(self) -> None:
        self._warnings: dict[str, None] = {}
        self._used_guids: set[str] = set()
        self._not_codable: list[str] = []
        self.guids: dict[CodeKey, str] = {}
        """The GUIDs of the codes by key."""
        self.group_guids: dict[str, str] = {}
        """The GUIDs of the groups by name."""
        self.keys: dict[str, CodeKey] = {}
        """The key of each code by its GUID, as canonical or as written where it is none."""
        self.elements: dict[CodeKey, Element] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is not as the standard says, and what was done about it."""
        if not self._not_codable:
            return tuple(self._warnings)
        names = ", ".join(f"`{key}`" for key in self._not_codable)
        retired = (
            f"Not for coding in the other program: {names}. Marked `retired`: shown and exported as such, "
            "but not offered for new codings; `qualcode codebook revive` changes that."
        )
        return (*self._warnings, retired)

    def warn(self, message: str) -> None:
        """Add a warning, once."""
        self._warnings[message] = None

    def codes(self, element: Element, level: int = 1) -> Iterator[Code]:
        """Yield the codes in an element with those under them."""
        for inner in children(element, "Code"):
            if level > _MAX_LEVELS or len(self.elements) >= _MAX_CODES:
                raise CodebookError(
                    f"There are more than {_MAX_CODES:,} codes or {_MAX_LEVELS} levels.", line=line_of(inner)
                )
            yield self._code(inner, level)

    def _code(self, element: Element, level: int) -> Code:
        line = line_of(element)
        name = name_of(element)
        if not name:
            self.warn(f"Line {line}: a code without a name is called `Unnamed`.")
            name = "Unnamed"
        text = content(child(element, "Description")) or description(element)
        code = parse_description(text, name)
        is_foreign = code is None
        if code is None or code.key in self.elements:
            key = unused_key(name, self.elements)
            code = replace(code, key=key) if code else Code(key=key, label=name, definition=text.strip())
        is_codable = (element.get("isCodable") or "true").strip().lower() not in ("false", "0")
        if is_foreign and not is_codable:
            self._not_codable.append(code.key)
        self.elements[code.key] = element
        self._store_guid(code.key, element, line)
        return replace(
            code,
            retired=not is_codable,
            color=self._color(element, line),
            children=tuple(self.codes(element, level + 1)),
            line=line,
        )

    def _store_guid(self, key: CodeKey, element: Element, line: int) -> None:
        written = (element.get("guid") or "").strip()
        guid = canonical_guid(written)
        if not guid:
            self.warn(f"Line {line}: `{key}` has no valid GUID; it gets a new one.")
        elif guid in self._used_guids:
            self.warn(f"Line {line}: the GUID of `{key}` belongs to another code too; it gets a new one.")
        else:
            self._used_guids.add(guid)
            self.guids[key] = guid
        self.keys.setdefault(guid or written, key)

    def _color(self, element: Element, line: int) -> str:
        """Return the colour as `#RRGGBB`; warn about one that is changed or none."""
        color, change = standard_color(element.get("color") or "")
        if change:
            self.warn(f"Line {line}: {change}.")
        return color

    def key_of(self, target: str) -> CodeKey | None:
        """Return the key of the code with this GUID; None if there is none."""
        return self.keys.get(canonical_guid(target) or target.strip())

    def groups(self, root: Element) -> tuple[CodeGroup, ...]:
        """Return the sets of codes in a root element as groups."""
        if any(not len(sets) for sets in children(root, "Sets")):
            self.warn("<Sets> is empty.")
        groups: dict[str, CodeGroup] = {}
        for element in grandchildren(root, "Sets", "Set"):
            group = self._group(element, groups)
            if group is not None:
                groups[group.name] = group
        return tuple(groups.values())

    def _group(self, element: Element, groups: Mapping[str, CodeGroup]) -> CodeGroup | None:
        members = list(children(element, "MemberCode"))
        if not members and next(children(element, "MemberSource", "MemberNote"), None) is not None:
            return None
        name = name_of(element) or "Unnamed"
        number = 1
        while name in groups:
            number += 1
            name = f"{name_of(element) or 'Unnamed'} {number}"
        keys = [self.key_of(target_of(member)) for member in members]
        if None in keys:
            self.warn(f"The group {name!r} names codes that the file does not have.")
        if guid := canonical_guid(element.get("guid")):
            self.group_guids[name] = guid
        found = tuple(dict.fromkeys(key for key in keys if key is not None))
        return CodeGroup(name=name, members=found, line=line_of(element))


class CodeElementsWriter:
    """Writes codes and groups in a namespace, with GUIDs of their own or derived ones."""

    def __init__(
        self, codebook: Codebook, guids: Mapping[CodeKey, str], group_guids: Mapping[str, str], namespace: str
    ) -> None:
        self._namespace = namespace
        self._codebook = codebook
        self._group_guids = group_guids
        self.guids: dict[CodeKey, str] = {
            key: guids.get(key) or code_guid(codebook.name, key) for key in codebook.keys
        }

    def add_codes(self, parent: Element, note_refs: Mapping[CodeKey, Iterable[str]], case: str = "") -> None:
        """Add all codes with the GUIDs of their notes; `case` is the method of `str` for GUIDs."""
        for code in self._codebook.codes:
            self._add_code(parent, code, note_refs, case)

    def _add_code(
        self, parent: Element, code: Code, note_refs: Mapping[CodeKey, Iterable[str]], case: str
    ) -> None:
        """Add a code; the standard requires description, notes and children in this order."""
        element = self._add(parent, "Code")
        guid = self.guids[code.key]
        element.set("guid", guid.upper() if case == "upper" else guid)
        element.set("name", code.title)
        element.set("isCodable", "false" if code.retired else "true")
        if code.color:
            element.set("color", code.color)
        self._add(element, "Description").text = describe(code)
        for note in note_refs.get(code.key, ()):
            self._add(element, "NoteRef").set("targetGUID", note)
        for inner in code.children:
            self._add_code(element, inner, note_refs, case)

    def add_groups(self, parent: Element, member_attribute: str, case: str = "") -> None:
        """Add the groups as sets, if there are any; the standard allows no empty container."""
        if not self._codebook.groups:
            return
        sets = self._add(parent, "Sets")
        for group in self._codebook.groups:
            element = self._add(sets, "Set")
            guid = self._group_guids.get(group.name) or group_guid(self._codebook.name, group.name)
            element.set("guid", guid.upper() if case == "upper" else guid)
            element.set("name", group.name)
            for key in group.members:
                if key in self.guids:
                    member = self.guids[key]
                    self._add(element, "MemberCode").set(
                        member_attribute, member.upper() if case == "upper" else member
                    )

    def _add(self, parent: Element, name: str) -> Element:
        return etree.SubElement(parent, f"{{{self._namespace}}}{name}")
