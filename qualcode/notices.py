"""Notices: messages to the user from below the interface, which shows them (CLI or coding screen)."""

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []
_sent: set[str] = set()


def set_listener(listener: Callable[[str], None]) -> None:
    """Send notices to this listener from now on, in place of an earlier one."""
    _listeners[:] = [listener]
    _sent.clear()


def notify(message: str) -> None:
    """Send a message to the listener, once."""
    if message not in _sent:
        _sent.add(message)
        for listener in _listeners:
            listener(message)
