"""Settings files in TOML: `qualcode.toml` of a project and `settings.toml` of the user.

An unknown entry or one of the wrong type is an InvalidFileError, never silently ignored.
"""

import json
import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from qualcode.errors import InvalidFileError, StorageError, nearest_name
from qualcode.project_folder import PROJECT_FILE

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TYPE_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    tuple: "a list of texts",
    dict: "a table",
}
"""The name of each type that a setting may have, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """The settings of one project."""

    name: str = ""
    codebook: str = "codebook.yaml"
    """The codebook file, relative to the project's folder."""
    language: str = "en"
    """The spaCy code of the transcripts' language."""
    interviewers: tuple[str, ...] = ()
    """Speaker labels of interviewers, in addition to the usual ones (`Interviewer`, `Int`, `Q`, …)."""
    model: str = ""
    """The installed spaCy pipeline for suggestions; empty for a blank pipeline of the language."""
    minimum_score: float = 0.15
    """Suggestions with a lower probability (0 to 1) are not shown."""
    suggestions_per_segment: int = 3
    shared: bool = False
    """Whether new files in the project follow the umask, for a folder that several people write to."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read `qualcode.toml`; InvalidFileError for a file that cannot be used."""
        return cls(**checked_entries(path, cls()))

    @classmethod
    def template(cls, name: str) -> str:
        """Return the text of a new project's `qualcode.toml`."""
        return (
            f"name = {_quoted(name)}\n"
            'codebook = "codebook.yaml"\n'
            'language = "en"             # the language of the transcripts\n'
            "interviewers = []           # speaker labels of interviewers, besides I, INT, Interviewer, Q …\n"
            "minimum_score = 0.15        # suggestions below this probability are not shown\n"
            "suggestions_per_segment = 3\n"
            "shared = false              # true: new files here may be read by others, as the umask says\n"
            '# model = "en_core_web_sm"  # an installed spaCy pipeline, for patterns that need one\n'
        )


def in_private_project(path: Path) -> bool:
    """Whether a path lies in a project whose new files are for their owner alone."""
    for folder in path.absolute().parents:
        file = folder / PROJECT_FILE
        if file.is_file():
            try:
                return not ProjectSettings.read(file).shared
            except InvalidFileError:
                return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSettings:
    """The settings of the user on this machine."""

    coder: str = ""

    @classmethod
    def path(cls) -> Path:
        """Return the path of `settings.toml`, in `QUALCODE_CONFIG` or the system's folder for settings."""
        folder = os.environ.get("QUALCODE_CONFIG")
        if folder:
            return Path(folder) / "settings.toml"
        import platformdirs

        return platformdirs.user_config_path("qualcode", appauthor=False) / "settings.toml"

    @classmethod
    def read(cls) -> Self:
        """Read `settings.toml`; the defaults if there is no such file."""
        path = cls.path()
        return cls(**checked_entries(path, cls())) if path.exists() else cls()

    def save(self) -> None:
        """Write `settings.toml`; StorageError if that fails."""
        path = self.path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"coder = {_quoted(self.coder)}\n", encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"Cannot write your settings to {path}: {error.strerror}.",
                "Set QUALCODE_CONFIG to another folder.",
            ) from error


_acting_coder: list[str] = [""]


def set_acting_coder(name: str) -> None:
    """Remember as whom this command acts; empty: as the configured coder."""
    _acting_coder[0] = name


def acting_coder() -> str:
    """Return as whom this command acts, where it has been said or found out."""
    return _acting_coder[0]


def configured_coder() -> str:
    """Return the coder that QUALCODE_CODER or the user's settings name; empty if there is none."""
    try:
        return (os.environ.get("QUALCODE_CODER") or UserSettings.read().coder).strip()
    except InvalidFileError:  # a command that needs the coder says so
        return ""


def _quoted(text: str) -> str:
    """Return the text as a TOML basic string: a JSON string in which DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def checked_entries(path: Path, defaults: "DataclassInstance") -> dict[str, Any]:
    """Return the entries of a TOML file that sets fields of the dataclass `defaults`.

    InvalidFileError for a file that cannot be parsed, an entry that is no field, or a value of another type
    than the field's default has. Lists of texts become tuples; what is in a table is not checked.
    """
    types = {field.name: getattr(defaults, field.name) for field in fields(defaults)}
    entries = _parsed(path)
    for name in entries:
        if name not in types:
            nearest = nearest_name(name, types)
            hint = f"Did you mean {nearest!r}?" if nearest else f"Known settings: {', '.join(types)}."
            raise InvalidFileError(f"There is no setting {name!r}.", hint, path=path)
    return {name: _converted(value, types[name], name, path) for name, value in entries.items()}


def _parsed(path: Path) -> dict[str, object]:
    try:
        if not path.is_file():  # a pipe or a device may never end
            path.stat()
            raise InvalidFileError("Cannot read the settings: this is not a file.", path=path)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidFileError(
            f"This is not valid TOML: {error}.", "Correct that line.", path=path
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidFileError("This file is not UTF-8 text.", "Save it as UTF-8.", path=path) from error
    except OSError as error:
        raise InvalidFileError(f"Cannot read the settings: {error.strerror}.", path=path) from error


def _converted(value: object, default: object, name: str, path: Path) -> object:
    """Return the value in the type of the setting's default; InvalidFileError where it is of another."""
    if (
        isinstance(default, tuple)
        and isinstance(value, list)
        and all(isinstance(item, str) for item in value)
    ):
        return tuple(value)
    if isinstance(default, float) and type(value) in {int, float}:
        return float(cast("float", value))
    if type(value) is type(default):
        return value
    raise InvalidFileError(
        f"The setting {name!r} must be {_TYPE_NAMES[type(default)]}, not {value!r}.",
        "Correct it or remove the line.",
        path=path,
    )
