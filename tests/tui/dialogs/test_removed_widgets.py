"""Closed dialogs do not gather in memory, however many are opened."""

import gc
from pathlib import Path
from weakref import ref

import pytest
from textual.widget import Widget

from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import study

MEMO, NEW_CODE, IN_VIVO, PICKER = ["m", "1"], ["c", "x", "x", "enter"], ["i"], ["c", "p"]


async def open_and_close(drive: Drive, keys: list[str]) -> list["ref[object]"]:
    """Open a dialog, close it, and return weak references to its widgets and their caches of rows."""
    outside = set(drive.app.screen.query("*"))
    await drive.press("g", "g", *keys)
    widgets = [widget for widget in drive.app.screen.query("*") if widget not in outside]
    assert widgets
    references = [ref(each) for widget in widgets for each in (widget, _cache_of(widget))]
    del widgets
    await drive.press(*["escape"] * len(keys))
    assert not drive.app.screen.query("Dialog")
    return references


def _cache_of(widget: Widget) -> object:
    return widget._styles_cache  # noqa: SLF001 - what holds the rows


@pytest.mark.parametrize("keys", [MEMO, NEW_CODE, IN_VIVO, PICKER], ids="".join)
async def test_the_widgets_of_closed_dialogs_are_forgotten(keys: list[str], tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project) as drive:
            references = [reference for _ in range(2) for reference in await open_and_close(drive, keys)]
            for _ in range(2):  # those that were closed last may be kept until the next ones
                await open_and_close(drive, keys)
            gc.collect()
            assert [reference() for reference in references if reference() is not None] == []
