"""The few properties in style sheets of web pages that tell which words are bold, hidden or in lines."""

import re
from collections.abc import Iterable

_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,5000})\}")
_CLASS = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none\b|visibility\s*:\s*(?:hidden|collapse)\b", re.IGNORECASE)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


class CssRules:
    """The declarations for each class; of selectors, only a class alone or with an element is read."""

    def __init__(self, style_sheets: Iterable[str]) -> None:
        self._declarations: dict[str, str] = {}
        for sheet in style_sheets:
            for selectors, declarations in _RULE.findall(sheet):
                for selector in selectors.split(","):
                    if match := _CLASS.fullmatch(selector.strip()):
                        name = match[1]
                        self._declarations[name] = f"{self._declarations.get(name, '')};{declarations}"

    def declarations(self, classes: str, style: str) -> "Declarations":
        """Return the declarations for an element with these classes and this style of its own."""
        return Declarations(
            ";".join([*(self._declarations.get(name, "") for name in classes.split()), style])
        )


class Declarations:
    """The declarations that apply to one element."""

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def is_bold(self) -> bool | None:
        """Whether characters are bold; None if nothing is declared."""
        if _BOLD.search(self._text):
            return True
        return False if _NOT_BOLD.search(self._text) else None

    @property
    def is_hidden(self) -> bool:
        """Whether the element is not shown."""
        return bool(_HIDDEN.search(self._text))

    @property
    def is_preformatted(self) -> bool:
        """Whether line breaks in the file are line breaks on the page."""
        return bool(_PREFORMATTED.search(self._text))
