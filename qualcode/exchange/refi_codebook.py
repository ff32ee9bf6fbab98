"""REFI-QDA codebooks (.qdc), the exchange format for codes of programs for qualitative analysis.

The standard has a code's name, colour, description and whether it may be used for coding; all other fields
are encoded in the description (see `code_descriptions`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from qualcode import untrusted
from qualcode.errors import CodebookError, UnreadableSourceError, UsageError
from qualcode.exchange.code_descriptions import describe, parse_description
from qualcode.model import Code, Codebook, CodeKey, unused_key
from qualcode.text.visible import UNPRINTABLE

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_DRAFT_NAMESPACE = "urn:QDA-XML:codebook:0:4"
_ORIGIN = "qualcode"
_GUID_NAMESPACE = UUID("7f3c9d52-6a0e-5b8c-9a41-2f6d8f0c7e15")
_MAX_CODES = 50_000
_MAX_LEVELS = 50
_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")


@dataclass(frozen=True, slots=True, kw_only=True)
class QdcCodebook:
    """A codebook from a .qdc file, its codes' GUIDs (lower case, without braces), and warnings."""

    codebook: Codebook
    guids: Mapping[CodeKey, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def write(codebook: Codebook, guids: Mapping[CodeKey, str] | None = None) -> bytes:
    """Return the bytes of a .qdc file; codes without a GUID get one derived from codebook name and key."""
    if not codebook.codes:
        raise UsageError("A REFI-QDA codebook has at least one code; this one has none.", "Add a code first.")
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # missing in the stubs
    root.set("origin", f"{_ORIGIN}: {codebook.name}" if codebook.name else _ORIGIN)
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    for code in codebook.codes:
        _add_code(codes, code, codebook.name, guids or {})
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add_code(parent: etree._Element, code: Code, name: str, guids: Mapping[CodeKey, str]) -> None:
    """Add a code and its children; the standard requires the description before the children."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}Code")
    element.set("guid", guids.get(code.key) or str(uuid5(_GUID_NAMESPACE, f"{name}\0{code.key}")))
    element.set("name", code.title)
    element.set("isCodable", "false" if code.retired else "true")
    if code.color:
        element.set("color", code.color)
    etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = describe(code)
    for child in code.children:
        _add_code(element, child, name, guids)


def read(data: bytes, path: Path | None = None) -> QdcCodebook:
    """Return the codebook in a .qdc file; CodebookError if it is not valid, not safe or another format."""
    try:
        return _QdcReader().codebook(_root(data))
    except CodebookError as error:
        error.path = path
        raise


def _root(data: bytes) -> etree._Element:
    try:
        return untrusted.parse_xml(data)
    except UnreadableSourceError as error:
        raise CodebookError(
            error.message,
            error.hint or "Export the codebook again.",
            line=error.line,
            column=error.column,
        ) from error


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


class _QdcReader:
    """Reads codes, assigns keys, and collects warnings about deviations from the standard."""

    def __init__(self) -> None:
        self._warnings: dict[str, None] = {}
        self._guids: dict[CodeKey, str] = {}
        self._used_keys: set[CodeKey] = set()
        self._namespace = NAMESPACE

    def codebook(self, root: etree._Element) -> QdcCodebook:
        """Return the codebook in the root element of a file."""
        name = etree.QName(root)
        if name.localname != "CodeBook" or name.namespace not in {NAMESPACE, _DRAFT_NAMESPACE}:
            raise CodebookError(
                f"This is not a REFI-QDA codebook but <{name.localname}>.",
                "A whole project (.qdpx) is another format." if name.localname == "Project" else "",
            )
        if name.namespace == _DRAFT_NAMESPACE:
            self._warn("The file follows an older draft of the standard (0.4).")
            self._namespace = _DRAFT_NAMESPACE
        codes_element = root.find(f"{{{self._namespace}}}Codes")
        codes = tuple(self._codes(codes_element, 1)) if codes_element is not None else ()
        if not codes:
            self._warn("The file has no codes.")
        self._warn_about_sets(root)
        _, _, codebook_name = (root.get("origin") or "").partition(f"{_ORIGIN}: ")
        codebook = Codebook(name=" ".join(codebook_name.split()), codes=codes)
        return QdcCodebook(codebook=codebook, guids=self._guids, warnings=tuple(self._warnings))

    def _warn(self, message: str) -> None:
        self._warnings[message] = None

    def _warn_about_sets(self, root: etree._Element) -> None:
        sets = root.find(f"{{{self._namespace}}}Sets")
        if sets is not None:
            names = [each.get("name") or "unnamed" for each in self._children(sets, "Set")]
            left_out = f"Sets of codes were left out: {', '.join(names)}."
            self._warn(left_out if names else "<Sets> is empty.")

    def _children(self, element: etree._Element, name: str) -> Iterator[etree._Element]:
        return element.iterchildren(f"{{{self._namespace}}}{name}")

    def _codes(self, element: etree._Element, level: int) -> Iterator[Code]:
        for inner in self._children(element, "Code"):
            if level > _MAX_LEVELS or len(self._used_keys) >= _MAX_CODES:
                raise CodebookError(
                    f"There are more than {_MAX_CODES:,} codes or {_MAX_LEVELS} levels.",
                    line=_line(inner),
                )
            yield self._code(inner, level)

    def _code(self, element: etree._Element, level: int) -> Code:
        line = _line(element)
        name = self._name(element, line)
        inner = next(self._children(element, "Description"), None)
        text = "" if inner is None else _without_controls("".join(map(str, inner.itertext())))
        code = parse_description(text, name)
        if code is None or code.key in self._used_keys:
            key = unused_key(name, self._used_keys)
            code = replace(code, key=key) if code else Code(key=key, label=name, definition=text.strip())
        self._used_keys.add(code.key)
        self._store_guid(code.key, element, line)
        return replace(
            code,
            color=self._color(element, line),
            children=tuple(self._codes(element, level + 1)),
            line=line,
        )

    def _name(self, element: etree._Element, line: int) -> str:
        name = " ".join(_without_controls(element.get("name") or "").split())
        if not name:
            self._warn(f"Line {line}: a code without a name is called `Unnamed`.")
        return name or "Unnamed"

    def _store_guid(self, key: CodeKey, element: etree._Element, line: int) -> None:
        match = _GUID.fullmatch((element.get("guid") or "").strip())
        if match is None:
            self._warn(f"Line {line}: `{key}` has no valid GUID; it gets a new one.")
        elif (guid := match[1].lower()) in self._guids.values():
            self._warn(f"Line {line}: the GUID of `{key}` belongs to another code too; it gets a new one.")
        else:
            self._guids[key] = guid

    def _color(self, element: etree._Element, line: int) -> str:
        """Return `#RRGGBB` from 6, 3 (doubled) or 8 digits (without the opacity); warn about other values."""
        color = (element.get("color") or "").strip()
        digits = color.removeprefix("#")
        if not color or re.fullmatch("#[0-9A-Fa-f]{6}", color):
            return color
        if re.fullmatch("[0-9A-Fa-f]{8}", digits):
            self._warn(f"Line {line}: the colour {color} is taken without its transparency.")
            ends_opaque = digits[6:].upper() == "FF" and digits[:2].upper() != "FF"
            return "#" + (digits[:6] if ends_opaque else digits[2:])
        if re.fullmatch("[0-9A-Fa-f]{3}", digits):
            return "#" + "".join(digit * 2 for digit in digits)
        self._warn(f"Line {line}: {color!r} is not a colour; it was left out.")
        return ""


def _without_controls(text: str) -> str:
    """Return the text as a codebook may hold it: lines end in a line feed, no other control characters."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
