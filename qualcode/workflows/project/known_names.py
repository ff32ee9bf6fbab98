"""The names in a project that a user can type: sources, codes, coders, cases, attributes."""

import re
from pathlib import Path

from qualcode.store.project import Project, open_project
from qualcode.store.records import names

_CODE = re.compile(r"""(?:^|[\s{,-])["']?code["']?:[ \t]*["']?([^\s"'#,}]+)""")


def known_names(kind: str, start: Path | None = None) -> list[str]:
    """Return the names of this kind in the project around `start`, sorted.

    Codes are read from the lines of the codebook file without parsing it, and are in its order.
    """
    with open_project(start, read_only=True) as project:
        return _codes(project) if kind == "code" else names.of_kind(project.database, kind)


def names_in_use(kind: str, start: Path | None = None) -> list[str]:
    """Return the names of this kind, with those of codes that only codings have."""
    with open_project(start, read_only=True) as project:
        if kind != "code":
            return names.of_kind(project.database, kind)
        return list(dict.fromkeys((*_codes(project), *names.of_kind(project.database, "used code"))))


def codebook_keys(start: Path | None = None) -> list[str]:
    """Return the codes of the parsed codebook; CodebookError if it is not valid."""
    from qualcode.workflows.project.current_codebook import current_codebook

    with open_project(start, read_only=True) as project:
        return list(current_codebook(project).codebook.keys)


def _codes(project: Project) -> list[str]:
    try:
        text = project.codebook_path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return list(dict.fromkeys(match for line in text.splitlines() for match in _CODE.findall(line)))
