"""The grammar of REFI-QDA projects in our own words: order of children, attributes, references.

Written from the standard's text to check exports without its schema files: children in their order, nothing
unknown, required attributes, no empty container, GUIDs and colours of the right form, no dangling reference.
"""

import re
from datetime import datetime

from lxml import etree

_TEXT_SOURCE = (
    "Description?", "PlainTextContent?", "PlainTextSelection*", "Coding*", "NoteRef*", "VariableValue*",
)  # fmt: skip
_GRAMMAR: dict[str, tuple[str, ...]] = {
    "Project": (
        "Users?", "CodeBook?", "Variables?", "Cases?", "Sources?", "Notes?", "Links?", "Sets?", "Graphs?",
        "Description?", "NoteRef*",
    ),
    "Users": ("User+",),
    "CodeBook": ("Codes",),
    "Codes": ("Code+",),
    "Code": ("Description?", "NoteRef*", "Code*"),
    "Variables": ("Variable+",),
    "Variable": ("Description?",),
    "Cases": ("Case+",),
    "Case": ("Description?", "CodeRef*", "VariableValue*", "SourceRef*", "SelectionRef*"),
    "VariableValue": (
        "VariableRef", "TextValue?", "BooleanValue?", "IntegerValue?", "FloatValue?", "DateValue?",
    ),
    "Sources": ("TextSource+",),
    "TextSource": _TEXT_SOURCE,
    "PlainTextSelection": ("Description?", "Coding*", "NoteRef*"),
    "Coding": ("CodeRef", "NoteRef*"),
    "Notes": ("Note+",),
    "Note": _TEXT_SOURCE,
    "Sets": ("Set+",),
    "Set": ("Description?", "MemberCode*", "MemberSource*", "MemberNote*"),
}  # fmt: skip
_REQUIRED = {
    "Project": ("name",),
    "User": ("guid",),
    "Code": ("guid", "name", "isCodable"),
    "Variable": ("guid", "name", "typeOfVariable"),
    "Case": ("guid",),
    "TextSource": ("guid",),
    "PlainTextSelection": ("guid", "startPosition", "endPosition"),
    "Coding": ("guid",),
    "Note": ("guid",),
    "Set": ("guid", "name"),
    **dict.fromkeys(
        ("CodeRef", "NoteRef", "VariableRef", "SourceRef", "SelectionRef", "MemberCode", "MemberSource"),
        ("targetGUID",),
    ),
}
_GUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def grammar_faults(root: "etree._Element") -> list[str]:
    """Return what in a project is not as the standard says."""
    faults = [fault for element in root.iter() for fault in _element_faults(element)]
    guids = {element.get("guid") for element in root.iter() if element.get("guid")}
    own = [element.get("guid") for element in root.iter() if element.get("guid")]
    if len(own) != len(guids):
        faults.append("a GUID occurs twice")
    faults += [
        f"{etree.QName(element).localname} points to nothing"
        for element in root.iter()
        if any(element.get(name) not in {None, *guids} for name in ("targetGUID", "creatingUser"))
    ]
    return faults


def _element_faults(element: "etree._Element") -> list[str]:
    name = etree.QName(element).localname
    children = [etree.QName(child).localname for child in element]
    faults = []
    order = "".join(
        f"({part.rstrip('?*+')},)" + (part[-1] if part[-1] in "?*+" else "")
        for part in _GRAMMAR.get(name, ())
    )
    if not re.fullmatch(order, "".join(f"{child}," for child in children)):
        faults.append(f"{name} has the children {children}")
    faults += [
        f"{name} has no {attribute}"
        for attribute in _REQUIRED.get(name, ())
        if element.get(attribute) is None
    ]
    faults += [
        f"{name} has the GUID {value}"
        for attribute, value in map(_as_text, element.attrib.items())
        if attribute in ("guid", "targetGUID", "creatingUser") and not _GUID.fullmatch(value)
    ]
    if (color := element.get("color")) and not re.fullmatch("#[0-9A-Fa-f]{6}", color):
        faults.append(f"{name} has the colour {color}")
    if moment := element.get("creationDateTime"):
        datetime.fromisoformat(moment)
    start, end = element.get("startPosition"), element.get("endPosition")
    if start and end and not 0 <= int(start) < int(end):
        faults.append(f"{name} is from {start} to {end}")
    return faults


def _as_text(item: tuple[object, object]) -> tuple[str, str]:
    return str(item[0]), str(item[1])
