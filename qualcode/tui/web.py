"""The coding screen in a browser on this machine: textual-serve behind a random address.

It listens on 127.0.0.1 alone, and answers only under a path that nobody can guess. A page from elsewhere
can neither read it nor embed it, and it fetches nothing from elsewhere itself.
"""

import secrets
import shlex
import socket
import sys
from pathlib import Path

from qualcode.errors import ConflictError, MissingExtraError
from qualcode.model import CoderName

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' ws://{host}; frame-ancestors 'none'"
)


def serve(folder: Path, coder: CoderName, *, source: str | None, blind: bool, port: int = 0) -> None:
    """Serve the coding screen of a project until it is interrupted; the address goes to stdout."""
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError as error:
        raise MissingExtraError.named("web", "Serving the coding screen to a browser") from error

    token = secrets.token_urlsafe(24)
    port = port or _free_port()
    address = f"{HOST}:{port}"
    arguments = ["--project", str(folder), "--coder", coder, *(["--blind"] if blind else [])]
    command = [sys.executable, "-m", "qualcode", "code", *arguments, *(["--", source] if source else [])]

    class Hidden(Server):  # type: ignore[misc, unused-ignore]
        """Answers under the token only."""

        async def _make_app(self) -> web.Application:
            whole = web.Application()
            whole.add_subapp(f"/{token}", await super()._make_app())
            whole.on_response_prepare.append(_guarded)
            return whole

        async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 - their interface
            print(f"http://{address}/{token}/", flush=True)  # noqa: T201 - the result of the command
            print("Ctrl-C ends it.", file=sys.stderr)  # noqa: T201

    async def _guarded(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = _POLICY.format(host=address)
        response.headers["Referrer-Policy"] = "no-referrer"

    server = Hidden(
        shlex.join(command), host=HOST, port=port, title="qualcode", public_url=f"http://{address}"
    )
    try:
        server.serve()
    except OSError as error:
        raise ConflictError(
            f"Cannot listen on {address}: {error.strerror}.", "Name another --port."
        ) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
