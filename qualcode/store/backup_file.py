"""A backup: one zip archive with a consistent copy of a project and the SHA-256 digest of each of its files.

The archive has the files of a project under their relative names, and `backup.json`, which lists them. It is
read back and compared before it gets its name.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from qualcode.errors import ConflictError, InvalidFileError
from qualcode.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    abandoned_folders,
    require_file,
    require_replaceable,
    staging_folder,
    storage_errors,
    sync_folder,
)
from qualcode.store.publish_folder import folder_to_publish, remove_unfinished

MANIFEST = "backup.json"
_FORMAT = 1
_CHUNK = 1 << 20
_ARCHIVE_ERRORS = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, KeyError)
"""What `zipfile` raises for a damaged archive, one with a password, or one without the manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """What a backup says of itself."""

    name: str
    made_at: str
    files: Mapping[str, str]
    """Relative file name → SHA-256 digest."""
    missing: tuple[str, ...] = ()
    """Files of sources that the project did not have any more."""
    format: int = _FORMAT


def write(path: Path, files: Mapping[str, Path], manifest: BackupManifest) -> BackupManifest:
    """Write an archive of these files (relative name → file); return its manifest with their digests.

    StorageError, and nothing is left, if it cannot be written.
    """
    require_replaceable(path)
    with storage_errors(path), staging_folder(path.absolute().parent) as staging:
        archive = staging / path.name
        digests: dict[str, str] = {}
        with archive.open("xb") as content:
            with ZipFile(content, "w", ZIP_DEFLATED) as zipped:
                for name, file in files.items():
                    with file.open("rb") as source, zipped.open(name, "w", force_zip64=True) as entry:
                        digests[name] = _copy(source, entry)
                finished = BackupManifest(
                    name=manifest.name, made_at=manifest.made_at, files=digests, missing=manifest.missing
                )
                zipped.writestr(MANIFEST, json.dumps(asdict(finished), ensure_ascii=False, indent=1))
            content.flush()
            os.fsync(content.fileno())
        archive.chmod(PRIVATE_FILE)
        read(archive)
        archive.replace(path)
        sync_folder(path.absolute().parent)
    return finished


def read(path: Path) -> BackupManifest:
    """Return the manifest of a backup after comparing each file in it with its digest."""
    with _opened(path) as zipped:
        manifest = _manifest(zipped, path)
        for name, digest in manifest.files.items():
            with zipped.open(name) as entry:
                _require_digest(path, name, digest, _copy(entry, None))
    return manifest


def unpack(path: Path, folder: Path) -> BackupManifest:
    """Make the folder `folder` of a backup's files, complete or not at all.

    ConflictError if there is something in the folder already, InvalidFileError if the backup is damaged.
    """
    _require_empty(folder)
    with _opened(path) as zipped, folder_to_publish(folder) as new, storage_errors(folder):
        manifest = _manifest(zipped, path)
        new.mkdir()
        for name, digest in manifest.files.items():
            target = new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(name) as entry, target.open("xb") as file:
                _require_digest(path, name, digest, _copy(entry, file))
                file.flush()
                os.fsync(file.fileno())
        for made in (new, *new.rglob("*")):
            made.chmod(PRIVATE_FOLDER if made.is_dir() else PRIVATE_FILE)
    return manifest


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy a file in chunks, or only read it; return its SHA-256 digest."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    require_file(path)
    try:
        with path.open("rb") as content, ZipFile(content) as zipped:
            yield zipped
    except _ARCHIVE_ERRORS as error:
        raise InvalidFileError(
            "This is not a backup of qualcode, or it is damaged.", "Choose another backup.", path=path
        ) from error
    except PermissionError as error:
        raise InvalidFileError(f"The backup cannot be opened: {error.strerror}.", path=path) from error


def _manifest(zipped: ZipFile, path: Path) -> BackupManifest:
    try:
        entries = json.loads(zipped.read(MANIFEST))
        manifest = BackupManifest(**{**entries, "missing": tuple(entries["missing"])})
        names = [PurePosixPath(name) for name in manifest.files]
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidFileError(
            "Its list of files cannot be read.", "Choose another backup.", path=path
        ) from error
    if manifest.format != _FORMAT:
        raise InvalidFileError(
            f"This backup has the format {manifest.format}, which this qualcode does not know.",
            "Install the newest qualcode: pip install -U qualcode",
            path=path,
        )
    for name in names:
        if name.is_absolute() or ".." in name.parts or "\\" in str(name) or ":" in str(name.parts[:1]):
            raise InvalidFileError(f"It has a file outside the project: {name}.", path=path)
    return manifest


def _require_digest(path: Path, name: str, expected: str, digest: str) -> None:
    if digest != expected:
        raise InvalidFileError(
            f"The backup is damaged: {name} in it has changed.", "Choose another backup.", path=path
        )


def _require_empty(folder: Path) -> None:
    with storage_errors(folder):
        remove_unfinished(folder)
    if folder.exists() and not (folder.is_dir() and set(folder.iterdir()) <= set(abandoned_folders(folder))):
        raise ConflictError(f"There is something in {folder} already.", "Name a new folder.")
