# SPDX-License-Identifier: EUPL-1.2
"""MQTT on the wire where clients are quick, slow, doubled or wrong."""
import base64
import contextlib
import os
import socket
import struct
import threading
import time
import urllib.parse

import pytest
import requests

from conftest import running
from test_mqtt import ports, receive
from test_mqtt_statements import connect, ended, joined, packet, publish, subscribe, text

STATION = {
    "name": "Station", "description": "",
    "Locations": [{"name": "Here", "description": "", "encodingType": "application/geo+json",
                   "location": {"type": "Point", "coordinates": [7.6, 51.9]}}],
    "Datastreams": [{
        "name": "Series", "description": "", "observationType": "OM_Measurement",
        "unitOfMeasurement": {"name": "one", "symbol": "1", "definition": None},
        "Sensor": {"name": "S", "description": "", "encodingType": "text/html", "metadata": ""},
        "ObservedProperty": {"name": "P", "definition": "http://p", "description": ""}}]}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("hostile") / "town.gpkg") as server:
        assert server.session().post(server.url + "/v1.1/Things", json=STATION).status_code == 201
        yield server


def packets(connection):
    """All packets of a connection, one after the other."""
    data = b""
    while True:
        while len(data) >= 2:
            length, place, shift = 0, 1, 0
            while place < len(data):
                length |= (data[place] & 127) << shift
                shift += 7
                place += 1
                if not data[place - 1] & 128:
                    break
            else:
                break
            if data[place - 1] & 128 or len(data) < place + length:
                break
            yield data[0], data[place:place + length]
            data = data[place + length:]
        part = connection.recv(1 << 16)
        if not part:
            return
        data += part


def payload(body, qos):
    """What a PUBLISH of MQTT 5 without properties brings."""
    start = 2 + struct.unpack(">H", body[:2])[0]
    return body[start + (2 if qos else 0) + 1:]


@pytest.mark.parametrize("size, count", [(100, 20_000), (3000, 4000)])
def test_messages_arrive_in_their_order(town, size, count):
    """4.6.0-6: also when more is on its way than the connection takes at once."""
    topic = b"order%d" % size
    with joined(town, name=b"reader") as (reader, _), joined(town, name=b"writer") as (writer, _):
        reader.sendall(subscribe(topic, 1))
        receive(reader)
        # answers to the writer are not read: QoS 0
        def write():
            for number in range(0, count, 100):
                writer.sendall(b"".join(
                    publish(topic, b"%d " % n + bytes(size)) for n in range(number, number + 100)))

        thread = threading.Thread(target=write)
        thread.start()
        seen = []
        reader.settimeout(5)
        with contextlib.suppress(TimeoutError):
            for first, body in packets(reader):
                seen.append(int(payload(body, first >> 1 & 3).split(b" ")[0]))
                if seen[-1] == count - 1:
                    break
        thread.join()
    assert len(seen) > count / 10 and seen == sorted(seen)


def answers(connection):
    """Whether a client's ping is answered."""
    with contextlib.suppress(OSError):
        connection.sendall(b"\xc0\x00")
        return connection.recv(1000)[-2:] == b"\xd0\x00"
    return False


def test_of_two_clients_of_one_name_one_stays(town):
    """3.1.4-3: also when both come at the same moment."""
    for _ in range(40):
        with contextlib.ExitStack() as stack:
            pair = [stack.enter_context(socket.create_connection(("127.0.0.1", ports(town)["mqtt"]), timeout=5))
                    for _ in range(2)]
            for one in pair:
                one.sendall(connect(town, name=b"twin"))
            time.sleep(0.05)
            alive = 0
            for one in pair:
                one.settimeout(0.3)
                with contextlib.suppress(OSError):
                    data = one.recv(1000)
                    if data and b"\xe0" not in data[-3:]:
                        one.sendall(b"\xc0\x00")
                        alive += one.recv(1000)[-2:] == b"\xd0\x00"
            if alive == 2:  # a busy machine has not come to the second one yet
                time.sleep(2)
                alive = sum(answers(one) for one in pair)
            assert alive == 1


@pytest.mark.parametrize("reason, comes", [(0x00, False), (0x04, True), (0x80, True), (0x97, True)])
def test_only_a_normal_goodbye_takes_the_will_along(town, reason, comes):
    """3.1.2-8, 3.14.4-3."""
    topic = b"will/%d" % reason
    with joined(town, name=b"watcher") as (watcher, _):
        watcher.sendall(subscribe(topic))
        receive(watcher)
        with joined(town, name=b"leaving", flags=4, will=b"\x00" + text(topic) + text(b"gone")) as (leaving, _):
            leaving.sendall(packet(0xE0, bytes([reason, 0])) if reason else b"\xe0\x00")
            ended(leaving)
        watcher.settimeout(1)
        if comes:
            assert b"gone" in watcher.recv(1000)
        else:
            with pytest.raises(TimeoutError):
                watcher.recv(1000)


def test_a_connect_in_drops_ends(town):
    """Ten seconds are for the whole CONNECT, not for each byte."""
    data = connect(town, name=b"dribble")
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", ports(town)["mqtt"])) as connection:
        with contextlib.suppress(OSError):
            for byte in data[:12]:
                connection.sendall(bytes([byte]))
                connection.settimeout(1.5)
                with contextlib.suppress(TimeoutError):
                    if connection.recv(10) == b"":
                        break
            else:
                pytest.fail("still open")
    assert 8 < time.monotonic() - begin < 14


def test_a_large_import_reaches_those_who_read(town):
    """Each row once and in order with QoS 1, though there are more than a queue holds."""
    count = 25_000
    rows = [[f"2026-01-01T00:00:00.{n:06d}Z", n] for n in range(count)]
    body = [{"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray": rows}]
    seen = []
    with joined(town, name=b"importer") as (reader, _):
        reader.sendall(subscribe(b"v1.1/Datastreams(1)/Observations?$select=result", 1))
        assert receive(reader)[-1] == 1
        answer = town.session().post(town.url + "/v1.1/CreateObservations", json=body)
        assert answer.status_code == 201
        reader.settimeout(20)
        for first, part in packets(reader):
            assert first >> 4 == 3, f"{first:x} {part!r} after {len(seen)}"
            place = 2 + struct.unpack(">H", part[:2])[0]
            seen.append(int(part.split(b'"result":')[1].rstrip(b"}")))
            reader.sendall(b"\x40\x02" + part[place:place + 2])
            if len(seen) == count:
                break
    assert seen == list(range(count))


def test_one_write_is_one_message(town):
    """A deep insert of a Datastream with an Observation, and a change set that makes and changes one."""
    with joined(town, name=b"series") as (series, _), joined(town, name=b"values") as (values, _):
        series.sendall(subscribe(b"v1.1/Datastreams?$select=name", 1))
        values.sendall(subscribe(b"v1.1/Observations?$select=result", 1))
        receive(series), receive(values)
        own = dict(STATION["Datastreams"][0], name="Deep", Thing={"@iot.id": 1}, Observations=[{"result": 41}])
        assert town.session().post(town.url + "/v1.1/Datastreams", json=own).status_code == 201
        batch = {"requests": [
            {"id": "o", "atomicityGroup": "g", "method": "post", "url": "Datastreams(1)/Observations",
             "body": {"result": 42}},
            {"id": "p", "atomicityGroup": "g", "method": "patch", "url": "$o", "body": {"result": 43}}]}
        assert town.session().post(town.url + "/v1.1/$batch", json=batch).status_code == 200
        time.sleep(1)
        data = values.recv(10_000)
        assert data.count(b'"result"') == 2 and b"41" in data and b"43" in data
        # the second write makes the range of the first Datastream longer
        data = series.recv(10_000)
        assert data.count(b"Deep") == 1 and data.count(b"Series") <= 1


def test_links_in_messages_lead_back(town):
    with joined(town, name=b"links") as (reader, _):
        reader.sendall(subscribe(b"v1.1/Datastreams(1)/Observations", 1))
        receive(reader)
        town.session().post(town.url + "/v1.1/Datastreams(1)/Observations", json={"result": 1})
        time.sleep(0.5)
        assert (town.url + "/v1.1/Observations(").encode() in reader.recv(10_000)


UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
           "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}


@pytest.mark.parametrize("path, protocol, status", [
    ("/v1.1/Things", None, 200), ("/mqtt", None, 404), ("/mqtt", "mqttv3.1", 404), ("/other", "mqtt", 404)])
def test_an_upgrade_that_is_not_ours_is_passed_over(town, path, protocol, status):
    """RFC 9110 §7.8."""
    headers = dict(UPGRADE, **({"Sec-WebSocket-Protocol": protocol} if protocol else {}))
    with requests.Session() as session:
        answer = session.get(town.url + path, headers=dict(headers, Authorization=f"Bearer {town.key}"))
        assert answer.status_code == status and answer.headers["Connection"] == "close"
        assert session.get(town.url + "/v1.1", timeout=10).status_code == 200


def frame(data, first=0x82, masked=True):
    head = bytes([first, len(data) | (0x80 if masked else 0)])
    mask = os.urandom(4) if masked else b""
    return head + mask + bytes(byte ^ mask[index % 4] if masked else byte for index, byte in enumerate(data))


@pytest.mark.parametrize("frames, closes", [
    (lambda ping: frame(ping), False),
    (lambda ping: frame(ping[:1], 0x02) + frame(ping[1:], 0x80), False),
    (lambda ping: frame(ping, masked=False), True),
    (lambda ping: frame(ping, 0xC2), True),
    (lambda ping: frame(ping, 0x80), True),
    (lambda ping: frame(ping[:1], 0x02) + frame(ping[1:]), True),
    (lambda ping: frame(ping, 0x81), True)],
    ids=["whole", "in two", "not masked", "reserved bit", "nothing to go on with", "begun anew", "text"])
def test_web_socket_frames(town, frames, closes):
    """RFC 6455 §5.1, 5.2, 5.4; MQTT 6.0.0-1."""
    address = urllib.parse.urlsplit(town.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        lines = [f"{name}: {value}" for name, value in dict(UPGRADE, **{"Sec-WebSocket-Protocol": "mqtt"}).items()]
        connection.sendall(("GET /mqtt HTTP/1.1\r\nHost: x\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 101")
        data = connect(town, name=b"frames" + base64.b64encode(os.urandom(6)))
        connection.sendall(frame(data[:100]) + (frame(data[100:]) if len(data) > 100 else b""))
        assert connection.recv(1000)[2] == 0x20
        connection.sendall(frames(b"\xc0\x00"))
        answer = connection.recv(1000)
        assert (answer[:1] == b"\x88") if closes else answer == b"\x82\x02\xd0\x00"
