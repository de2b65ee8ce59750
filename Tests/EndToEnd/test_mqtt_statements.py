# SPDX-License-Identifier: EUPL-1.2
"""Normative statements of MQTT 5.0 and 3.1.1 that can be seen on the wire, each case named by its number.

https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Appendix_B._Mandatory
"""
import contextlib
import socket

import pytest

from conftest import running
from test_mqtt import ports, receive

MALFORMED, PROTOCOL, TOPIC, ALIAS = 0x81, 0x82, 0x90, 0x94


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("statements") / "town.gpkg") as server:
        yield server


def text(data):
    return len(data).to_bytes(2, "big") + data


def packet(first, body):
    length, digits = len(body), b""
    while True:
        digits += bytes([length % 128 | (128 if length > 127 else 0)])
        length //= 128
        if not length:
            return bytes([first]) + digits + body


def connect(server, version=5, name=b"statement", clean=True, properties=b"", flags=None, will=b"", key=True,
            protocol=b"MQTT", level=None):
    own = (2 if clean else 0) | (0xC0 if key else 0)
    body = text(protocol) + bytes([version if level is None else level, own if flags is None else flags | own])
    body += b"\x00\x3c" + (bytes([len(properties)]) + properties if version == 5 else b"") + text(name) + will
    if key:
        body += text(b"key") + text(server.key.encode())
    return packet(0x10, body)


def publish(topic, payload=b"x", qos=0, identifier=1, properties=b"", version=5, flags=0):
    body = text(topic) + (identifier.to_bytes(2, "big") if qos else b"")
    return packet(0x30 | qos << 1 | flags, body + (bytes([len(properties)]) + properties if version == 5 else b"") + payload)


def subscribe(topic, options=0, properties=b"", version=5, identifier=1):
    return packet(0x82, identifier.to_bytes(2, "big") + (bytes([len(properties)]) + properties if version == 5 else b"")
                  + text(topic) + bytes([options]))


@contextlib.contextmanager
def joined(server, version=5, **options):
    """A connection that was let in, and the CONNACK."""
    with socket.create_connection(("127.0.0.1", ports(server)["mqtt"]), timeout=10) as connection:
        connection.sendall(connect(server, version, **options))
        answer = receive(connection)
        assert answer[0] == 0x20 and answer[3] == 0, answer
        yield connection, answer


def ended(connection):
    """The bytes up to the end of the connection."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(1000):
            data += part
    return data


PAIR = b"\x26" + text(b"a") + text(b"b")

# What a client of MQTT 5 sends after CONNECT -> the reason in the server's DISCONNECT.
ENDS = {
    "1.5.4-1 ill-formed UTF-8": (publish(b"a\xed\xa0\x80"), MALFORMED),
    "1.5.4-2 U+0000": (publish(b"a\x00"), MALFORMED),
    "1.5.5-1 padded variable byte integer": (b"\x30\x86\x00" + text(b"a") + b"\x00xx", MALFORMED),
    "1.5.5-1 padded length of properties": (packet(0x30, text(b"a") + b"\x80\x00x"), MALFORMED),
    "2.1.3-1 reserved flags of SUBSCRIBE": (b"\x80" + subscribe(b"a")[1:], MALFORMED),
    "2.1.3-1 reserved flags of PINGREQ": (b"\xc1\x00", MALFORMED),
    "2.2.1-3 packet identifier 0": (publish(b"a", qos=1, identifier=0), MALFORMED),
    "2.2.2-2 a property twice": (publish(b"a", properties=b"\x01\x00\x01\x00"), PROTOCOL),
    "2.2.2-2 a property of another packet": (publish(b"a", properties=b"\x11\x00\x00\x00\x01"), PROTOCOL),
    "2.2.2-2 an unknown property": (publish(b"a", properties=b"\x7f\x00"), MALFORMED),
    "3.1.0-2 a second CONNECT": (None, PROTOCOL),
    "3.3.1-2 DUP with QoS 0": (publish(b"a", flags=8), MALFORMED),
    "3.3.1-4 QoS 3": (packet(0x36, text(b"a") + b"\x00\x01\x00"), MALFORMED),
    "3.3.2-1 no topic": (publish(b""), PROTOCOL),
    "3.3.2-2 wildcard in a topic": (publish(b"a/+"), TOPIC),
    "3.3.2-4 payload format 2": (publish(b"a", properties=b"\x01\x02"), PROTOCOL),
    "3.3.2-8 topic alias 0": (publish(b"a", properties=b"\x23\x00\x00"), ALIAS),
    "3.3.2-9 topic alias beyond the maximum": (publish(b"a", properties=b"\x23\x00\x41"), ALIAS),
    "3.3.2-12 an alias never set": (publish(b"", properties=b"\x23\x00\x05"), PROTOCOL),
    "3.3.2-14 wildcard in a response topic": (publish(b"a", properties=b"\x08" + text(b"b/#")), PROTOCOL),
    "3.3.4-6 subscription identifier from a client": (publish(b"a", properties=b"\x0b\x01"), PROTOCOL),
    "3.8.3-2 SUBSCRIBE without a filter": (packet(0x82, b"\x00\x01\x00"), PROTOCOL),
    "3.8.3-4 No Local on a shared subscription": (subscribe(b"$share/g/a", 4), PROTOCOL),
    "3.8.3-5 reserved bits of the options": (subscribe(b"a", 0x40), MALFORMED),
    "3.8.3.1 QoS 3 of a subscription": (subscribe(b"a", 3), PROTOCOL),
    "3.8.3.1 retain handling 3": (subscribe(b"a", 0x30), PROTOCOL),
    "3.8.2.1.2 subscription identifier 0": (subscribe(b"a", properties=b"\x0b\x00"), PROTOCOL),
    "3.10.3-2 UNSUBSCRIBE without a filter": (packet(0xA2, b"\x00\x01\x00"), PROTOCOL),
    "3.14.1-1 reserved flags of DISCONNECT": (b"\xe1\x00", MALFORMED),
    "3.14.2.2.2 an expiry for a session without one": (packet(0xE0, b"\x00\x05\x11\x00\x00\x00\x09"), PROTOCOL),
    "3.15.1-1 reserved flags of AUTH": (b"\xf1\x00", MALFORMED),
    "4.12.0-1 AUTH without a method": (b"\xf0\x00", PROTOCOL),
    "a packet of servers": (packet(0xD0, b""), PROTOCOL),
    "type 0": (b"\x00\x00", MALFORMED),
}


@pytest.mark.parametrize("statement", ENDS)
def test_it_ends_the_connection_with_a_reason(town, statement):
    data, reason = ENDS[statement]
    with joined(town) as (connection, _):
        connection.sendall(data or connect(town))
        answer = ended(connection)
        assert answer[:1] == b"\xe0" and answer[2] == reason, f"{answer.hex()}, expected {reason:02x}"


# A CONNECT that is not let in; a CONNACK with an error may come before the end (MQTT-3.1.4-1, 3.1.4-2).
REFUSED = {
    "3.1.2-1 another protocol": dict(protocol=b"MQIT"),
    "3.1.2-2 another version": dict(level=7),
    "3.1.2-3 the reserved flag": dict(flags=1),
    "3.1.2-11 the QoS of a will that is not there": dict(flags=8),
    "3.1.2-12 a will with QoS 3": dict(flags=0x1C, will=b"\x00" + text(b"w") + text(b"x")),
    "3.1.2-13 to retain a will that is not there": dict(flags=32),
    "3.1.3-4 an ill-formed client identifier": dict(name=b"\xc0\x80"),
    "3.1.3-11 an ill-formed topic of the will": dict(flags=4, will=b"\x00" + text(b"\xff") + text(b"x")),
    "3.1.2.11.3 receive maximum 0": dict(properties=b"\x21\x00\x00"),
    "3.1.2.11.4 maximum packet size 0": dict(properties=b"\x27\x00\x00\x00\x00"),
    "3.1.2.11.7 problem information 2": dict(properties=b"\x17\x02"),
    "3.1.2.11.9 an authentication method": dict(properties=b"\x15" + text(b"SCRAM")),
    "3.1.2.11.10 authentication data without a method": dict(properties=b"\x16" + text(b"x")),
    "3.3.2-14 wildcard in the will's response topic": dict(
        flags=4, will=b"\x04\x08" + text(b"#") + text(b"w") + text(b"x")),
}


@pytest.mark.parametrize("statement", REFUSED)
def test_it_is_not_let_in(town, statement):
    with socket.create_connection(("127.0.0.1", ports(town)["mqtt"]), timeout=10) as connection:
        connection.sendall(connect(town, **REFUSED[statement]))
        answer = ended(connection)
        assert answer == b"" or (answer[0] == 0x20 and answer[2] == 0 and answer[3] != 0), answer.hex()


def test_3_1_0_1_the_first_packet_is_connect(town):
    with socket.create_connection(("127.0.0.1", ports(town)["mqtt"]), timeout=10) as connection:
        connection.sendall(publish(b"a"))
        assert ended(connection) == b""


# What is sent -> the first bytes of the answer.
ANSWERS = {
    "3.8.4-1 SUBACK with the packet's identifier": (subscribe(b"a", 1, identifier=0x0102), b"\x90\x04\x01\x02\x00\x01"),
    "3.8.4-6 one code for each filter, in their order": (
        packet(0x82, b"\x00\x07\x00" + text(b"a") + b"\x02" + text(b"b#") + b"\x00" + text(b"c") + b"\x00"),
        b"\x90\x06\x00\x07\x00\x02\x8f\x00"),
    "4.7.1-1 # is the last": (subscribe(b"a/#/b"), b"\x90\x04\x00\x01\x00\x8f"),
    "4.7.1-2 + fills its level": (subscribe(b"a+/b"), b"\x90\x04\x00\x01\x00\x8f"),
    "4.7.3-1 an empty filter": (subscribe(b""), b"\x90\x04\x00\x01\x00\x8f"),
    "4.8.2 shared subscriptions": (subscribe(b"$share/g/a"), b"\x90\x04\x00\x01\x00\x9e"),
    "3.10.4-4 UNSUBACK though there was none": (
        packet(0xA2, b"\x00\x09\x00" + text(b"none") + text(b"a#")), b"\xb0\x05\x00\x09\x00\x11\x8f"),
    "3.12.4-1 PINGRESP": (b"\xc0\x00", b"\xd0\x00"),
    "4.3.2-4 PUBACK": (publish(b"q", qos=1, identifier=0x0A0B), b"\x40\x03\x0a\x0b\x10"),
    "4.3.3-8 PUBREC": (publish(b"q", qos=2, identifier=0x0A0B), b"\x50\x03\x0a\x0b\x10"),
    "4.3.3-11 PUBCOMP for what is not known": (b"\x62\x02\x00\x63", b"\x70\x03\x00\x63\x92"),
    "4.3.3 PUBREL for a PUBREC that is not known": (b"\x50\x02\x00\x63", b"\x62\x03\x00\x63\x92"),
    "4.9 a client beyond the receive maximum is told": (
        b"".join(publish(b"q", qos=2, identifier=n) for n in range(1, 102)), None),
}


@pytest.mark.parametrize("statement", ANSWERS)
def test_the_answer(town, statement):
    data, expected = ANSWERS[statement]
    with joined(town) as (connection, _):
        connection.sendall(data)
        if expected is None:
            assert ended(connection)[-3:] in (b"\xe0\x01\x93", b"\x02\x93\x00")
        else:
            assert receive(connection) == expected


def test_what_the_connack_says(town):
    with joined(town, name=b"") as (_, answer):
        assert b"\x12" in answer, "3.1.3-6, 3.2.2-16: the server gives a name and says it"
    with joined(town, name=b"state", clean=True, properties=b"\x11\x00\x00\x00\x63") as (connection, answer):
        assert answer[2] == 0, "3.2.2-2"
        connection.sendall(subscribe(b"state", 1))
        receive(connection)
    with joined(town, name=b"state", clean=False) as (_, answer):
        assert answer[2] == 1, "3.2.2-3"
    with joined(town, name=b"state", clean=False) as (_, answer):
        assert answer[2] == 0, "3.1.2-23: without an expiry it ended with the connection"


def test_3_1_4_3_the_older_connection_is_told(town):
    with joined(town, name=b"same") as (older, _), joined(town, name=b"same"):
        assert ended(older)[:1] == b"\xe0"


def test_names_of_others_are_no_hindrance(town):
    """The same client identifier without a key is another session: nobody can block somebody else's."""
    with joined(town, name=b"mine") as (mine, _), joined(town, name=b"mine", key=False):
        mine.sendall(b"\xc0\x00")
        assert receive(mine) == b"\xd0\x00"


# A filter, a topic, and whether it matches.
MATCHES = {
    "4.7.1 # takes its parent too": (b"sport/#", b"sport", True),
    "4.7.1 + takes one level, an empty one too": (b"sport/+", b"sport/", True),
    "4.7.1 + takes no more": (b"sport/+", b"sport/a/b", False),
    "4.7.3 a slash makes another topic": (b"finance", b"/finance", False),
    "4.7.3 letters are told apart": (b"ACCOUNTS", b"accounts", False),
    "4.7.3 spaces count": (b"a b/+", b"a b/c d", True),
    "1.5.4-3 U+FEFF is kept": (b"\xef\xbb\xbfa", b"\xef\xbb\xbfa", True),
    "1.5.4-3 U+FEFF is not left out": (b"a", b"\xef\xbb\xbfa", False),
    "4.7.3-4 nothing is normalised": ("é".encode(), "e\u0301".encode(), False),
    "4.7.3-4 nothing is normalised behind a slash": ("a/+".encode(), "a/\u0301b".encode(), True),
    "4.7.3-4 nor joined with a slash": ("a/\u0301b".encode(), "a/\u0301b".encode(), True),
    "3.3.2-3 the topic as it was sent": ("u/+".encode(), "u/e\u0301".encode(), True),
}


@pytest.mark.parametrize("version", [4, 5], ids=["3.1.1", "5"])
@pytest.mark.parametrize("statement", MATCHES)
def test_matching(town, statement, version):
    pattern, topic, matches = MATCHES[statement]
    with joined(town, version) as (connection, _):
        connection.sendall(subscribe(pattern, version=version))
        receive(connection)
        connection.sendall(publish(topic, b"payload", version=version) + b"\xc0\x00")
        answer = receive(connection)
        if matches:
            assert answer == publish(topic, b"payload", version=version)
        else:
            assert answer == b"\xd0\x00"


# MQTT 3.1.1: the connection ends without a word.
OLD = {
    "1.5.3-2 U+0000": publish(b"a\x00", version=4),
    "2.2.2-2 reserved flags": b"\x80" + subscribe(b"a", version=4)[1:],
    "2.3.1-1 packet identifier 0": publish(b"a", qos=1, identifier=0, version=4),
    "3.1.0-2 a second CONNECT": None,
    "3.3.1-4 QoS 3": packet(0x36, text(b"a") + b"\x00\x01"),
    "3.3.2-2 wildcard in a topic": publish(b"a/#", version=4),
    "3.8.3-3 SUBSCRIBE without a filter": packet(0x82, b"\x00\x01"),
    "3.8.3-4 reserved bits": subscribe(b"a", 4, version=4),
    "3.10.3-2 UNSUBSCRIBE without a filter": packet(0xA2, b"\x00\x01"),
    "3.14.1-1 reserved flags of DISCONNECT": b"\xe1\x00",
    "AUTH is of MQTT 5": b"\xf0\x00",
}


@pytest.mark.parametrize("statement", OLD)
def test_it_ends_an_old_connection(town, statement):
    with joined(town, 4) as (connection, _):
        connection.sendall(OLD[statement] or connect(town, 4))
        assert ended(connection) == b""


def test_old_answers(town):
    with joined(town, 4) as (connection, _):
        connection.sendall(subscribe(b"a/#/b", version=4))
        assert receive(connection) == b"\x90\x03\x00\x01\x80"
        connection.sendall(packet(0xA2, b"\x00\x09" + text(b"none")))
        assert receive(connection) == b"\xb0\x02\x00\x09"
        connection.sendall(publish(b"q", qos=2, identifier=5, version=4))
        assert receive(connection) == b"\x50\x02\x00\x05"
        connection.sendall(b"\x62\x02\x00\x05")
        assert receive(connection) == b"\x70\x02\x00\x05"
