"""Serve the coding screen to a browser on this machine, with textual-serve under a random path.

The server listens on 127.0.0.1 only, answers only under a path with a random token, and refuses requests
that pages of other sites make (see `web_guard`). Its
Content-Security-Policy forbids other sites to embed it, and the page to load anything from elsewhere.
"""

import asyncio
import secrets
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, MissingExtraError

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.server import Server

    _AddHeaders = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

HOST = "127.0.0.1"
_SHUTDOWN_SECONDS = 0.5
"""How long to wait for an open page at the end; each act has been saved already."""
_POLICY = (
    "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' {socket}; frame-ancestors 'none'"
)


def serve(arguments: Sequence[str], announce: Callable[[str], None], *, port: int = 0) -> None:
    """Serve the screen of a command (`code`, `tutor`) with its arguments, until interrupted.

    `announce` is called with the address when it is ready.
    """
    try:
        from qualcode.tui.web_guard import GuardedServer
    except ImportError as error:
        raise MissingExtraError.named("web", "Serving the coding screen to a browser") from error
    command = [sys.executable, "-m", "qualcode", *arguments]
    try:
        asyncio.run(_serve(GuardedServer(shlex.join(command), host=HOST, title="qualcode"), announce, port))
    except OSError as error:
        raise ConflictError(
            f"Cannot listen on {HOST}:{port}: {error.strerror}.", "Name another --port."
        ) from error


async def _serve(server: "Server", announce: Callable[[str], None], port: int) -> None:
    from aiohttp import web

    async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
        socket = server.public_url.replace("http:", "ws:")
        response.headers["Content-Security-Policy"] = _POLICY.format(socket=socket)
        response.headers["Referrer-Policy"] = "no-referrer"

    token = secrets.token_urlsafe(24)
    runner = web.AppRunner(await _under_token(server, token, add_headers), shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        server.public_url = f"http://{HOST}:{runner.addresses[0][1]}"
        announce(f"{server.public_url}/{token}/")
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()
    finally:
        await runner.cleanup()


async def _under_token(server: "Server", token: str, add_headers: "_AddHeaders") -> "web.Application":
    """Return an application that serves everything under the path of the token."""
    from aiohttp import web

    from qualcode.tui.web_guard import guard

    inner = await server._make_app()  # noqa: SLF001 - there is no public way to serve it under a path
    inner.on_startup.clear()  # prints a banner
    application = web.Application(middlewares=[guard])
    application.add_subapp(f"/{token}", inner)
    application.on_response_prepare.append(add_headers)
    return application
