# SPDX-License-Identifier: EUPL-1.2
"""HTTP as broken, slow and stubborn clients speak it."""
import contextlib
import os
import pathlib
import signal
import socket
import time
import urllib.parse

import pytest
import requests

from conftest import running
from test_mqtt_hostile import STATION


def connected(server, **options):
    address = urllib.parse.urlsplit(server.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=10)
    for name, value in options.items():
        connection.setsockopt(socket.SOL_SOCKET, getattr(socket, name), value)
    return connection


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("stubborn") / "town.gpkg") as server:
        yield server


@pytest.mark.parametrize("request_line", [
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"FETCH / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nBad header\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
], ids=["a long address", "an unknown method", "a bad header", "a negative length"])
def test_what_is_no_request_is_answered(town, request_line):
    with connected(town) as connection:
        connection.sendall(request_line)
        assert connection.recv(1000).startswith((b"HTTP/1.1 400", b"HTTP/1.1 4", b"HTTP/1.1 501"))


def test_a_body_that_is_cut_off_is_the_clients_fault(town):
    before = requests.get(town.url + "/metrics").text
    head = f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\n".encode()
    for rest in (b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", b"Content-Length: 50\r\n\r\n{"):
        with connected(town) as connection:
            connection.sendall(head + rest)
            if b"zz" in rest:
                assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    time.sleep(0.5)
    after = requests.get(town.url + "/metrics").text
    faults = [line for line in after.splitlines() if 'status="5' in line and line not in before]
    assert not faults


def test_answers_are_not_for_shared_caches(town):
    for path in ("/v1.1/Things", "/v1.1/Datastreams?$resultFormat=CSV"):
        answer = requests.get(town.url + path)
        assert "private" in answer.headers["Cache-Control"] and "Authorization" in answer.headers["Vary"]


def filled(server, count=200_000):
    session = server.session()
    assert session.post(server.url + "/v1.1/Things", json=STATION).status_code == 201
    rows = [[f"2026-01-01T00:00:{n // 10_000:02}.{n % 10_000:04}Z", n] for n in range(count)]
    body = [{"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray": rows}]
    assert session.post(server.url + "/v1.1/CreateObservations", json=body).status_code == 201


def sockets(server):
    """Open sockets of the server's process."""
    folder = pathlib.Path(f"/proc/{server.process.pid}/fd")
    names = []
    for entry in folder.iterdir():
        with contextlib.suppress(OSError):
            names.append(os.readlink(entry))
    return sum(name.startswith("socket:") for name in names)


def test_who_does_not_read_is_let_go_and_does_not_hold_up_the_stop(tmp_path):
    """A download that nobody reads, one that is read in drops, an upload in drops; then SIGTERM."""
    with running(tmp_path / "town.gpkg", "--set", "idle-timeout=4") as server:
        filled(server)
        requests.get(server.url + "/health", headers={"Connection": "close"})
        time.sleep(0.3)
        idle = sockets(server)
        ask = (f"GET /v1.1/Observations?$resultFormat=CSV&$top=10000000 HTTP/1.1\r\nHost: x\r\n"
               f"Authorization: Bearer {server.key}\r\n\r\n").encode()
        with connected(server, SO_RCVBUF=4096) as deaf:
            deaf.sendall(ask)
            time.sleep(1)
            assert sockets(server) == idle + 1
            deadline = time.monotonic() + 9
            while sockets(server) > idle and time.monotonic() < deadline:
                time.sleep(0.2)
            assert sockets(server) == idle, "let go after idle-timeout"
        with connected(server, SO_RCVBUF=4096) as deaf, connected(server) as slow:
            deaf.sendall(ask)
            slow.sendall(f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
                         "Content-Length: 1000\r\n\r\n{".encode())
            time.sleep(0.5)
            begin = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            while server.process.poll() is None and time.monotonic() - begin < 25:
                with contextlib.suppress(OSError):
                    slow.sendall(b" ")
                time.sleep(0.5)
            assert server.process.poll() == 0 and time.monotonic() - begin < 16
