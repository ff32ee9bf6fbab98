import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from qualcode.model import SourceId
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings
from qualcode.store.records.transcripts import reading_places
from tests.support.terminal.screen_studies import ANN, study

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
aiohttp = pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from tests.support.terminal.devtools_browser import PATIENCE, browser, chromium, until  # noqa: E402 - it needs aiohttp

PROGRAM = chromium()


@asynccontextmanager
async def served(project: Project) -> AsyncIterator[str]:
    """Serve the screen with the command; yield its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "qualcode", "code", "one", "--web", "--coder", ANN,
        "--project", str(project.folder),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip()
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE / 3)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def stored(project: Project) -> list[tuple[str, str]]:
    with open_project(project.folder) as reopened:
        own = codings.of_source(reopened.database, SourceId("one"), ANN)
        return [(coding.quote, coding.code) for coding in own]


async def test_every_path_without_the_token_is_not_found(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with served(project) as address, aiohttp.ClientSession() as client:
            assert address.startswith("http://127.0.0.1:")
            host, token = address.removeprefix("http://").rstrip("/").split("/")
            assert len(token) >= 32
            for path, status in (
                (f"/{token}/", 200),
                ("/", 404),
                ("/ws", 404),
                ("/static/js/textual.js", 404),
            ):
                async with client.get(f"http://{host}{path}") as answer:
                    assert answer.status == status
                    if status == 200:
                        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_an_open_page_does_not_delay_the_shutdown(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with aiohttp.ClientSession() as client:
            async with served(project) as address:  # waits for the end of the process
                page = await client.ws_connect(f"{address}ws?width=80&height=24")
                assert await asyncio.wait_for(page.receive_bytes(), PATIENCE)
            await page.close()


@pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed (Debian: apt-get install chromium)")
async def test_a_passage_is_coded_in_a_browser(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        before = stored(project)
        async with served(project) as address, browser(str(PROGRAM), tmp_path / "profile") as page:
            await page.open(address)

            async def is_shown() -> bool:
                return bool(await page.evaluate("document.body.classList.contains('-first-byte')"))

            await until(is_shown)
            focused = await page.evaluate("document.activeElement.className")
            assert focused == "xterm-helper-textarea"  # keys need no click before

            async def is_awake() -> bool:
                await page.press("J")
                with open_project(project.folder) as other:
                    return reading_places.marked_or_latest(other.database, ANN) is not None

            await until(is_awake)
            for key in ("g", "g", "j", "j", "c", "d", "i", "s"):
                await page.press(key)
            await page.press("Enter", 13)

            async def is_coded() -> bool:
                return stored(project) != before

            await until(is_coded)
            assert ("It came back within a month.", "displacement") in stored(project)
