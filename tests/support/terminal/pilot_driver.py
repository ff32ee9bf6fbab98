"""Drive the application with Textual's Pilot, and read its screen as plain text."""

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from qualcode.model import CoderName
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings
from qualcode.tui.app import QualcodeApp
from qualcode.tui.painting.color_palette import Depth
from qualcode.tui.screen_preferences import Preferences
from qualcode.tui.widgets.transcript_view import TranscriptView
from qualcode.workflows.coding_screen.coding_flow import CodingFlow
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.support.terminal.screen_studies import ANN

PATIENCE = 30.0


@dataclass
class Drive:
    """A running coding screen."""

    app: QualcodeApp
    pilot: Pilot[None]

    @property
    def session(self) -> CodingSession:
        return self.app.session

    @property
    def transcript(self) -> TranscriptView:
        return self.app.screen.query_one(TranscriptView)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.bunch(key)

    async def bunch(self, *keys: str) -> None:
        """Type keys all at once, and wait until they have been handled.

        Pilot waits after each key until the process seems idle, which is slow on a busy machine; because the
        application handles messages in order, it is enough to wait for a message sent after the keys.
        """
        driver = self.app._driver  # noqa: SLF001 - what Pilot types with
        assert driver is not None
        for key in keys:
            driver.send_message(_typed(key).set_sender(self.app))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message has been handled and the screen is drawn."""
        for _ in range(2):
            await asyncio.sleep(0)  # events of the driver are queued in the next iteration of the loop
            handled = asyncio.Event()
            if self.app.is_running and self.app.call_later(handled.set):
                await asyncio.wait_for(handled.wait(), PATIENCE)
            await self.app.wait_until_handled()
            await self.pilot._wait_for_screen()  # noqa: SLF001 - `pause` without waiting for idleness
            self.app.screen._on_timer_update()  # noqa: SLF001 - as `pause` does

    async def until(self, condition: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until a condition holds that the application meets asynchronously; TimeoutError otherwise.

        The time is looked at here: a cancellation, as `asyncio.timeout` uses, can be lost in `settle`.
        """
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError
            await asyncio.sleep(0)
            await self.settle()

    async def type(self, words: str) -> None:
        await self.bunch(*("space" if letter == " " else letter for letter in words))

    async def at(self, words: str) -> None:
        """Move the cursor to words by searching for them."""
        await self.press("g", "g", "slash")
        await self.type(words)
        await self.press("enter", "escape")

    def after_cursor(self, length: int = 12) -> str:
        session = self.session
        return session.open_source.units.text[session.cursor.offset :][:length]

    def stored(self, coder: CoderName = ANN) -> list[tuple[str, str]]:
        """Return quotes and codes as another process reads them from disk now."""
        with open_project(self.session.project.folder) as reopened:
            stored = codings.of_source(reopened.database, self.session.open_source.source.id, coder)
            return [(coding.quote, coding.code) for coding in stored]

    def lines(self) -> list[str]:
        """Return the rows of the screen."""
        compositor = self.app.screen._compositor  # noqa: SLF001 - the only way to the finished screen
        return ["".join(segment.text for segment in strip).rstrip() for strip in compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())

    def notifications(self) -> str:
        """Return the notifications that are shown."""
        return "\n".join(note.message for note in self.app._notifications)  # noqa: SLF001 - there is no other way


def _typed(key: str) -> events.Key:
    """Return the event of a key, given by name or as a character."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    character: str | None
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(name, character)


@asynccontextmanager
async def driven(
    project: Project,
    *,
    size: tuple[int, int] = (100, 30),
    source: str = "one",
    session: CodingFlow | None = None,
    preferences: Preferences | None = None,
    depth: Depth = Depth.FULL,
    notifications: bool = False,
) -> AsyncIterator[Drive]:
    """Run the coding screen on a project."""
    app = QualcodeApp(session or CodingSession(project, ANN, source=source), preferences, depth=depth)
    async with app.run_test(size=size, notifications=notifications) as pilot:
        drive = Drive(app, pilot)
        await drive.settle()
        yield drive
