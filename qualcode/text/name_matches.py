"""Which of the existing names a typed name means: itself, or those that begin so.

White space is compared last: `a b` also means ` a b`, or a name with a line break, if no name is exactly so.
"""

from collections.abc import Iterable


def plain_name(name: str) -> str:
    """Return a name on one line, with single spaces between its words."""
    return " ".join(name.split())


def same_name(typed: str, names: Iterable[str]) -> str | None:
    """Return the name itself if it exists, else the only one that differs in white space; or None."""
    existing_names = list(names)
    if typed in existing_names:
        return typed
    alike = [name for name in existing_names if plain_name(name) == plain_name(typed)]
    return alike[0] if len(alike) == 1 and typed.strip() else None


def typeable_names(names: Iterable[str]) -> list[str]:
    """Return the names as a user types them: on one line, where that means no other name."""
    existing_names = list(names)
    plain = [plain_name(name) for name in existing_names]
    return [
        short if plain.count(short) == 1 and same_name(short, existing_names) == name else name
        for name, short in zip(existing_names, plain, strict=True)
    ]


def matching_names(typed: str, names: Iterable[str]) -> list[str]:
    """Return the name itself, else the names that begin so; either in another case if none is exactly so."""
    existing_names = list(names)
    if same := same_name(typed, existing_names):
        return [same]
    if not typed:
        return []
    beginning = plain_name(typed).casefold()
    folded = [(name, plain_name(name).casefold()) for name in existing_names]
    return (
        [name for name, plain in folded if beginning and plain == beginning]
        or [name for name in existing_names if name.startswith(typed)]
        or [name for name, plain in folded if beginning and plain.startswith(beginning)]
    )
