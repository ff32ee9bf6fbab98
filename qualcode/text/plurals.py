"""Numbers with their nouns: `1 coding`, `2 codings`, `1,200 codings`."""


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return the number, with thousands separated by commas, and the noun in the form that it takes."""
    return f"{number:,} {noun(number, singular, plural)}"


def noun(number: int, singular: str, plural: str | None = None) -> str:
    """Return the form of the noun that the number takes; without `plural`, an s is added."""
    if number == 1:
        return singular
    return f"{singular}s" if plural is None else plural
