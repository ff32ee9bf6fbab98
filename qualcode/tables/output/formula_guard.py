"""Guard text in CSV against being run as a formula by a spreadsheet, and restore it.

A CSV file has no types: Excel and LibreOffice run a cell that begins with `=`, `+`, `-` or `@`, and a quote
such as "- I don't know" would become an error. Such text gets one apostrophe in front. Text that already has
apostrophes before such a character gets one more, so that removing one always restores the text. Numbers are
unchanged. The other formats have typed cells and need no guard.
"""

import re

_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - the full-width signs work in Excel too
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guard_formula(text: str) -> str:
    """Return the text with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{text}" if _TRIGGER.match(text) and not _NUMBER.fullmatch(text) else text


def unguard_formula(text: str) -> str:
    """Return the text before `guard_formula`."""
    return text[1:] if text.startswith("'") and _TRIGGER.match(text) else text
