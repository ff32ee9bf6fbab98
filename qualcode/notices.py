"""Notices: what the user should know although no command asked for it; the face that is there tells it."""

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []
_told: set[str] = set()


def set_listener(listener: Callable[[str], None]) -> None:
    """Let this face tell notices from now on."""
    _listeners[:] = [listener]
    _told.clear()


def notify(message: str) -> None:
    """Tell the user something, once."""
    if message not in _told:
        _told.add(message)
        for listener in _listeners:
            listener(message)
