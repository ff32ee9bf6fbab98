"""Names of sources as names of files, each of its own."""

from collections.abc import Iterable

from qualcode.text.file_names import safe_file_name


def file_stems(names: Iterable[str]) -> dict[str, str]:
    """Return a file name without ending for each source; those that would be the same get numbers.

    Names that differ only in case would be the same file on many computers. With the names of all sources of
    a project, a source has the same file name whichever sources are written.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = free = safe_file_name(name) or "source"
        number = 1
        while free.casefold() in taken:
            number += 1
            free = f"{stem}-{number}"
        taken.add(free.casefold())
        stems[name] = free
    return stems
