"""The coding screen in a browser on this machine: textual-serve behind a random address.

It listens on 127.0.0.1 alone, and answers only under a path that nobody can guess. A page from elsewhere
can neither read it nor embed it, and it fetches nothing from elsewhere itself.
"""

import asyncio
import secrets
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, MissingExtraError
from qualcode.model import CoderName

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.server import Server

    _Guard = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

HOST = "127.0.0.1"
_FAREWELL_SECONDS = 0.5
"""How long an open page is waited for at the end; each act is on disk already."""
_POLICY = (
    "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' {socket}; frame-ancestors 'none'"
)


def serve(
    folder: Path,
    coder: CoderName,
    tell: Callable[[str], None],
    *,
    source: str | None = None,
    blind: bool = False,
    port: int = 0,
) -> None:
    """Serve the coding screen until it is interrupted; `tell` gets the address once it answers there."""
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise MissingExtraError.named("web", "Serving the coding screen to a browser") from error
    options = ["--project", str(folder), "--coder", coder, *(["--blind"] if blind else [])]
    command = [sys.executable, "-m", "qualcode", "code", *options, *(["--", source] if source else [])]
    try:
        asyncio.run(_served(Server(shlex.join(command), host=HOST, title="qualcode"), tell, port))
    except OSError as error:
        raise ConflictError(
            f"Cannot listen on {HOST}:{port}: {error.strerror}.", "Name another --port."
        ) from error


async def _served(server: "Server", tell: Callable[[str], None], port: int) -> None:
    from aiohttp import web

    async def guard(_request: web.Request, response: web.StreamResponse) -> None:
        socket = server.public_url.replace("http:", "ws:")
        response.headers["Content-Security-Policy"] = _POLICY.format(socket=socket)
        response.headers["Referrer-Policy"] = "no-referrer"

    token = secrets.token_urlsafe(24)
    runner = web.AppRunner(await _hidden(server, token, guard), shutdown_timeout=_FAREWELL_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        server.public_url = f"http://{HOST}:{runner.addresses[0][1]}"
        tell(f"{server.public_url}/{token}/")
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()
    finally:
        await runner.cleanup()


async def _hidden(server: "Server", token: str, guard: "_Guard") -> "web.Application":
    """Put everything that the server answers under the token."""
    from aiohttp import web

    inner = await server._make_app()  # noqa: SLF001 - the one way to put it under a path
    inner.on_startup.clear()  # it greets with a banner
    whole = web.Application()
    whole.add_subapp(f"/{token}", inner)
    whole.on_response_prepare.append(guard)
    return whole
