"""What a person may set for the coding screen: `screen.toml`, beside `settings.toml`.

measure = 72          # how many characters a row may have
codebook = true       # whether the codebook is shown at the start, where there is room
warn = true           # whether to be told when suggestions are waved through
[keys]
accept = ["y"]        # any command of the table, with the keys it should have
"""

import tomllib
from dataclasses import dataclass, field
from typing import Self

from qualcode.errors import InvalidFileError, UsageError, nearest_name
from qualcode.settings import UserSettings
from qualcode.tui.command_table import remapped

MEASURES = range(30, 161)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How one person likes the coding screen."""

    measure: int = 72
    codebook: bool = True
    warn: bool = True
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self:
        """Read the file; all defaults where there is none, InvalidFileError for what it may not say."""
        path = UserSettings.path().with_name("screen.toml")
        if not path.exists():
            return cls()
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise InvalidFileError(
                f"Cannot read this: {error}.", "Correct or remove it.", path=path
            ) from error
        unknown = [name for name in entries if name not in cls.__slots__]
        if unknown:
            nearest = nearest_name(unknown[0], cls.__slots__)
            hint = f"Did you mean {nearest!r}?" if nearest else f"Known: {', '.join(cls.__slots__)}."
            raise InvalidFileError(f"There is no setting {unknown[0]!r}.", hint, path=path)
        measure = entries.get("measure", cls().measure)
        if type(measure) is not int or measure not in MEASURES:
            raise InvalidFileError(
                f"`measure` is a whole number from {MEASURES.start} to {MEASURES.stop - 1}.", path=path
            )
        for name in ("codebook", "warn"):
            if not isinstance(entries.get(name, True), bool):
                raise InvalidFileError(f"`{name}` is true or false.", path=path)
        keys = entries.get("keys", {})
        if not isinstance(keys, dict) or not all(_is_list_of_keys(value) for value in keys.values()):
            raise InvalidFileError("Under [keys], each command has a list of keys.", path=path)
        try:
            remapped(keys)
        except UsageError as error:
            raise InvalidFileError(error.message, error.hint, path=path) from error
        return cls(
            measure=measure,
            codebook=entries.get("codebook", True),
            warn=entries.get("warn", True),
            keys={name: tuple(value) for name, value in keys.items()},
        )


def _is_list_of_keys(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(key, str) and key for key in value)
