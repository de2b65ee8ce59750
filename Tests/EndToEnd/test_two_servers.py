# SPDX-License-Identifier: EUPL-1.2
"""Two servers on one PostgreSQL: both serve HTTP, one of them MQTT and the work that is to be done once."""
import concurrent.futures
import json
import re
import signal
import threading
import time

import paho.mqtt.client as mqtt
import pytest
import requests

from conftest import allmende, running
from test_durability import make_datastream
from test_mqtt import client

pytestmark = pytest.mark.alone

WEBSOCKET = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "mqtt",
}


@pytest.fixture
def town(postgres):
    """A database with an administrator's key."""
    url = postgres()
    return url, allmende("key", "create", "--database", url, "--role", "administrator").stdout.strip()


def leads(server):
    text = requests.get(server.url + "/metrics", timeout=10).text
    return re.search(r"^allmende_leads 1(\.0)?$", text, re.MULTILINE) is not None


def wait_to_lead(server, seconds):
    deadline = time.time() + seconds
    while time.time() < deadline:
        if leads(server):
            return
        time.sleep(0.3)
    raise AssertionError("it did not take over:\n" + "".join(server.output))


def mqtt_port(server):
    """The port as the log tells it when a server takes over later."""
    deadline = time.time() + 10
    while time.time() < deadline:
        for line in server.output:
            if "leads now" in line and "mqtt://" in line:
                return int(line.split("mqtt://")[1].split(":")[1].split('"')[0].split("]")[0])
        time.sleep(0.1)
    raise AssertionError("".join(server.output))


def post(server, stream, number):
    answer = server.session().post(
        f"{server.url}/v1.1/Datastreams({stream})/Observations", json={"result": number}, timeout=30)
    assert answer.status_code == 201, answer.text


def test_one_of_two_serves_mqtt_and_hears_of_the_other(town):
    url, key = town
    with running(url, key=False) as first, running(url, key=False) as second:
        first.key = second.key = key
        assert leads(first) and not leads(second)
        assert any("another server" in line for line in second.output), second.output
        assert not any(line.startswith("MQTT: ") for line in second.output)
        refused = requests.get(second.url + "/mqtt", headers=WEBSOCKET, timeout=10)
        assert refused.status_code == 503, refused.text
        assert "takes over" in refused.json()["detail"]
        assert refused.headers["Retry-After"]
        settings = [server.session().get(server.url + "/v1.1").text for server in (first, second)]
        assert "mqtt://" in settings[0] and "mqtt://" not in settings[1]

        stream = make_datastream(second)
        with client(first, mqtt.MQTTv5, "ear") as ear:
            ear.subscribe(f"v1.1/Datastreams({stream})/Observations?$select=result")
            for number in range(20):
                post((first, second)[number % 2], stream, number)
            assert [json.loads(text)["result"] for text in ear.texts(20)] == list(range(20))


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_the_other_takes_over_with_the_sessions(town, kill):
    url, key = town
    with running(url, key=False) as second_started_late:
        second_started_late.key = key
        first = second_started_late
        stream = make_datastream(first)
        with running(url, key=False) as second:
            second.key = key
            with client(first, mqtt.MQTTv5, "night", clean=False, expiry=3600, user=("key", key)) as one:
                assert one.subscribe(f"v1.1/Datastreams({stream})/Observations?$select=result", 1) == 1
            time.sleep(2.5)  # so that the session is stored
            first.process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
            first.process.wait(20)
            post(second, stream, 1)
            wait_to_lead(second, 40 if kill else 10)
            post(second, stream, 2)
            port = mqtt_port(second)
            with client(second, mqtt.MQTTv5, "night", clean=False, expiry=3600, user=("key", key), port=port) as one:
                assert one.flags.session_present
                assert [json.loads(text)["result"] for text in one.texts(2)] == [1, 2], "written before it led, and after"


def test_24_clients_at_two_servers(town):
    url, key = town
    seconds = 6
    with running(url, key=False) as first, running(url, key=False) as second:
        first.key = second.key = key
        streams = [make_datastream(first) for _ in range(8)]
        statuses, longest = [], []
        stop = threading.Event()

        def run(index):
            server = (first, second)[index % 2]
            session = server.session()
            number = 0
            while not stop.is_set():
                number += 1
                begun = time.monotonic()
                answer = session.post(
                    f"{server.url}/v1.1/Datastreams({streams[(index + number) % 8]})/Observations",
                    json={"result": number}, timeout=60)
                longest.append(time.monotonic() - begun)
                statuses.append(answer.status_code)

        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            futures = [pool.submit(run, index) for index in range(24)]
            time.sleep(seconds)
            stop.set()
            for future in futures:
                future.result()
        assert set(statuses) == {201}, {status: statuses.count(status) for status in set(statuses)}
        print(f"{len(statuses)} in {seconds} s, longest {max(longest):.2f} s")
        count = 0
        for stream in streams:
            page = first.session().get(f"{first.url}/v1.1/Datastreams({stream})/Observations?$count=true&$top=0").json()
            count += page["@iot.count"]
        assert count == len(statuses)
    assert json.loads(allmende("check", "--database", url, "--json").stdout)["ok"] is True
