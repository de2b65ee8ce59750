# SPDX-License-Identifier: EUPL-1.2
"""What a storm took comes back: resident memory before, and a while after."""
import asyncio
import json
import pathlib
import resource
import time
import urllib.parse

import pytest

from conftest import running
from test_mqtt import ports
from test_mqtt_hostile import STATION
from test_mqtt_statements import connect

pytestmark = pytest.mark.alone


def resident(server):
    return int(pathlib.Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096 >> 20


async def storm(server, http, mqtt):
    """800 connections that are silent, 100 with half a large body, 600 MQTT clients, and 64 large pages at once."""
    body = (f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
            "Content-Length: 3000000\r\n\r\n").encode() + b" " * 1_500_000
    page = (f"GET /v1.1/Observations?$top=10000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
            "Connection: close\r\n\r\n").encode()
    mqtt_hello = connect(server, name=b"", clean=True)

    async def hold(port, first):
        try:
            streams = await asyncio.open_connection("127.0.0.1", port)
            streams[1].write(first)
            await asyncio.wait_for(streams[1].drain(), 20)
            await asyncio.wait_for(streams[0].read(-1 if first is page else 100), 12 if first is page else 6)
        except (OSError, asyncio.TimeoutError):
            pass

    await asyncio.gather(
        *(hold(http, b"") for _ in range(800)), *(hold(http, body) for _ in range(100)),
        *(hold(mqtt, mqtt_hello) for _ in range(600)), *(hold(http, page) for _ in range(64)))


def test_memory_comes_back_after_a_storm(tmp_path):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with running(tmp_path / "town.gpkg") as server:
        session = server.session()
        assert session.post(server.url + "/v1.1/Things", json=STATION).status_code == 201
        rows = [[f"2026-01-01T00:00:{n // 1000:02}.{n % 1000:03}Z", n] for n in range(20_000)]
        values = [{"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray": rows}]
        assert session.post(server.url + "/v1.1/CreateObservations", data=json.dumps(values)).status_code == 201
        time.sleep(3)
        before = resident(server)
        for _ in range(2):
            asyncio.run(storm(server, urllib.parse.urlsplit(server.url).port, ports(server)["mqtt"]))
        highest = resident(server)
        deadline = time.monotonic() + 150
        while resident(server) > before + 40 and time.monotonic() < deadline:
            time.sleep(1)
        after = resident(server)
        print(f"before {before} MB, after the storm {highest} MB, at rest {after} MB")
        assert after <= 150
        assert session.get(server.url + "/health").status_code == 200
