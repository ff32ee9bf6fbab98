"""Headless Chromium, spoken to through its own DevTools protocol."""

import asyncio
import itertools
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session = ""

    async def open(self, address: str) -> None:
        made = await self._call("Target.createTarget", url=address)
        attached = await self._call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        self._session = str(attached["sessionId"])

    async def evaluate(self, script: str) -> object:
        answer = await self._call("Runtime.evaluate", expression=script, returnByValue=True)
        found = answer["result"]
        assert isinstance(found, dict)
        return found.get("value")

    async def press(self, key: str, code: int = 0) -> None:
        text = "\r" if key == "Enter" else key
        await self._call(
            "Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code
        )
        await self._call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    async def _call(self, method: str, **parameters: object) -> dict[str, object]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json({**message, **({"sessionId": self._session} if self._session else {})})
        while True:
            answer = json.loads((await self._socket.receive(timeout=PATIENCE)).data)
            if answer.get("id") == number:
                assert "error" not in answer, answer
                found: dict[str, object] = answer["result"]
                return found


@asynccontextmanager
async def browser(program: str, folder: Path) -> AsyncIterator[Page]:
    """Start the browser with an empty profile in `folder`, and end it with all its processes."""
    process = await asyncio.create_subprocess_exec(
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank",
        stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    told = folder / "DevToolsActivePort"

    async def is_listening() -> bool:
        assert process.returncode is None, "the browser ended"
        return told.exists() and told.read_text(encoding="utf-8").count("\n") == 1

    try:
        await until(is_listening)
        port, path = told.read_text(encoding="utf-8").split()
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
        ):
            yield Page(socket)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, in another process."""
    async with asyncio.timeout(PATIENCE):
        while not await what():  # noqa: ASYNC110 - another process cannot set an event of ours
            await asyncio.sleep(0.05)
