"""A comment `<!--` that has no end: what follows is read as words, since it would be the rest of the file."""

_SHOWN_WORDS = 8


def find_open_comment(text: str) -> int:
    """Return the offset of a comment without an end; -1 if all have one."""
    return text.find("<!--", text.rfind("-->") + 1)


def warn_of_open_comment(text: str, offset: int) -> str:
    """Return a warning with the first words that may be a comment."""
    line = text.count("\n", 0, offset) + 1
    first_words = " ".join(text[offset:].removeprefix("<!--").split()[:_SHOWN_WORDS])
    return (
        f"A comment begins in line {line} of the file (<!--) and has no end (-->): what follows is read as "
        f"words, “{first_words}”. If it is a comment, end it in the file, and import the file again."
    )
