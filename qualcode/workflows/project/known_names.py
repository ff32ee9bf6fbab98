"""The names in a project that a user can type: sources, codes, coders, cases, attributes.

Nothing is imported that shell completion does not need.
"""

import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.project_folder import DATABASE_FILE, PROJECT_FILE, find_folder
from qualcode.store.name_lookup import lookup_names

if TYPE_CHECKING:
    from qualcode.model import Codebook

_CODE = re.compile(r"""(?:^|[\s{,-])["']?code["']?:[ \t]*["']?([^\s"'#,}]+)""")
_GROUP = re.compile(
    r"""(?:^[\s-]*|([{,])\s*)["']?name["']?:[ \t]*"""
    r"""(?:"([^"\\]+)"|'([^']+)'|((?(1)[^\s"'#,}][^#,}]*|[^\s"'#][^#]*)))"""
)
"""A name; without quotes it ends at a comma only inside braces."""
_CODEBOOK = re.compile(r"""^codebook\s*=\s*(?:"([^"\\]+)"|'([^']+)')\s*(?:#.*)?$""", re.MULTILINE)


def known_names(kind: str, start: Path | None = None) -> list[str]:
    """Return the names of this kind in the project around `start`, sorted.

    Codes, and `codes`, which are codes and `@group`, are read from the lines of the codebook file without
    parsing it, and are in its order.
    """
    folder = find_folder(start)
    if kind == "codes":
        return [*_codes(folder), *(f"@{group}" for group in _groups(folder))]
    return _codes(folder) if kind == "code" else _stored_names(folder, kind)


def names_in_use(kind: str, start: Path | None = None) -> list[str]:
    """Return the names of this kind, with those of codes that only codings have."""
    names = known_names(kind, start)
    if kind != "code":
        return names
    return list(dict.fromkeys((*names, *_stored_names(find_folder(start), "used code"))))


def codebook_keys(start: Path | None = None) -> list[str]:
    """Return the codes of the parsed codebook; CodebookError if it is not valid."""
    return list(_codebook(start).keys)


def codebook_groups(start: Path | None = None) -> list[str]:
    """Return the groups of codes in the codebook; CodebookError if it is not valid."""
    return [group.name for group in _codebook(start).groups]


def _codebook(start: Path | None) -> "Codebook":
    from qualcode.store.project import open_project
    from qualcode.workflows.project.current_codebook import current_codebook

    with open_project(start, read_only=True) as project:
        return current_codebook(project).codebook


def _stored_names(folder: Path, kind: str) -> list[str]:
    names = lookup_names(folder / DATABASE_FILE, kind)
    if names is not None:
        return names
    from qualcode.store.project import open_project
    from qualcode.store.records.names import of_kind

    with open_project(folder, read_only=True) as project:
        return of_kind(project.database, kind)


def _codes(folder: Path) -> list[str]:
    return list(dict.fromkeys(match for line in _codebook_lines(folder) for match in _CODE.findall(line)))


def _groups(folder: Path) -> list[str]:
    """Return the names under `groups:`, up to the next line that is not indented or an item of a list."""
    lines = iter(_codebook_lines(folder))
    if not any(line.startswith("groups:") for line in lines):
        return []
    section = takewhile(lambda line: not line.strip() or line[0] in " -#", lines)
    return ["".join(names).strip() for line in section for _, *names in _GROUP.findall(line)]


def _codebook_lines(folder: Path) -> list[str]:
    try:
        return (folder / _codebook_file(folder)).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _codebook_file(folder: Path) -> str:
    """Return the name of the codebook file; settings are parsed only if no simple line has it."""
    path = folder / PROJECT_FILE
    settings = path.read_text(encoding="utf-8") if path.is_file() else ""
    if (names := _CODEBOOK.findall(settings)) and len(names) == 1:
        return "".join(names[0])
    from qualcode.settings import ProjectSettings

    return ProjectSettings.read(path).codebook if settings else ProjectSettings().codebook
