"""Names as names of files."""

_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def safe_file_name(name: str) -> str:
    """Return a name without the signs that some system forbids in names of files; it may be empty."""
    return name.translate(_FORBIDDEN).strip(". ")
