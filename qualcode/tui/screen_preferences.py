"""A user's preferences for the coding screen: `screen.toml`, beside `settings.toml`.

measure = 72          # maximum number of characters of a row
codebook = true       # show the codebook at the start if the window is wide enough
theme = "dark"        # or "light"
warn = true           # warn when nearly all suggestions are accepted within a second each
[keys]
accept = ["y"]        # other keys for any command of the command table
"""

from dataclasses import dataclass, field, replace
from typing import Self

from qualcode.errors import InvalidFileError, UsageError
from qualcode.settings import UserSettings, checked_entries
from qualcode.tui.keymap import with_keys

MEASURES = range(30, 161)
THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Preferences of the coding screen."""

    measure: int = 72
    codebook: bool = True
    theme: str = THEMES[0]
    warn: bool = True
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self:
        """Read the file, or return the defaults where there is none; InvalidFileError for a wrong entry."""
        path = UserSettings.path().with_name("screen.toml")
        if not path.exists():
            return cls()
        preferences = cls(**checked_entries(path, cls()))
        if preferences.measure not in MEASURES:
            raise InvalidFileError(
                f"`measure` is a whole number from {MEASURES.start} to {MEASURES.stop - 1}.", path=path
            )
        if preferences.theme not in THEMES:
            raise InvalidFileError(f"`theme` is one of: {', '.join(THEMES)}.", path=path)
        if not all(map(_is_list_of_keys, preferences.keys.values())):
            raise InvalidFileError("Under [keys], each command has a list of keys.", path=path)
        try:
            with_keys(preferences.keys)
        except UsageError as error:
            raise InvalidFileError(error.message, error.hint, path=path) from error
        return replace(preferences, keys={name: tuple(keys) for name, keys in preferences.keys.items()})


def _is_list_of_keys(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(key, str) and key for key in value)
