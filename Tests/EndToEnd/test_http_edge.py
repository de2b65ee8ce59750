# SPDX-License-Identifier: EUPL-1.2
"""HTTP's own rules: Host, Expect, HTTP/1.0, the end of a connection, deadlines, and limits for each address."""
import concurrent.futures
import contextlib
import json
import resource
import socket
import subprocess
import threading
import time
import urllib.parse

import pytest
import requests

from conftest import BINARY, running
from test_http_hostile import connected
from test_mqtt import ports
from test_mqtt_hostile import STATION, UPGRADE
from test_mqtt_statements import connect


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("edge") / "town.gpkg") as server:
        assert server.session().post(server.url + "/v1.1/Things", json=dict(STATION, name="für alle")).status_code == 201
        yield server


def until_end(connection, seconds=5):
    """All bytes up to the end of the connection; fails when it does not come in time."""
    connection.settimeout(seconds)
    data = b""
    while part := connection.recv(1 << 16):
        data += part
    return data


def answer(connection):
    """One answer with a length: status, fields in lower case, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(1 << 16)
        assert part, data
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
    while len(body) < int(fields.get("content-length", 0)):
        body += connection.recv(1 << 16)
    return int(lines[0].split()[1]), fields, body


@pytest.mark.parametrize("fields", [
    b"", b"Host: x\r\nHost: y\r\n", b"Host: x\r\nHost: x\r\n", b"Host: x, y\r\n", b"Host: x/y\r\n", b"Host:\r\n",
    b"Host: :80\r\n", b"Host: x:99999\r\n", b"Host: x:8o\r\n", b"Host: ::1\r\n"],
    ids=["none", "two", "twice the same", "a list", "a path", "empty", "no name", "port too large", "no port", "IPv6 bare"])
def test_one_host(town, fields):
    """RFC 9112 §3.2; the answer says what is wrong, and the connection ends with it."""
    with connected(town) as connection:
        connection.sendall(b"GET /v1.1 HTTP/1.1\r\n" + fields + b"\r\n")
        data = until_end(connection)
    assert data.startswith(b"HTTP/1.1 400") and b"one Host field" in data and data.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("host", [b"x", b"x:", b"x:65535", b"[::1]", b"[::1]:8080", b"daten.example.de:443"])
def test_a_host_may_have_a_port(town, host):
    with connected(town) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert answer(connection)[0] == 200


@pytest.mark.parametrize("target", [b"ftp://y/health", b"http:///health", b"http://y:99999/health", b"http://a@y/health", b"health"])
def test_what_is_no_address_here_is_refused(town, target):
    """RFC 9112 §3.2.2."""
    with connected(town) as connection:
        connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until_end(connection).startswith(b"HTTP/1.1 400")


def test_the_authority_of_a_whole_address_stands_for_host(town):
    with connected(town) as connection:
        connection.sendall(b"GET http://daten.example.de/v1.1 HTTP/1.1\r\nHost: x\r\n\r\n")
        status, _, body = answer(connection)
    assert status == 200 and b"http://daten.example.de/v1.1/Things" in body and b"http://x/" not in body


@pytest.mark.parametrize("fields, status", [
    (b"Content-Encoding: gzip\r\nContent-Length: 2\r\n", 415), (b"Content-Encoding: br, gzip\r\nContent-Length: 2\r\n", 415),
    (b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 415),
    (b"Transfer-Encoding: gzip, chunked\r\n", 501), (b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 501)])
def test_codings_that_are_not_understood_are_refused(town, fields, status):
    """RFC 9110 §15.5.16, RFC 9112 §6.1: nothing is read as if it were plain."""
    with connected(town) as connection:
        connection.sendall(
            f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\n".encode() + fields + b"\r\n{}")
        data = until_end(connection)
    assert data.startswith(f"HTTP/1.1 {status}".encode()), data
    assert (b"accept-encoding: identity" in data.lower()) == (status == 415)


@pytest.mark.parametrize("method, path, allowed", [
    ("TRACE", "/ogc/conformance", "GET, HEAD, OPTIONS"), ("POST", "/health", "GET, HEAD"), ("GET", "/logout", "POST"),
    ("DELETE", "/", "GET, HEAD"), ("PUT", "/ogc/collections", "GET, HEAD, OPTIONS")])
def test_a_method_that_an_address_does_not_take_is_told(town, method, path, allowed):
    """RFC 9110 §15.5.6."""
    with connected(town) as connection:
        connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        data = until_end(connection)
    assert data.startswith(b"HTTP/1.1 405"), data
    assert f"allow: {allowed}".encode() in data.lower().replace(allowed.lower().encode(), allowed.encode()), data


@pytest.mark.parametrize("method", ["TRACE", "POST", "GET"])
def test_where_there_is_nothing_no_method_is_told(town, method):
    with connected(town) as connection:
        connection.sendall(f"{method} /nichts HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        assert until_end(connection).startswith(b"HTTP/1.1 404")


def test_a_body_without_coding_may_say_so(town):
    with connected(town) as connection:
        connection.sendall(
            f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\nContent-Encoding: identity\r\n"
            "Transfer-Encoding: chunked\r\n\r\n1f\r\n".encode() + b'{"name":"T","description":"d" }' + b"\r\n0\r\n\r\n")
        assert answer(connection)[0] == 201
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n\r\n")
        assert answer(connection)[0] == 200


def test_no_host_is_needed_in_http_1_0(town):
    with connected(town) as connection:
        connection.sendall(b"GET /v1.1 HTTP/1.0\r\n\r\n")
        assert b" 200 " in until_end(connection)


def test_browsers_get_a_sentence_in_two_languages(town):
    with connected(town) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nAccept: text/html\r\n\r\n")
        data = until_end(connection)
    assert b"text/html" in data and "genau ein Feld Host".encode() in data and b"exactly one Host" in data


@pytest.mark.parametrize("path, streams", [("/v1.1", False), ("/series/1.csv", True)])
@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_the_connection_ends_where_that_was_wished(town, path, streams, version):
    """RFC 9112 §6.1, 9.3, 9.6: no chunks for HTTP/1.0, and the end comes at once."""
    close = "" if version == "HTTP/1.0" else "Connection: keep-alive, Close\r\n"
    with connected(town) as connection:
        connection.sendall(
            f"GET {path} {version}\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\n{close}\r\n".encode())
        head, _, body = until_end(connection).partition(b"\r\n\r\n")
    assert b" 200 " in head and b"connection: close" in head.lower() and body
    assert (b"chunked" in head.lower()) == (streams and version == "HTTP/1.1")


def test_a_connection_goes_on_where_nothing_else_was_wished(town):
    with connected(town) as connection:
        for _ in range(3):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            status, fields, _ = answer(connection)
            assert status == 200 and "connection" not in fields
        # three at once are answered in their order, a wrong one behind them last
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 2 + b"GET /v1.1 HTTP/1.1\r\n\r\n")
        data = until_end(connection)
    assert data.count(b'{"status":"up"}') == 2 and data.count(b"400 Bad Request") == 1
    assert data.index(b"400 Bad Request") > data.rindex(b'{"status":"up"}')


@pytest.mark.parametrize("request_line", [b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\nBad header\r\n\r\n", b"\x16\x03\x01\x02\x00"],
                         ids=["a word", "a field without colon", "TLS"])
@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_no_request_ends_the_connection(town, request_line, is_first):
    with connected(town) as connection:
        if not is_first:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answer(connection)[0] == 200
        connection.sendall(request_line)
        data = until_end(connection)
    assert data.startswith(b"HTTP/1.1 400") and b"RFC 9112" in data and "nicht aufgebaut".encode() in data
    assert data.count(b"HTTP/1.1 400") == 1


@pytest.mark.parametrize("lead", [b"", b"\r\n"], ids=["at once", "after an empty line"])
@pytest.mark.parametrize("is_first", [True, False])
def test_letters_beyond_ascii_in_an_address(town, lead, is_first):
    """As nginx and Apache httpd understand them; whole and in pieces."""
    line = lead + ("GET /v1.1/Things?$filter=substringof('für',name)&$count=true HTTP/1.1\r\nHost: x\r\n"
                   f"Authorization: Bearer {town.key}\r\n\r\n").encode()
    with connected(town) as connection:
        if not is_first:
            body = json.dumps(STATION).encode()
            connection.sendall(
                f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\n".encode()
                + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            assert answer(connection)[0] == 201
        for cut in (len(line), 45, 46):
            connection.sendall(line[:cut])
            time.sleep(0.05)
            connection.sendall(line[cut:])
            status, _, body = answer(connection)
            assert status == 200 and json.loads(body)["@iot.count"] == 1


def test_bodies_are_never_taken_for_an_address(town):
    """Two requests at once, the second one's body in a later packet and full of umlauts."""
    body = json.dumps(dict(STATION, name="Straße über die Brücke"), ensure_ascii=False).encode()
    head = (f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.key}\r\n".encode()
            + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
    for first in (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", head + body):
        for cut in (10, len(head) - 2, len(head), len(head) + 30):
            with connected(town) as connection:
                connection.sendall(first + (head + body)[:cut])
                time.sleep(0.1)
                connection.sendall((head + body)[cut:])
                assert answer(connection)[0] in (200, 201)
                assert answer(connection)[0] == 201
    names = town.session().get(town.url + "/v1.1/Things?$select=name&$top=1000").json()["value"]
    assert sum(one["name"] == "Straße über die Brücke" for one in names) == 12


def test_continue_is_said_when_the_body_is_wanted(town):
    """RFC 9110 §10.1.1."""
    body = json.dumps(STATION).encode()
    fields = b"Host: x\r\nContent-Type: application/json\r\nExpect: 100-Continue\r\nContent-Length: %d\r\n" % len(body)
    key = f"Authorization: Bearer {town.key}\r\n".encode()
    with connected(town) as connection:
        connection.sendall(b"POST /v1.1/Things HTTP/1.1\r\n" + fields + key + b"\r\n")
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert answer(connection)[0] == 201
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(connection)[0] == 200
    # a body that comes at once needs no word
    with connected(town) as connection:
        connection.sendall(b"POST /v1.1/Things HTTP/1.1\r\n" + fields + key + b"\r\n" + body)
        assert answer(connection)[0] == 201
    # nobody asks for a body that will not be taken
    for request, status in (
            (b"POST /v1.1/Things HTTP/1.1\r\n" + fields, b"401"),
            (b"POST /v1.1/Things HTTP/1.1\r\n" + key + fields.replace(b"%d" % len(body), b"999999999"), b"413")):
        with connected(town) as connection:
            connection.sendall(request + b"\r\n")
            data = until_end(connection)
            assert data.startswith(b"HTTP/1.1 " + status) and b"onnection: close" in data
    with connected(town) as connection:
        connection.sendall(b"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nContent-Length: 5\r\n\r\n")
        assert until_end(connection).startswith(b"HTTP/1.1 417")


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    with running(tmp_path_factory.mktemp("times") / "town.gpkg", "--set", "head-timeout=2", "--set", "body-timeout=14",
                 "--set", "body-rate=100") as server:
        yield server


def test_heads_come_in_time(impatient):
    """Silence, a head in drops, and a second head in drops."""
    with connected(impatient) as silent, connected(impatient) as slow, connected(impatient) as second:
        begin = time.monotonic()
        second.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(second)[0] == 200
        drops = threading.Thread(target=drip, args=([slow, second], b"GET /health HTTP/1.1\r\nX: " + b"a" * 100, 0.2))
        drops.start()
        assert until_end(silent) == b"" and 1.5 < time.monotonic() - begin < 4
        for one in (slow, second):
            assert until_end(one).startswith(b"HTTP/1.1 408") and time.monotonic() - begin < 5
        drops.join()


def drip(connections, data, pause):
    for byte in data:
        with contextlib.suppress(OSError):
            for connection in connections:
                connection.sendall(bytes([byte]))
        time.sleep(pause)
        if all(connection.fileno() < 0 for connection in connections):
            return


def test_bodies_bring_something(impatient):
    """Drops end after the grace, a slow and steady one at the end of its time; what was cut off is not stored."""
    head = (f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {impatient.key}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
    whole = json.dumps(STATION).encode()
    with connected(impatient) as drops, connected(impatient) as steady:
        begin = time.monotonic()
        drops.sendall(head)
        steady.sendall(head + b"%x\r\n" % len(whole) + whole + b"\r\n")
        ended = {}

        def read(name, connection):
            ended[name] = (until_end(connection, 30)[:12], time.monotonic() - begin)

        readers = [threading.Thread(target=read, args=pair) for pair in (("drops", drops), ("steady", steady))]
        [reader.start() for reader in readers]
        while len(ended) < 2 and time.monotonic() - begin < 30:
            with contextlib.suppress(OSError):
                drops.sendall(b"1\r\n \r\n")
            with contextlib.suppress(OSError):
                steady.sendall(b"64\r\n" + b" " * 100 + b"\r\n")
            time.sleep(0.5)
        [reader.join() for reader in readers]
    assert ended["drops"][0] == ended["steady"][0] == b"HTTP/1.1 408"
    assert 9 < ended["drops"][1] < 13 and 13 < ended["steady"][1] < 17
    assert impatient.session().get(impatient.url + "/v1.1/Things?$count=true&$top=0").json()["@iot.count"] == 0


def from_address(server, address):
    where = urllib.parse.urlsplit(server.url)
    connection = socket.socket()
    connection.bind((address, 0))
    connection.settimeout(10)
    connection.connect((where.hostname, where.port))
    return connection


def ask(connection, path="/health", fields=""):
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n".encode())
    return answer(connection)[0]


def many_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def test_a_town_hall_behind_one_address_reads_while_somebody_holds_connections(town):
    """300 readers with six connections each, and 1,200 silent connections from the same address, anew as they end."""
    many_files()
    stop = threading.Event()

    def hold():
        held = []
        while not stop.is_set():
            with contextlib.suppress(OSError):
                held.append(from_address(town, "127.0.0.2"))
            if len(held) > 1200:
                held.pop(0).close()
        [one.close() for one in held]

    def read(number):
        connections = [from_address(town, "127.0.0.2") for _ in range(6)]
        try:
            return [ask(one) for one in connections for _ in range(2)]
        finally:
            [one.close() for one in connections]

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        time.sleep(2)
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            statuses = [status for some in pool.map(read, range(300)) for status in some]
        assert len(statuses) == 3600 and set(statuses) == {200}
    finally:
        stop.set()
        holder.join()


def test_when_all_connections_are_taken_the_silent_ones_make_room(tmp_path):
    many_files()
    with running(tmp_path / "town.gpkg", "--set", "max-connections=50", "--set", "head-timeout=600") as server, \
            contextlib.ExitStack() as stack:
        honest = stack.enter_context(from_address(server, "127.0.0.3"))
        assert ask(honest) == 200
        silent = [stack.enter_context(from_address(server, "127.0.0.2")) for _ in range(200)]
        assert ask(honest) == 200, "another address has fewer connections and keeps them"
        with from_address(server, "127.0.0.4") as newcomer:
            assert ask(newcomer) == 200
        assert ask(silent[-1]) == 200, "the newest is there"
        assert until_end(silent[0]) == b"", "the longest silent one went first"


def test_behind_a_proxy_one_address_does_not_take_the_requests_of_others(tmp_path):
    with running(tmp_path / "town.gpkg", "--trust-proxy", "--set", "max-connections-per-address=2",
                 "--set", "max-requests-per-address=5") as server, contextlib.ExitStack() as stack:
        flood = "X-Forwarded-For: 198.51.100.7\r\n"
        post = (f"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
                f"X-Forwarded-For: 10.0.0.1, 198.51.100.7\r\nContent-Length: 10\r\n\r\n").encode()
        for _ in range(5):
            stack.enter_context(connected(server)).sendall(post)
        time.sleep(0.5)
        with connected(server) as one:
            one.sendall(f"GET /health HTTP/1.1\r\nHost: x\r\n{flood}\r\n".encode())
            status, fields, _ = answer(one)
            assert status == 429 and int(fields["retry-after"]) > 0
        for number in range(30):
            with connected(server) as one:
                assert ask(one, fields=f"X-Forwarded-For: 198.51.100.7, 10.0.0.{number}\r\n") == 200
        stack.close()
        time.sleep(0.5)
        with connected(server) as one:
            assert ask(one, fields=flood) == 200, "what has ended counts no more"


def test_no_file_left_is_no_end(tmp_path):
    """With too few open files for all connections the port stays open."""
    secret = subprocess.run(
        [BINARY, "key", "create", "--database", tmp_path / "town.gpkg", "--role", "viewer"], check=True,
        capture_output=True)
    process = subprocess.Popen(
        ["prlimit", "--nofile=90:90", BINARY, "serve", "--database", tmp_path / "town.gpkg", "--port", "0", "--mqtt-port",
         "off", "--set", "readers=2"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert secret.returncode == 0
        line = process.stdout.readline()
        port = int(line.rsplit(":", 1)[1])
        held = []
        for _ in range(120):
            with contextlib.suppress(OSError):
                held.append(socket.create_connection(("127.0.0.1", port), timeout=1))
        time.sleep(1)
        [one.close() for one in held]
        deadline = time.monotonic() + 20
        status = None
        while status != 200 and time.monotonic() < deadline:
            with contextlib.suppress(requests.RequestException):
                status = requests.get(f"http://127.0.0.1:{port}/health", timeout=3).status_code
        assert status == 200
    finally:
        process.terminate()
        assert process.wait(30) == 0


@pytest.mark.parametrize("fields, status", [
    ({}, 101), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Host": "evil.example"}, None),
    ({"Host": "evil.example", "Origin": "http://evil.example"}, None), ({"Origin": "OWN"}, 101)],
    ids=["a program", "a foreign page", "a page without origin", "a foreign name", "rebinding", "our own page"])
def test_an_open_server_takes_no_web_socket_from_elsewhere(tmp_path_factory, open_town, fields, status):
    address = urllib.parse.urlsplit(open_town.url)
    own = f"http://127.0.0.1:{address.port}"
    all_fields = dict(UPGRADE, Host=f"127.0.0.1:{address.port}", **{"Sec-WebSocket-Protocol": "mqtt"})
    all_fields.update({name: own if value == "OWN" else value for name, value in fields.items()})
    with connected(open_town) as connection:
        lines = "".join(f"{name}: {value}\r\n" for name, value in all_fields.items())
        connection.sendall(f"GET /mqtt HTTP/1.1\r\n{lines}\r\n".encode())
        first = connection.recv(1000)
        assert first.startswith(b"HTTP/1.1 %d" % status) if status else first.startswith((b"HTTP/1.1 403", b"HTTP/1.1 421"))


@pytest.fixture(scope="module")
def open_town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("open") / "town.gpkg", "--open", key=False) as server:
        yield server


def test_mqtt_connections_of_one_address(tmp_path):
    """Those without CONNECT make room for newcomers; a client that has said who it is stays."""
    with running(tmp_path / "town.gpkg", "--set", "mqtt-max-connections-per-address=20") as server, \
            contextlib.ExitStack() as stack:
        def arrive(address="127.0.0.2"):
            one = stack.enter_context(socket.socket())
            one.bind((address, 0))
            one.settimeout(10)
            one.connect(("127.0.0.1", ports(server)["mqtt"]))
            return one

        known = arrive()
        known.sendall(connect(server, name=b"known"))
        assert known.recv(1000)[0] == 0x20
        silent = [arrive() for _ in range(60)]
        assert silent[0].recv(10) == b"", "the longest silent one went"
        late = arrive()
        late.sendall(connect(server, name=b"late"))
        assert late.recv(1000)[0] == 0x20
        known.sendall(b"\xc0\x00")
        assert known.recv(10) == b"\xd0\x00"
        other = arrive("127.0.0.3")
        other.sendall(connect(server, name=b"other"))
        assert other.recv(1000)[0] == 0x20
