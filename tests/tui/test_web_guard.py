"""What the web server refuses, with a real server and a client that is no browser."""

from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
aiohttp = pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

from tests.support.terminal.screen_studies import study  # noqa: E402 - it needs the extra
from tests.tui.test_web_server import served  # noqa: E402 - it needs the extra


async def test_requests_of_other_sites_are_refused_and_nothing_is_linked_from_elsewhere(
    tmp_path: Path,
) -> None:
    with study(tmp_path / "study") as project:
        async with served(project) as address, aiohttp.ClientSession() as client:
            own = address.rsplit("/", 2)[0]
            for headers, status in (
                ({"Host": "evil.example"}, 403),
                ({"Origin": "http://evil.example"}, 403),
                ({"Origin": "null"}, 403),
                ({"Origin": own}, 200),
                ({}, 200),
            ):
                async with client.get(address, headers=headers) as answer:
                    assert answer.status == status, headers
            async with client.get(address) as answer:
                page = await answer.text()
            assert "googleapis" not in page
            assert "textual" in page
            assert f'<link rel="stylesheet" href="{address}static/css/xterm.css" />' in page
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect(f"{address}ws?width=80&height=24", origin="http://evil.example")


@pytest.mark.parametrize("query", ["width=0&height=24", "width=80&height=100000000", "width=x&height=24"])
async def test_an_impossible_size_is_refused(tmp_path: Path, query: str) -> None:
    with study(tmp_path / "study") as project:
        async with served(project) as address, aiohttp.ClientSession() as client:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect(f"{address}ws?{query}")


async def test_malformed_messages_are_left_out(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        async with served(project) as address, aiohttp.ClientSession() as client:
            page = await client.ws_connect(f"{address}ws?width=80&height=24")
            for message in (
                "{", "[]", "3", "[" * 100_000, '["resize"]', '["resize", {"width": 1e9, "height": 5}]',
                '["resize", {"width": "x", "height": 5}]', '["stdin", 7]', '["stdin", "\\ud800"]', '["who"]',
            ):  # fmt: skip
                await page.send_str(message)
            await page.send_str('["ping", 42]')
            while True:
                answer = await page.receive(timeout=30)
                assert answer.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)
                if answer.type is aiohttp.WSMsgType.TEXT and "pong" in answer.data:
                    break
            await page.close()
