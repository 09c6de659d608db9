"""Addresses that other people name lead outside, or to what the city opened, and nowhere else."""

import asyncio
import socket

import pytest
from aiohttp import InvalidURL, web

from onecity.common import outbound
from onecity.common.outbound import Outbound, TargetRefused, is_outside, parse_target


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_inner_addresses(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_outer_addresses(address):
    assert is_outside(address)


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "file:///etc/passwd", "http://", "http://a.example:99999/", "http://[::1", "http://a b/",
     "http://a.example/\r\nHost: b", "gopher://127.0.0.1", "//a.example/", "http://ä.example/"],
)  # fmt: skip
def test_what_is_no_address(url):
    with pytest.raises(TargetRefused):
        parse_target(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "0.0.0.0", "localhost", "169.254.169.254", "2130706433", "0x7f.1"]
)
def test_an_inner_target_is_not_called(host):
    async def call():
        async with Outbound(()) as client:
            await client.send("GET", f"http://{host}:9/")

    with pytest.raises((TargetRefused, InvalidURL)):
        asyncio.run(call())


def test_one_inner_address_among_outer_ones_is_enough_to_refuse(monkeypatch):
    async def resolved(*_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]

    async def call():
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved)
        return await outbound.look_up("twofold.example", 80)

    with pytest.raises(TargetRefused):
        asyncio.run(call())


def test_a_target_the_city_opened_is_called_and_redirects_are_not_followed():
    async def redirect(_):
        raise web.HTTPFound("http://169.254.169.254/")

    async def call():
        app = web.Application()
        app.router.add_get("/", redirect)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            async with Outbound({f"localhost:{port}"}) as client:
                answer = await client.send("GET", f"http://localhost:{port}/")
                answer.release()
                return answer.status
        finally:
            await runner.cleanup()

    assert asyncio.run(call()) == 302
