"""REFI-QDA codebooks (.qdc), the exchange format for codes of programs for qualitative analysis.

The standard has a code's name, colour, description, whether it may be used for coding, and sets of codes; all
other fields are encoded in the description (see `code_descriptions`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from qualcode import untrusted
from qualcode.errors import CodebookError, UnreadableSourceError, UsageError
from qualcode.exchange.refi.code_elements import CodeElementsReader, CodeElementsWriter
from qualcode.exchange.refi.xml_elements import Element, child, children
from qualcode.model import Codebook, CodeKey

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_DRAFT_NAMESPACES = ("urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0")
_ORIGIN = "qualcode"


@dataclass(frozen=True, slots=True, kw_only=True)
class QdcCodebook:
    """A codebook from a .qdc file, GUIDs of codes and groups (lower case, without braces), and warnings."""

    codebook: Codebook
    guids: Mapping[CodeKey, str] = field(default_factory=dict)
    group_guids: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def write(
    codebook: Codebook,
    guids: Mapping[CodeKey, str] | None = None,
    group_guids: Mapping[str, str] | None = None,
) -> bytes:
    """Return the bytes of a .qdc file; codes without a GUID get one derived from codebook name and key."""
    if not codebook.codes:
        raise UsageError("A REFI-QDA codebook has at least one code; this one has none.", "Add a code first.")
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # missing in the stubs
    root.set("origin", f"{_ORIGIN}: {codebook.name}" if codebook.name else _ORIGIN)
    writer = CodeElementsWriter(codebook, guids or {}, group_guids or {}, NAMESPACE)
    writer.add_codes(etree.SubElement(root, f"{{{NAMESPACE}}}Codes"), {})
    writer.add_groups(root, "guid")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def read(data: bytes, path: Path | None = None) -> QdcCodebook:
    """Return the codebook in a .qdc file; CodebookError if it is not valid, not safe or another format."""
    try:
        return _codebook(_root(data))
    except CodebookError as error:
        error.path = path
        raise


def _root(data: bytes) -> Element:
    try:
        return untrusted.parse_xml(data)
    except UnreadableSourceError as error:
        raise CodebookError(
            error.message,
            error.hint or "Export the codebook again.",
            line=error.line,
            column=error.column,
        ) from error


def _codebook(root: Element) -> QdcCodebook:
    name = etree.QName(root)
    if name.localname != "CodeBook" or name.namespace not in {NAMESPACE, *_DRAFT_NAMESPACES}:
        raise CodebookError(
            f"This is not a REFI-QDA codebook but <{name.localname}>.",
            "A whole project (.qdpx) becomes a study: qualcode init DIR --from FILE.qdpx"
            if name.localname == "Project"
            else "",
        )
    reader = CodeElementsReader()
    if name.namespace != NAMESPACE:
        reader.warn("The file follows an older draft of the standard (0.4).")
    codes_element = child(root, "Codes")
    codes = tuple(reader.codes(codes_element)) if codes_element is not None else ()
    if not codes:
        reader.warn("The file has no codes.")
    groups = reader.groups(root)
    _warn_about_unknown(reader, root)
    _, _, codebook_name = (root.get("origin") or "").partition(f"{_ORIGIN}: ")
    return QdcCodebook(
        codebook=Codebook(name=" ".join(codebook_name.split()), codes=codes, groups=groups),
        guids=reader.guids,
        group_guids=reader.group_guids,
        warnings=reader.warnings,
    )


def _warn_about_unknown(reader: CodeElementsReader, root: Element) -> None:
    known = sum(1 for _ in children(root, "Codes", "Sets"))
    unknown = sum(isinstance(each.tag, str) for each in root) - known
    if unknown:
        reader.warn(f"{unknown} elements that the standard does not have were left out.")
