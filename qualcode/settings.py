"""What a person may set: `qualcode.toml` in a project, and `settings.toml` for the person at this machine.

Both are small, read-mostly TOML files; an unknown or ill-typed entry is an error, never silently ignored.
"""

import json
import os
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from qualcode.errors import InvalidFileError, StorageError, nearest_name

PROJECT_FILE = "qualcode.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """The settings of one project."""

    name: str = ""
    codebook: str = "codebook.yaml"
    """The codebook file, relative to the project's folder."""
    language: str = "en"
    """The language of the transcripts, as spaCy names it."""
    interviewers: tuple[str, ...] = ()
    """Speaker labels that are interviewers' besides the usual ones."""
    model: str = ""
    """The name of an installed spaCy pipeline to use for suggestions; empty: none is needed."""
    minimum_score: float = 0.15
    """Suggestions below this probability are not shown."""
    suggestions_per_segment: int = 3

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read `qualcode.toml`; InvalidFileError names what is wrong in it."""
        return cls(**_checked(cls(), _parsed(path), path))

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
            '# model = "en_core_web_sm"  # an installed spaCy pipeline, for patterns that need one\n'
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSettings:
    """The settings of the person at this machine."""

    coder: str = ""

    @classmethod
    def path(cls) -> Path:
        """Return where the file is; `QUALCODE_CONFIG` names another folder."""
        folder = os.environ.get("QUALCODE_CONFIG")
        if folder:
            return Path(folder) / "settings.toml"
        import platformdirs

        return platformdirs.user_config_path("qualcode", appauthor=False) / "settings.toml"

    @classmethod
    def read(cls) -> Self:
        """Read the person's settings; all defaults where there is no file yet."""
        path = cls.path()
        return cls(**_checked(cls(), _parsed(path), path)) if path.exists() else cls()

    def save(self) -> None:
        """Write the settings for the next start."""
        path = self.path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"coder = {_quoted(self.coder)}\n", encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"Cannot keep your settings in {path}: {error.strerror}.",
                "Name another folder in QUALCODE_CONFIG.",
            ) from error


def _quoted(text: str) -> str:
    """Return the text as a TOML string, which is written as JSON's are but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parsed(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidFileError(
            f"This is not valid TOML: {error}.", "Correct the line named.", path=path
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidFileError("This file is not UTF-8 text.", "Save it as UTF-8.", path=path) from error
    except OSError as error:
        raise InvalidFileError(f"Cannot read the settings: {error.strerror}.", path=path) from error


def _checked(
    defaults: "ProjectSettings | UserSettings", entries: dict[str, object], path: Path
) -> dict[str, Any]:
    """Return the entries, each of the type that its default has."""
    known = asdict(defaults)
    for name in entries:
        if name not in known:
            nearest = nearest_name(name, known)
            hint = f"Did you mean {nearest!r}?" if nearest else f"Known: {', '.join(known)}."
            raise InvalidFileError(f"There is no setting {name!r}.", hint, path=path)
    return {name: _of_type(value, known[name], name, path) for name, value in entries.items()}


def _of_type(value: object, default: object, name: str, path: Path) -> object:
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of texts"
    elif isinstance(default, float):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        expected = "a number"
    else:
        if isinstance(value, type(default)) and not isinstance(value, bool):
            return value
        expected = "a text" if isinstance(default, str) else "a whole number"
    raise InvalidFileError(f"The setting {name!r} must be {expected}, not {value!r}.", path=path)
