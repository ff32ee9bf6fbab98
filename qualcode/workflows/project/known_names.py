"""The names in a project that a user can type: sources, codes, coders, cases, attributes."""

import re
from pathlib import Path

from qualcode.store.project import open_project
from qualcode.store.records import names

_CODE = re.compile(r"""(?:^|[\s{,-])["']?code["']?:[ \t]*["']?([^\s"'#,}]+)""")


def known_names(kind: str, start: Path | None = None) -> list[str]:
    """Return the names of this kind in the project around `start`, sorted.

    Codes are read from the lines of the codebook file without parsing it, and are in its order.
    """
    with open_project(start, read_only=True) as project:
        if kind != "code":
            return names.of_kind(project.database, kind)
        try:
            text = project.codebook_path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return []
    return list(dict.fromkeys(match for line in text.splitlines() for match in _CODE.findall(line)))
