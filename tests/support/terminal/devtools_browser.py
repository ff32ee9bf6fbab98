"""Headless Chromium, driven by its DevTools protocol."""

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
    """Return the path of an installed browser, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session = ""

    async def open(self, address: str) -> None:
        target = await self._call("Target.createTarget", url=address)
        attached = await self._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = str(attached["sessionId"])

    async def evaluate(self, script: str) -> object:
        answer = await self._call("Runtime.evaluate", expression=script, returnByValue=True)
        result = answer["result"]
        assert isinstance(result, dict)
        return result.get("value")

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
                result: dict[str, object] = answer["result"]
                return result


@asynccontextmanager
async def browser(program: str, folder: Path) -> AsyncIterator[Page]:
    """Start the browser with an empty profile in `folder`; at the end, kill it with its child processes."""
    process = await asyncio.create_subprocess_exec(
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank",
        stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    port_file = folder / "DevToolsActivePort"

    async def is_listening() -> bool:
        assert process.returncode is None, "the browser ended"
        return port_file.exists() and port_file.read_text(encoding="utf-8").count("\n") == 1

    try:
        await until(is_listening)
        port, path = port_file.read_text(encoding="utf-8").split()
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
        ):
            yield Page(socket)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition on another process holds."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - another process cannot set an event of ours
            await asyncio.sleep(0.05)
