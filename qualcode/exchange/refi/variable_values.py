"""The types of REFI-QDA's variables: the narrowest that writes all values of an attribute as they are."""

import re
from collections.abc import Iterable
from datetime import date

from lxml import etree

from qualcode.exchange.refi.xml_elements import Element

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def variable_type(values: Iterable[str]) -> str:
    """Return Integer, Float, Date, Boolean or Text; empty values fit every type."""
    filled = [value for value in values if value]
    if filled and all(_INTEGER.fullmatch(value) for value in filled):
        return "Integer"
    if filled and all(_INTEGER.fullmatch(value) or _DECIMAL.fullmatch(value) for value in filled):
        return "Float"
    if filled and all(_is_date(value) for value in filled):
        return "Date"
    return "Boolean" if filled and all(value in ("true", "false") for value in filled) else "Text"


def write_value(parent: Element, namespace: str, type_name: str, value: str) -> None:
    """Add a value to a `VariableValue`; nothing for an empty one, which the standard reads as unknown."""
    if value:
        etree.SubElement(parent, f"{{{namespace}}}{type_name}Value").text = value


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
