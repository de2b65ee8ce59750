# SPDX-License-Identifier: EUPL-1.2
"""Sessions and retained messages over a stop of the server at night, and over a kill."""
import json
import re
import signal
import time

import paho.mqtt.client as mqtt
import pytest
import requests
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from conftest import allmende, running
from test_mqtt import Client, both_versions, client


@pytest.fixture
def key(database):
    """An editor's key that outlives the servers."""
    return allmende("key", "create", "--database", database, "--role", "administrator").stdout.strip()


def away(server, version, key, name, *topics, qos=1):
    """A client subscribes and goes, and its session stays."""
    with client(server, version, name, clean=False, expiry=3600, user=("key", key)) as one:
        for topic in topics:
            assert one.subscribe(topic, qos) == qos


def back(server, version, key, name):
    return client(server, version, name, clean=False, expiry=3600, user=("key", key))


@both_versions
@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_what_came_before_a_restart_arrives_after_it(database, key, version, kill):
    with running(database, key=False) as server:
        server.key = key
        away(server, version, key, "night", "plain/#", "v1.1/Things?$select=name", qos=2)
        with client(server, version, "sender") as sender:
            for number in range(50):
                sender.publish("plain/a", f"{number}", qos=1 + number % 2)
            sender.publish("plain/kept", "retained", retain=True)
            sender.publish("plain/gone", "retained", retain=True)
            sender.publish("plain/gone", "", retain=True)
        made = server.session().post(f"{server.url}/v1.1/Things", json={"name": "T", "description": ""})
        assert made.status_code == 201
        if kill:
            # what has waited for two looks is stored
            time.sleep(3.5)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(10)
    with running(database, key=False) as server:
        server.key = key
        with client(server, version, "sender") as sender:
            sender.publish("plain/a", "after")
        with back(server, version, key, "night") as one:
            assert one.flags.session_present
            messages = one.next(55)
            # paho hands a message with QoS 2 over when it is released; the order is kept within each QoS
            plain = {qos: [each.payload.decode() for each in messages if each.topic == "plain/a" and each.qos == qos]
                     for qos in (1, 2)}
            assert plain[1] == [*map(str, range(0, 50, 2)), "after"]
            assert plain[2] == [*map(str, range(1, 50, 2))]
            things = [json.loads(each.payload) for each in messages if each.topic.startswith("v1.1/")]
            assert things == [{"name": "T"}]
            server.session().post(f"{server.url}/v1.1/Things", json={"name": "U", "description": ""})
            assert json.loads(one.texts(1)[0]) == {"name": "U"}, "the subscription works on"
        with client(server, version, "fresh") as fresh:
            fresh.subscribe("plain/#")
            assert fresh.texts(1) == ["retained"]


def test_what_was_written_just_before_the_stop_is_told(database, key):
    names = [f"T{number}" for number in range(95)]
    requests = [
        {"id": name, "atomicityGroup": "g", "method": "post", "url": "Things", "body": {"name": name, "description": ""}}
        for name in names]
    with running(database, key=False) as server:
        server.key = key
        away(server, mqtt.MQTTv5, key, "night", "v1.1/Things?$select=name", "v1.1/Things?$select=name,description")
        assert server.session().post(f"{server.url}/v1.1/$batch", json={"requests": requests}).status_code == 200
    with running(database, key=False) as server:
        server.key = key
        with back(server, mqtt.MQTTv5, key, "night") as one:
            told = [json.loads(each.payload) for each in one.next(2 * len(names))]
            assert [each["name"] for each in told if "description" not in each] == names
            assert [each["name"] for each in told if "description" in each] == names


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_under_way_is_neither_lost_nor_doubled(database, key):
    with running(database, key=False) as server:
        server.key = key
        one = Client(server, mqtt.MQTTv311, "night", clean=False, user=("key", key))
        one.client.manual_ack_set(True)
        assert one.subscribe("one", 1) == 1
        assert one.subscribe("two", 2) == 2
        with client(server, mqtt.MQTTv5, "sender") as sender:
            sender.publish("two", "released, not completed", qos=2)
            sender.publish("one", "not acknowledged")
        assert {one.messages.get(timeout=10).topic for _ in range(2)} == {"one", "two"}
        one.cut()
    for expected in [["not acknowledged"], []]:
        with running(database, key=False) as server:
            server.key = key
            with back(server, mqtt.MQTTv311, key, "night") as one:
                messages = [one.messages.get(timeout=10) for _ in expected]
                assert [each.payload.decode() for each in messages] == expected
                assert all(each.dup for each in messages)
                time.sleep(0.5)
                assert one.messages.empty()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_time_runs_on_and_rights_are_asked_again(database, key):
    with running(database, key=False) as server:
        server.key = key
        with client(server, mqtt.MQTTv5, "short", clean=False, expiry=2, user=("key", key)) as one:
            one.subscribe("t")
        away(server, mqtt.MQTTv5, key, "long", "t")
        secret = allmende(
            "key", "create", "--database", database, "--role", "editor", "--name", "other").stdout.strip()
        away(server, mqtt.MQTTv5, secret, "revoked", "t")
        expiring = Properties(PacketTypes.PUBLISH)
        expiring.MessageExpiryInterval = 2
        with client(server, mqtt.MQTTv5, "sender") as sender:
            sender.publish("t", "soon over", properties=expiring)
            sender.publish("t", "lasts")
    keys = json.loads(allmende("key", "list", "--database", database, "--json").stdout)
    allmende("key", "revoke", "--database", database, next(each["id"] for each in keys if each["name"] == "other"))
    time.sleep(2)
    with running(database, key=False) as server:
        server.key = key
        with back(server, mqtt.MQTTv5, key, "short") as short:
            assert not short.flags.session_present
        with back(server, mqtt.MQTTv5, key, "long") as long:
            assert long.flags.session_present
            assert long.texts(1) == ["lasts"]
        sessions = re.search(r"^allmende_mqtt_sessions (\S+)", requests.get(server.url + "/metrics").text, re.MULTILINE)
        assert float(sessions[1]) == 2, "the one whose key was revoked did not return"


def test_without_saving_sessions_end_with_the_server(tmp_path):
    database = str(tmp_path / "town.gpkg")
    key = allmende("key", "create", "--database", database, "--role", "editor").stdout.strip()
    with running(database, "--set", "mqtt-save-interval=0", key=False) as server:
        server.key = key
        away(server, mqtt.MQTTv5, key, "night", "t")
    with running(database, key=False) as server, back(server, mqtt.MQTTv5, key, "night") as one:
        assert not one.flags.session_present
