# SPDX-License-Identifier: EUPL-1.2
"""MQTT 3.1.1 and 5 as paho-mqtt, the mosquitto clients and bare sockets see it, over TCP, TLS and WebSocket."""
import contextlib
import datetime
import json
import pathlib
import queue
import re
import resource
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

import paho.mqtt.client as mqtt
import pytest
import requests
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from conftest import allmende, running

VERSIONS = [mqtt.MQTTv311, mqtt.MQTTv5]
both_versions = pytest.mark.parametrize("version", VERSIONS, ids=["3.1.1", "5"])


def ports(server):
    """The ports by scheme, as the program prints them.

    On PostgreSQL they open when the lease of a server that was killed has ended."""
    deadline = time.time() + 40
    while time.time() < deadline:
        for line in list(server.output):
            if line.startswith("MQTT: ") or "this server leads now" in line:
                found = {scheme: int(port) for scheme, port in re.findall(r"(mqtts?)://[^:]+:(\d+)", line)}
                if found:
                    return found
        time.sleep(0.05)
    raise AssertionError("no MQTT port was opened: " + "".join(server.output))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("mqtt") / "town.gpkg") as server:
        yield server


class Client:
    """A client whose packets arrive in queues; signs in with the server's key."""

    def __init__(self, server, version, name="", clean=True, expiry=0, key=True, will=None, keepalive=60, wait=True,
                 transport="tcp", tls=None, receive_maximum=None, port=None, user=None):
        options = {} if version == mqtt.MQTTv5 else {"clean_session": clean}
        self.version = version
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=name, protocol=version, transport=transport,
            reconnect_on_failure=False, **options)
        self.messages, self.granted, self.ended, self.connected = (queue.Queue() for _ in range(4))
        self.client.on_message = lambda _c, _u, message: self.messages.put(message)
        self.client.on_subscribe = lambda _c, _u, _m, codes, _p: self.granted.put(codes)
        self.client.on_connect = lambda _c, _u, flags, code, properties: self.connected.put((flags, code, properties))
        self.client.on_disconnect = lambda _c, _u, _f, code, _p: self.ended.put(code)
        if user:
            self.client.username_pw_set(*user)
        elif key:
            self.client.username_pw_set("key", server.key)
        if will:
            self.client.will_set(*will)
        if transport == "websockets":
            self.client.ws_set_options(path="/mqtt")
            port = urllib.parse.urlsplit(server.url).port
        if tls:
            self.client.tls_set_context(tls)
            port = ports(server)["mqtts"]
        extra = {}
        if version == mqtt.MQTTv5:
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = expiry
            if receive_maximum:
                properties.ReceiveMaximum = receive_maximum
            extra = {"clean_start": clean, "properties": properties}
        self.client.connect("127.0.0.1", port or ports(server)["mqtt"], keepalive=keepalive, **extra)
        self.client.loop_start()
        if wait:
            self.flags, self.code, self.properties = self.connected.get(timeout=10)

    def subscribe(self, topic, qos=1, **options):
        if self.version == mqtt.MQTTv5:
            self.client.subscribe(topic, options=SubscribeOptions(qos=qos, **options))
        else:
            self.client.subscribe(topic, qos)
        return self.granted.get(timeout=10)[0].value

    def publish(self, topic, payload, qos=1, retain=False, properties=None):
        info = self.client.publish(topic, payload, qos, retain, properties)
        info.wait_for_publish(10)
        assert info.is_published()
        return info

    def texts(self, count, timeout=10):
        """The next messages, and no more than these."""
        found = [self.messages.get(timeout=timeout).payload.decode() for _ in range(count)]
        time.sleep(0.2)
        assert self.messages.empty(), f"one more: {self.messages.get().payload}"
        return found

    def next(self, count, timeout=30):
        """The next messages; says which came where one is missing."""
        found = []
        for _ in range(count):
            try:
                found.append(self.messages.get(timeout=timeout))
            except queue.Empty:
                came = [(one.topic, one.qos, one.payload[:20]) for one in found]
                raise AssertionError(f"{len(found)} of {count} came: {came}") from None
        return found

    def stop(self):
        self.client.disconnect()
        self.client.loop_stop()

    def cut(self):
        """Ends the connection without a word."""
        self.client.loop_stop()
        self.client._sock_close()


@contextlib.contextmanager
def client(server, version, *arguments, **options):
    one = Client(server, version, *arguments, **options)
    try:
        assert not one.code.is_failure, one.code
        yield one
    finally:
        one.stop()


# Connecting

@both_versions
def test_connect_flags_and_identifiers(town, version):
    with client(town, version) as nameless:
        assert not nameless.flags.session_present
        if version == mqtt.MQTTv5:
            assert nameless.properties.AssignedClientIdentifier
    refused = Client(town, version, "wrong", user=("key", "amk_wrong"))
    assert refused.code.is_failure
    refused.client.loop_stop()


def test_an_old_client_without_a_name_must_start_clean(town):
    with bare(town, connect_packet(client_id=b"", clean=False)) as (_, answer):
        assert answer == b"\x20\x02\x00\x02"


def test_an_account_signs_in(town):
    allmende("user", "create", "--database", town.database, "--login", "eva", "--name", "Eva", "--role", "editor",
             stdin="ein langes Passwort\n")
    with client(town, mqtt.MQTTv5, user=("eva", "ein langes Passwort")) as eva:
        assert eva.subscribe("plain/topic") == 1
    wrong = Client(town, mqtt.MQTTv5, user=("eva", "falsch"))
    assert wrong.code.value == 0x86
    wrong.client.loop_stop()


@both_versions
def test_the_same_name_takes_over(town, version):
    first = Client(town, version, "twin")
    second = Client(town, version, "twin")
    code = first.ended.get(timeout=10)
    if version == mqtt.MQTTv5:
        assert code.value == 0x8E
    first.client.loop_stop()
    second.publish("takeover", "still here")
    second.stop()


def test_silence_ends_the_connection(town):
    begin = time.monotonic()
    with bare(town, connect_packet(keepalive=1)) as (connection, answer):
        assert answer == b"\x20\x02\x00\x00"
        assert connection.recv(10) == b""
        assert 1.2 < time.monotonic() - begin < 5


# Subscribing

@both_versions
def test_wildcards_and_dollar_topics(town, version):
    with client(town, version) as one:
        for topic in ["w/+/c", "w/#", "/w"]:
            assert one.subscribe(topic) == 1
        for topic in ["w", "w/b/c", "w/b", "x/b/c", "/w", "W"]:
            one.publish(topic, topic)
        assert one.texts(4) == ["w", "w/b/c", "w/b", "/w"]
        assert one.subscribe("#", 0) == 0
        time.sleep(11)
        assert one.messages.empty(), "statistics begin with $"
        assert one.subscribe("$SYS/broker/uptime", 0) == 0
        assert one.texts(1)[0].endswith("seconds")


@both_versions
def test_an_overlap_is_one_message_of_the_highest_qos(town, version):
    with client(town, version) as one:
        one.subscribe("o/+", 0)
        one.subscribe("o/#", 2)
        one.publish("o/1", "x", 2)
        assert one.messages.get(timeout=10).qos == 2
        time.sleep(0.3)
        assert one.messages.empty()


@both_versions
def test_unsubscribe(town, version):
    with client(town, version) as one:
        one.subscribe("u/1")
        one.publish("u/1", "before")
        done = threading.Event()
        one.client.on_unsubscribe = lambda *_: done.set()
        one.client.unsubscribe("u/1")
        assert done.wait(10)
        one.publish("u/1", "after")
        assert one.texts(1) == ["before"]


def test_refused_subscriptions(town):
    with client(town, mqtt.MQTTv5, key=False) as anonymous:
        assert anonymous.subscribe("plain") == 0x87
        assert anonymous.subscribe("$SYS/#") == 0x87
        assert anonymous.subscribe("v1.1/Things") == 1
        assert anonymous.subscribe("v1.1/Nonsense") == 0x8F
    with client(town, mqtt.MQTTv5) as one:
        assert one.subscribe("$share/group/plain") == 0x9E
    with client(town, mqtt.MQTTv311, key=False) as old:
        assert old.subscribe("plain") == 0x80


def test_no_local_retain_handling_and_identifiers(town):
    with client(town, mqtt.MQTTv5) as one:
        one.subscribe("l/1", noLocal=True)
        one.publish("l/1", "mine")
        one.publish("l/2", "kept", retain=True)
        one.subscribe("l/2", retainHandling=2)
        assert one.messages.empty()
        one.subscribe("l/2", retainHandling=0)
        assert one.texts(1) == ["kept"]
        properties = Properties(PacketTypes.SUBSCRIBE)
        properties.SubscriptionIdentifier = 77
        one.client.subscribe("l/3", options=SubscribeOptions(qos=1), properties=properties)
        one.granted.get(timeout=10)
        one.publish("l/3", "x")
        assert one.messages.get(timeout=10).properties.SubscriptionIdentifier == [77]


# Messages

@both_versions
def test_every_qos_both_ways(town, version):
    with client(town, version) as one:
        one.subscribe("q", 2)
        for qos in range(3):
            one.publish("q", f"{qos}", qos)
        found = [one.messages.get(timeout=10) for _ in range(3)]
        assert [(message.payload, message.qos) for message in found] == [(b"0", 0), (b"1", 1), (b"2", 2)]


@both_versions
def test_retained_messages_come_and_go(town, version):
    with client(town, version) as one:
        one.publish("keep/1", "old", retain=True)
        one.publish("keep/1", "new", retain=True)
        one.subscribe("keep/#")
        message = one.messages.get(timeout=10)
        assert message.payload == b"new" and message.retain
        one.publish("keep/1", "", retain=True)
        with client(town, version) as other:
            other.subscribe("keep/#")
            time.sleep(0.3)
            assert other.messages.empty()


@both_versions
def test_a_will_is_sent_unless_the_client_says_goodbye(town, version):
    with client(town, version) as watcher:
        watcher.subscribe("will/#")
        polite = Client(town, version, will=("will/polite", "x", 1))
        polite.stop()
        rude = Client(town, version, will=("will/rude", "gone", 1))
        rude.cut()
        assert watcher.texts(1) == ["gone"]


@both_versions
def test_messages_wait_for_who_is_away(town, version):
    name = f"away-{version}"
    one = Client(town, version, name, clean=False, expiry=100)
    one.subscribe("away", 1)
    one.cut()
    with client(town, version) as other:
        for number in range(200):
            other.publish("away", f"{number}")
    back = Client(town, version, name, clean=False, expiry=100)
    assert back.flags.session_present
    assert back.texts(200) == [f"{number}" for number in range(200)]
    back.stop()
    # a clean start forgets
    with client(town, version, name, clean=True) as fresh:
        assert not fresh.flags.session_present


def test_what_was_not_acknowledged_comes_again_as_a_duplicate(town):
    first = connect_packet(client_id=b"deaf", clean=False, key=town.key)
    with bare(town, first) as (connection, answer):
        assert answer[:2] == b"\x20\x02" and answer[3] == 0
        connection.sendall(b"\x82\x09\x00\x01\x00\x04deaf\x01")
        assert receive(connection) == b"\x90\x03\x00\x01\x01"
        with client(town, mqtt.MQTTv311) as other:
            other.publish("deaf", "1")
            other.publish("deaf", "2")
        before = [receive(connection), receive(connection)]
        assert [packet[0] for packet in before] == [0x32, 0x32]
    with bare(town, first) as (connection, answer):
        assert answer == b"\x20\x02\x01\x00"
        again = [receive(connection), receive(connection)]
        assert [packet[0] for packet in again] == [0x3A, 0x3A]
        assert [packet[1:] for packet in again] == [packet[1:] for packet in before]


def test_qos_2_arrives_exactly_once(town):
    publish = b"\x34\x08\x00\x03two\x00\x09x"
    with client(town, mqtt.MQTTv5) as watcher:
        watcher.subscribe("two", 2)
        with bare(town, connect_packet(client_id=b"sender", clean=False, key=town.key)) as (connection, _):
            connection.sendall(publish)
            assert receive(connection) == b"\x50\x02\x00\x09"
        with bare(town, connect_packet(client_id=b"sender", clean=False, key=town.key)) as (connection, answer):
            assert answer == b"\x20\x02\x01\x00"
            connection.sendall(b"\x3c" + publish[1:])
            assert receive(connection) == b"\x50\x02\x00\x09"
            connection.sendall(b"\x62\x02\x00\x09")
            assert receive(connection) == b"\x70\x02\x00\x09"
        assert watcher.texts(1) == ["x"]


def test_properties_go_along_and_messages_expire(town):
    with client(town, mqtt.MQTTv5, "expiring", clean=False, expiry=100) as one:
        one.subscribe("p")
    properties = Properties(PacketTypes.PUBLISH)
    properties.ContentType = "text/plain"
    properties.UserProperty = ("a", "1")
    properties.CorrelationData = b"\x01"
    short = Properties(PacketTypes.PUBLISH)
    short.MessageExpiryInterval = 1
    with client(town, mqtt.MQTTv5) as other:
        other.publish("p", "gone", properties=short)
        other.publish("p", "kept", properties=properties)
    time.sleep(1.5)
    with client(town, mqtt.MQTTv5, "expiring", clean=False, expiry=0) as one:
        message = one.messages.get(timeout=10)
        assert message.payload == b"kept"
        assert message.properties.ContentType == "text/plain"
        assert message.properties.UserProperty == [("a", "1")]
        assert message.properties.CorrelationData == b"\x01"


def test_topic_aliases(town):
    with client(town, mqtt.MQTTv5) as one:
        one.subscribe("alias/#")
        properties = Properties(PacketTypes.PUBLISH)
        properties.TopicAlias = 3
        one.publish("alias/long", "1", properties=properties)
        one.client.publish("", "2", 1, properties=properties).wait_for_publish(10)
        found = [one.messages.get(timeout=10) for _ in range(2)]
        assert [message.topic for message in found] == ["alias/long", "alias/long"]


def test_who_may_not_publish_is_told(town):
    with client(town, mqtt.MQTTv5, key=False) as anonymous:
        codes = queue.Queue()
        anonymous.client.on_publish = lambda _c, _u, _m, code, _p: codes.put(code.value)
        anonymous.client.publish("plain", "x", 1)
        assert codes.get(timeout=10) == 0x87


def test_a_slow_subscriber_harms_only_itself(town):
    """More than all buffers hold, to one who does not read and one who does."""
    with bare(town, connect_packet(client_id=b"slow", key=town.key)) as (slow, _):
        slow.sendall(b"\x82\x0a\x00\x01\x00\x05flood\x00")
        receive(slow)
        with client(town, mqtt.MQTTv5) as quick, client(town, mqtt.MQTTv5) as sender:
            quick.subscribe("flood", 1)
            payload = b"x" * 50_000
            for _ in range(1_000):
                sender.publish("flood", payload)
            for _ in range(1_000):
                quick.messages.get(timeout=10)
        # the slow one reads at last: whole packets, the newest among them
        slow.settimeout(5)
        count = 0
        with contextlib.suppress(TimeoutError):
            while True:
                assert receive(slow)[0] == 0x30
                count += 1
        assert 100 < count <= 1_000
    memory = re.search(
        r"^process_resident_memory_bytes (\S+)", requests.get(town.url + "/metrics").text, re.MULTILINE)
    assert float(memory[1]) < 1_000_000_000


# SensorThings

def make_datastream(town, session):
    thing = {
        "name": "Zähler", "description": "", "Locations": [{
            "name": "Ort", "description": "", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [7.6, 51.9]}}], "Datastreams": [{
            "name": "Räder", "description": "", "observationType": "OM_Measurement",
            "unitOfMeasurement": {"name": "1", "symbol": "1", "definition": "https://example.org/one"},
            "Sensor": {"name": "S", "description": "", "encodingType": "text/html", "metadata": "x"},
            "ObservedProperty": {"name": "O", "description": "", "definition": "https://example.org/o"}}]}
    made = session.post(f"{town.url}/v1.1/Things", json=thing)
    assert made.status_code == 201, made.text
    streams = session.get(made.headers["Location"] + "/Datastreams").json()["value"]
    return f"Datastreams({streams[0]['@iot.id']})"


def test_observations_come_in_and_go_out(town):
    session = town.session()
    topic = f"v1.1/{make_datastream(town, session)}/Observations"
    with client(town, mqtt.MQTTv5) as one:
        assert one.subscribe(topic) == 1
        one.publish(topic, json.dumps({"result": 1.10, "phenomenonTime": "2026-07-01T00:00:00Z"}))
        assert json.loads(one.messages.get(timeout=10).payload)["result"] == 1.1
        session.post(f"{town.url}/{topic}", json={"result": 2, "phenomenonTime": "2026-07-01T01:00:00Z"})
        assert [json.loads(text)["result"] for text in one.texts(1)] == [2]
        codes = queue.Queue()
        one.client.on_publish = lambda _c, _u, _m, code, _p: codes.put(code.value)
        one.client.publish(topic, "no JSON", 1)
        assert codes.get(timeout=10) == 0x99


def test_a_sensor_that_falls_silent_is_told(town):
    session = town.session()
    stream = make_datastream(town, session)
    with client(town, mqtt.MQTTv5) as one, client(town, mqtt.MQTTv5) as all_of_them:
        assert one.subscribe(f"states/{stream}") == 1
        assert all_of_them.subscribe("states/#") == 1
        now = datetime.datetime.now(datetime.timezone.utc)
        for second in range(9, -1, -1):
            moment = (now - datetime.timedelta(seconds=second)).isoformat()
            session.post(f"{town.url}/v1.1/{stream}/Observations", json={"result": 1, "phenomenonTime": moment})
        # a busy machine may look for the first time when the sensor is late already
        told = []
        while not told or told[-1]["to"] not in ("late", "silent"):
            assert len(told) < 2, told
            told.append(json.loads(one.messages.get(timeout=30).payload))
        # sensors of other tests may have fallen silent meanwhile
        message = all_of_them.messages.get(timeout=20)
        while message.topic != f"states/{stream}":
            message = all_of_them.messages.get(timeout=20)


# Other ways in

@both_versions
def test_web_socket(town, version):
    with client(town, version, transport="websockets") as one:
        one.subscribe("ws", 2)
        one.publish("ws", "x" * 100_000, 2)
        assert len(one.texts(1)[0]) == 100_000
    # what is no WebSocket gets an HTTP answer there
    assert requests.get(town.url + "/mqtt").status_code == 404


def test_tls(tmp_path, monkeypatch):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    monkeypatch.setenv("ALLMENDE_MQTT_TLS_PORT", "0")
    monkeypatch.setenv("ALLMENDE_MQTT_CERTIFICATE", str(certificate))
    monkeypatch.setenv("ALLMENDE_MQTT_KEY", str(key))
    with running(tmp_path / "town.gpkg") as server:
        trusting = ssl.create_default_context(cafile=certificate)
        with client(server, mqtt.MQTTv5, tls=trusting) as one:
            one.subscribe("tls", 1)
            one.publish("tls", "secret")
            assert one.texts(1) == ["secret"]
        with pytest.raises(ssl.SSLError):
            Client(server, mqtt.MQTTv5, tls=ssl.create_default_context())


@pytest.mark.parametrize("version", ["311", "5"])
def test_mosquitto_clients(town, version):
    common = ["-h", "127.0.0.1", "-p", str(ports(town)["mqtt"]), "-V", version, "-u", "key", "-P", town.key]
    listener = subprocess.Popen(
        ["stdbuf", "-oL", "mosquitto_sub", *common, "-t", "mosquitto/#", "-q", "2", "-C", "3", "-W", "20", "-v", "-d"],
        stdout=subprocess.PIPE, text=True)
    heard = []
    for line in listener.stdout:
        heard.append(line)
        if "Subscribed" in line:
            break
    for qos in ["0", "1", "2"]:
        subprocess.run(
            ["mosquitto_pub", *common, "-t", f"mosquitto/{qos}", "-q", qos, "-m", f"m{qos}"], check=True, timeout=20)
    output, _ = listener.communicate(timeout=30)
    assert listener.returncode == 0, output
    assert re.findall(r"^mosquitto/\d m\d$", output, re.MULTILINE) == [f"mosquitto/{n} m{n}" for n in range(3)]


# Broken packets, bare

def connect_packet(client_id=b"bare", clean=True, keepalive=60, key=None):
    text = lambda data: len(data).to_bytes(2, "big") + data
    flags = (2 if clean else 0) | (0xC0 if key else 0)
    body = text(b"MQTT") + bytes([4, flags]) + keepalive.to_bytes(2, "big") + text(client_id)
    if key:
        body += text(b"key") + text(key.encode())
    assert len(body) < 128
    return bytes([0x10, len(body)]) + body


def exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server ended the connection")
        data += part
    return data


def receive(connection):
    """One packet."""
    head = exactly(connection, 1)
    length, shift = 0, 0
    while True:
        digit = exactly(connection, 1)
        head += digit
        length |= (digit[0] & 0x7F) << shift
        shift += 7
        if digit[0] < 0x80:
            return head + exactly(connection, length)


@contextlib.contextmanager
def bare(server, first):
    """A socket that has sent its CONNECT, and the answer."""
    with socket.create_connection(("127.0.0.1", ports(server)["mqtt"]), timeout=10) as connection:
        connection.sendall(first)
        yield connection, receive(connection)


@pytest.mark.parametrize("packet", [
    b"\x36\x05\x00\x01t\x00\x01", b"\x82\x02\x00\x01", b"\x80\x06\x00\x01\x00\x01a\x00", b"\x30\x03\x00\x01#",
    b"\x30\xff\xff\xff\xff\x7f", b"\x30\x04\x00\x02t\x00", b"\x00\x00", b"\xf0\x00", b"\x20\x02\x00\x00",
    connect_packet(),
], ids=["QoS 3", "no filter", "wrong flags", "wildcard", "length of five bytes", "U+0000", "type 0", "AUTH",
        "CONNACK from a client", "second CONNECT"])
def test_a_broken_packet_ends_the_connection(town, packet):
    with bare(town, connect_packet()) as (connection, answer):
        assert answer == b"\x20\x02\x00\x00"
        connection.sendall(packet)
        assert connection.recv(100) == b""


def test_what_does_not_begin_with_connect_is_not_answered(town):
    for start in [b"\xc0\x00", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00"]:
        with socket.create_connection(("127.0.0.1", ports(town)["mqtt"]), timeout=15) as connection:
            connection.sendall(start)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100) == b""


def test_a_protocol_that_is_not_spoken_is_refused(town):
    packet = bytearray(connect_packet())
    packet[8] = 3
    with bare(town, bytes(packet)) as (_, answer):
        assert answer == b"\x20\x02\x00\x01"


def test_a_packet_that_is_too_large_ends_the_connection(town):
    one = Client(town, mqtt.MQTTv5)
    one.client.publish("large", b"x" * (2 << 20), 1)
    assert one.ended.get(timeout=10).is_failure
    one.client.loop_stop()


@pytest.fixture
def few_files():
    """Programs started here begin with a low soft limit of open files."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[0]), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_port_stays_open_when_files_run_out(tmp_path, few_files):
    with running(tmp_path / "town.gpkg") as server:
        with client(server, mqtt.MQTTv5) as one:
            one.publish("before", "x")
        soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        assert soft == hard, "the server takes what the system allows"
        in_use = len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (in_use + 10, hard))
        with contextlib.ExitStack() as crowd:
            for _ in range(40):
                crowd.enter_context(socket.create_connection(("127.0.0.1", ports(server)["mqtt"]), timeout=10))
            time.sleep(1.5)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (hard, hard))
        time.sleep(1.5)
        with client(server, mqtt.MQTTv5) as one:
            one.publish("after", "x")


def test_metrics(town):
    text = requests.get(town.url + "/metrics").text
    found = re.search(r"^allmende_mqtt_received_total (\S+)", text, re.MULTILINE)
    assert found and float(found[1]) > 0, text
