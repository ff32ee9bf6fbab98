"""Letting go of the widgets of a closed dialog, which Textual keeps after they have been removed.

A field stays subscribed to a signal of the screen, and a text area watches the theme of the application. A
cache of colours keeps the finished rows of the last 1024 widgets that were drawn. Together these were about a
megabyte for every 30 dialogs.
"""

from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

Watchers = dict[str, list[tuple[DOMNode, object]]]


def forget_widgets(dialog: Widget) -> None:
    """Let go of a dialog's widgets, before it is removed."""
    fields = set(dialog.query("*"))
    if fields:
        _unsubscribe(dialog.screen, fields)
        _stop_watching(dialog.app, fields)
    _clear_colors(dialog)


def _unsubscribe(screen: "Screen[object]", fields: set[Widget]) -> None:
    for field in fields:
        screen.text_selection_started_signal.unsubscribe(field)


def _stop_watching(app: "App[object]", fields: set[Widget]) -> None:
    """Remove what the fields watch; Textual does so when the watched value changes, which may be never."""
    watchers: Watchers = getattr(app, "__watchers", {})
    for watching in watchers.values():
        watching[:] = [(node, callback) for node, callback in watching if node not in fields]


def _clear_colors(dialog: Widget) -> None:
    """Clear a cache of two colours for each widget, whose keys hold the widget's rows."""
    cache = getattr(type(dialog._styles_cache), "get_inner_outer", None)  # noqa: SLF001 - there is no other way
    if (clear := getattr(cache, "cache_clear", None)) is not None:  # not in every version of Textual
        clear()
