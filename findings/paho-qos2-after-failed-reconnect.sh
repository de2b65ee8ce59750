#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# paho-mqtt (Python) 2.1.0: QoS 2 stops being "exactly once" when an attempt to reconnect fails.
#
# Expected (MQTT 3.1.1 and 5.0, §4.4): after PUBREC the client goes on with PUBREL, on the next connection of the session too;
# the identifier may have been released by then, and a PUBLISH with it would be a new message.
# Seen: with one attempt to connect in between that fails, the message is published anew, with DUP 0. A broker that has carried
# out the release cannot know it for a repetition and delivers it twice. Without the failed attempt PUBREL is sent, as it should be.
# Who is hurt: every sensor that sends with QoS 2 to a broker that is restarted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check paho-mqtt==2.1.0
"$folder/venv/bin/python" - <<'PY'
import socket
import sys

import paho.mqtt.client as mqtt


def packet(connection):
    """Type and flags of the next packet, and its bytes."""
    first = connection.recv(1)[0]
    length, shift = 0, 0
    while True:
        byte = connection.recv(1)[0]
        length |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            break
    rest = b""
    while len(rest) < length:
        rest += connection.recv(length - len(rest))
    return first, rest


def run(fails):
    """What the client sends first on its second connection: 'PUBREL' or 'PUBLISH' with its DUP flag."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "c", protocol=mqtt.MQTTv311, clean_session=False)
    client.connect("127.0.0.1", port, keepalive=60)
    connection, _ = listener.accept()
    packet(connection)
    connection.sendall(bytes([0x20, 2, 0, 0]))
    client.loop_read()
    client.publish("t", b"1", qos=2)
    client.loop_write()
    while packet(connection)[0] >> 4 != 3:
        pass
    connection.sendall(bytes([0x50, 2, 0, 1]))
    client.loop_read()
    client.loop_write()
    assert packet(connection)[0] >> 4 == 6, "PUBREL was expected"
    connection.close()
    client.loop_read()
    listener.close()
    if fails:
        try:
            client.reconnect()
            sys.exit("the attempt was meant to fail")
        except OSError:
            pass
    listener = socket.create_server(("127.0.0.1", port))
    client.reconnect()
    connection, _ = listener.accept()
    packet(connection)
    connection.sendall(bytes([0x20, 2, 1, 0]))
    client.loop_read()
    client.loop_write()
    connection.settimeout(5)
    first, _ = packet(connection)
    connection.close()
    listener.close()
    return "PUBREL" if first >> 4 == 6 else f"PUBLISH, DUP {first >> 3 & 1}"


found = {fails: run(fails) for fails in (False, True)}
print(f"paho-mqtt 2.1.0: after PUBREC, at the next connection: {found[False]}; after one that failed: {found[True]}")
sys.exit(0 if found == {False: "PUBREL", True: "PUBLISH, DUP 0"} else 1)
PY
