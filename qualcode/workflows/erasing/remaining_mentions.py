"""Where names and words of somebody who was erased still are: texts of coders, other files in the project."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from qualcode.store.project import Project
from qualcode.store.records.erasing import written_texts
from qualcode.store.records.erasing.copied_words import CopiedWords
from qualcode.untrusted import ARCHIVE_ERRORS

_NOTHING = CopiedWords()
_SHORTEST = 3
"""Minimum number of characters of a name that is looked for."""
_TAG = re.compile(r"<[^>]*>")
_LARGEST = 50_000_000
"""Maximum size of a file that is searched, in bytes."""


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of these names as words, in any letter case; None without usual labels of speakers."""
    from qualcode.segmenters.labels.speaker_names import is_usual_label, speaker_key

    searched = {name for name in names if len(name) >= _SHORTEST and not is_usual_label(speaker_key(name))}
    if not searched:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(searched)))})(?!\w)", re.IGNORECASE)


def find(project: Project, names: re.Pattern[str] | None, copied: CopiedWords = _NOTHING) -> list[str]:
    """Return where any of these names or copied words are, in texts of coders and in files.

    The transcripts of other sources are not searched.
    """

    def has_trace(text: str) -> bool:
        has_name = names is not None and names.search(text) is not None
        return has_name or bool(copied.spans_in(text))

    places = [place for place, text in written_texts.read_all(project.database) if has_trace(text)]
    files = [path.name for path in _files(project) if has_trace(f"{path.name}\n{_text(path)}")]
    return list(dict.fromkeys([*places, *files]))


def _files(project: Project) -> Iterator[Path]:
    """Yield the files in the project's folder, without the database."""
    database = project.database.path.name
    for path in sorted(project.folder.iterdir()):
        if path.is_file() and not path.name.startswith(database):
            yield path


def _text(path: Path) -> str:
    """Return the text of a file; of an archive, such as a Word file, with and without its tags."""
    try:
        if path.stat().st_size > _LARGEST:
            return ""
        with ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _LARGEST:
                return ""
            text = "\n".join(archive.read(member).decode("utf-8", "replace") for member in members)
        return f"{_TAG.sub(' ', text)}\n{_TAG.sub('', text)}"
    except BadZipFile:
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, *ARCHIVE_ERRORS):
        return ""
