"""Where the names of somebody who was erased still are: texts of coders, other files in the project."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualcode.store.project import Project
from qualcode.store.records.erasing import written_texts

_SHORTEST = 3
"""Minimum number of characters of a name that is looked for."""
_LARGEST = 50_000_000
"""Maximum size of a file that is searched, in bytes."""


def find(project: Project, names: Iterable[str]) -> list[str]:
    """Return where any of these names is a word, in any letter case; usual labels of speakers are left out.

    Texts and files are searched, not the transcripts of other sources.
    """
    from qualcode.segmenters.labels.speaker_names import is_usual_label, speaker_key

    searched = {name for name in names if len(name) >= _SHORTEST and not is_usual_label(speaker_key(name))}
    if not searched:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(searched)))})(?!\w)", re.IGNORECASE)
    places = [place for place, text in written_texts.read_all(project.database) if pattern.search(text)]
    files = [path.name for path in _files(project) if pattern.search(f"{path.name}\n{_text(path)}")]
    return list(dict.fromkeys([*places, *files]))


def _files(project: Project) -> Iterator[Path]:
    """Yield the files in the project's folder, without the database."""
    database = project.database.path.name
    for path in sorted(project.folder.iterdir()):
        if path.is_file() and not path.name.startswith(database):
            yield path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size <= _LARGEST else ""
    except OSError:
        return ""
