"""Driving the real application with Textual's Pilot, and reading its screen as plain text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from qualcode.model import CoderName
from qualcode.store import codings
from qualcode.store.project import Project, open_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.palette import Depth
from qualcode.tui.preferences import Preferences
from qualcode.workflows.session import Session
from tests.tui.studies import ANN


@dataclass
class Drive:
    """A running coding screen."""

    app: QualcodeApp
    pilot: Pilot[None]

    @property
    def session(self) -> Session:
        return self.app.session

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in words))

    async def at(self, words: str) -> None:
        """Go to words by searching for them, as a coder would."""
        await self.press("g", "g", "slash")
        await self.type(words)
        await self.press("enter", "escape")

    def after_cursor(self, length: int = 12) -> str:
        session = self.session
        return session.desk.ground.text[session.at.cursor :][:length]

    def stored(self, coder: CoderName = ANN) -> list[tuple[str, str]]:
        """What another process finds on disk at this moment: quotes with their codes."""
        with open_project(self.session.project.folder) as other:
            found = codings.of_source(other.database, self.session.desk.source.id, coder)
            return [(one.quote, one.code) for one in found]

    def lines(self) -> list[str]:
        """The screen as a person sees it, row by row."""
        compositor = self.app.screen._compositor  # noqa: SLF001 - the only way to the finished screen
        return ["".join(segment.text for segment in strip).rstrip() for strip in compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())

    def told(self) -> str:
        """The notifications that are shown."""
        return "\n".join(note.message for note in self.app._notifications)  # noqa: SLF001 - there is no other way


@asynccontextmanager
async def driven(
    project: Project,
    *,
    size: tuple[int, int] = (100, 30),
    session: Session | None = None,
    preferences: Preferences | None = None,
    depth: Depth = Depth.FULL,
) -> AsyncIterator[Drive]:
    """Run the coding screen on a project."""
    app = QualcodeApp(session or Session(project, ANN, source="one"), preferences, depth=depth)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Drive(app, pilot)
