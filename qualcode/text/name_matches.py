"""Which of the existing names a typed name means: itself, or those that begin so."""

from collections.abc import Iterable


def matching_names(typed: str, names: Iterable[str]) -> list[str]:
    """Return the name itself if it exists, else the names that begin so, else those in any case."""
    existing_names = list(names)
    if typed in existing_names:
        return [typed]
    if not typed:
        return []
    beginning = typed.casefold()
    return [name for name in existing_names if name.startswith(typed)] or [
        name for name in existing_names if name.casefold().startswith(beginning)
    ]
