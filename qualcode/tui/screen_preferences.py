"""What a person may set for the coding screen: `screen.toml`, beside `settings.toml`.

measure = 72          # how many characters a row may have
codebook = true       # whether the codebook is shown at the start, where there is room
warn = true           # whether to be told when suggestions are waved through
[keys]
accept = ["y"]        # any command of the table, with the keys it should have
"""

from dataclasses import dataclass, field, replace
from typing import Self

from qualcode.errors import InvalidFileError, UsageError
from qualcode.settings import UserSettings, checked_entries
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
        preferences = cls(**checked_entries(path, cls()))
        if preferences.measure not in MEASURES:
            raise InvalidFileError(
                f"`measure` is a whole number from {MEASURES.start} to {MEASURES.stop - 1}.", path=path
            )
        if not all(map(_is_list_of_keys, preferences.keys.values())):
            raise InvalidFileError("Under [keys], each command has a list of keys.", path=path)
        try:
            remapped(preferences.keys)
        except UsageError as error:
            raise InvalidFileError(error.message, error.hint, path=path) from error
        return replace(preferences, keys={name: tuple(keys) for name, keys in preferences.keys.items()})


def _is_list_of_keys(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(key, str) and key for key in value)
