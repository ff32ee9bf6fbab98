"""What the web server refuses: requests of other sites, impossible sizes, malformed messages.

A page of another site can make a browser send requests to this machine; `Host` and `Origin` give it away.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.server import Server

_HOSTS = ("127.0.0.1", "localhost")
_FEWEST_CELLS, _MOST_CELLS = 1, 1_000
_OUTSIDE_LINK = re.compile(rf"<link\b[^>]*https?://(?!(?:{'|'.join(map(re.escape, _HOSTS))}):)[^>]*>")
_FOCUS = """<script>
new MutationObserver((_, observer) => {
  const terminal = document.querySelector(".xterm-helper-textarea");
  if (terminal && document.body.classList.contains("-first-byte")) {
    observer.disconnect();
    terminal.focus();
  }
}).observe(document.body, {attributes: true, attributeFilter: ["class"]});
</script>"""
"""Gives keys to the terminal as soon as it is shown, without a click."""
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Refuse requests of other sites and impossible sizes; make the page ready for the keyboard.

    Links to other machines are left out.
    """
    if request.url.host not in _HOSTS or not _is_own(request.headers.get("Origin"), request):
        raise web.HTTPForbidden(text="This page may be opened from this machine only.")
    for side in ("width", "height"):
        if side in request.query and _cells(request.query[side]) is None:
            raise web.HTTPBadRequest(text=f"The {side} is not possible.")
    response = await handler(request)
    if isinstance(response, web.Response) and response.content_type == "text/html" and response.text:
        page = _OUTSIDE_LINK.sub("", response.text)
        response.text = page.replace("</body>", f"{_FOCUS}</body>")
    return response


class GuardedServer(Server):
    """A server that leaves out malformed messages of the browser and bounds the terminal's size."""

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: Any) -> None:  # noqa: ANN401
        async for message in websocket:
            match _parsed(message.data) if message.type == WSMsgType.TEXT else None:
                case ["stdin", str(keys)]:
                    await app_service.send_bytes(keys.encode("utf-8", errors="replace"))
                case ["resize", {"width": width, "height": height}]:
                    columns, rows = _cells(width), _cells(height)
                    if columns is not None and rows is not None:
                        await app_service.set_terminal_size(columns, rows)
                case ["ping", data]:
                    await websocket.send_json(["pong", data])
                case ["blur", *_]:
                    await app_service.blur()
                case ["focus", *_]:
                    await app_service.focus()


def _is_own(origin: str | None, request: web.Request) -> bool:
    return origin is None or origin in {f"http://{host}:{request.url.port}" for host in _HOSTS}


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(value: object) -> int | None:
    """Return a width or height in terminal cells; None if it is none or too large."""
    try:
        cells = int(str(value))
    except ValueError:
        return None
    return cells if _FEWEST_CELLS <= cells <= _MOST_CELLS else None
