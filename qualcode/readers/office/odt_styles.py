"""The styles of an OpenDocument text: which are bold or hidden, by themselves or by a parent."""

from lxml import etree

from qualcode.readers.office.odt_names import FO, STYLE, T

_BOLD_WEIGHTS = ("bold", "600", "700", "800", "900")


class OdtStyles:
    """Automatic and named styles, by their names."""

    def __init__(self, *roots: etree._Element) -> None:
        self._styles = {
            style.get(f"{STYLE}name", ""): style for root in roots for style in root.iter(f"{STYLE}style")
        }

    def is_bold(self, element: etree._Element) -> bool | None:
        """Whether the style of an element sets its characters bold; None if it says nothing."""
        weight = self._stated(element, f"{FO}font-weight")
        return None if weight is None else weight in _BOLD_WEIGHTS

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether the style of an element hides its characters."""
        return self._stated(element, f"{T}display") == "none"

    def _stated(self, element: etree._Element, attribute: str) -> str | None:
        """Return the attribute of the nearest style in the line of parents that states it."""
        name = element.get(f"{T}style-name", "")
        visited: set[str] = set()
        while name in self._styles and name not in visited:
            visited.add(name)
            style = self._styles[name]
            properties = style.find(f"{STYLE}text-properties")
            value = None if properties is None else properties.get(attribute)
            if value is not None:
                return str(value)
            name = style.get(f"{STYLE}parent-style-name", "")
        return None
