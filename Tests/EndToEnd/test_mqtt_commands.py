# SPDX-License-Identifier: EUPL-1.2
"""What a command writes beside a running server is told to that server's subscribers."""
import datetime
import json

import paho.mqtt.client as mqtt
import requests

from conftest import allmende, running
from foreign_server import town
from test_mqtt import client

HEADER = "Datetime,100020113 (Wolbecker Straße),101020113 (FR stadteinwärts),100020113-status,101020113-status\n"


def counts(path, first, quarters):
    """A file of two series, with a value each quarter of an hour from the quarter `first` of a month on."""
    start = datetime.datetime(2025, 11, 1)
    lines = [
        f"{start + datetime.timedelta(minutes=15 * n):%Y-%m-%d %H:%M},{n},{n},0,0\n"
        for n in range(first, first + quarters)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def imported(database, path):
    allmende("import", "--database", database, "--mapping", "muenster-radverkehr", path)


def test_an_import_is_told_once_and_in_order(database, tmp_path):
    folder = tmp_path / "100020113"
    imported(database, counts(folder / "2025-11a.csv", 0, 4))
    with running(database) as server, client(server, mqtt.MQTTv5) as one, client(server, mqtt.MQTTv311) as other:
        streams = server.session().get(server.url + "/v1.1/Datastreams?$select=id&$orderby=id").json()["value"]
        series = [f"v1.1/Datastreams({stream['@iot.id']})/Observations" for stream in streams]
        assert len(series) == 2
        assert [one.subscribe(topic) for topic in series] == [1, 1]
        assert other.subscribe("v1.1/Observations?$select=result&$filter=result lt 1500", qos=2) == 2
        assert other.subscribe(f"v1.1/Datastreams({streams[0]['@iot.id']})/phenomenonTime") == 1
        imported(database, counts(folder / "2025-11b.csv", 4, 1996))
        # a write of the server's own, right behind
        answer = server.session().post(
            f"{server.url}/{series[0]}", json={
                "result": 7, "phenomenonTime": "2026-01-01T00:00:00Z", "FeatureOfInterest": {
                    "name": "Here", "description": "", "encodingType": "application/geo+json",
                    "feature": {"type": "Point", "coordinates": [7.6, 51.9]}}})
        assert answer.status_code == 201, answer.text
        found = {topic: [] for topic in series}
        for _ in range(2 * 1996 + 1):
            message = one.messages.get(timeout=20)
            found[message.topic].append(json.loads(message.payload)["result"])
        assert found[series[0]] == [*range(4, 2000), 7]
        assert found[series[1]] == list(range(4, 2000))
        several = [json.loads(other.messages.get(timeout=20).payload) for _ in range(2 * 1496 + 1 + 2)]
        results = [message["result"] for message in several if "result" in message]
        assert sorted(results) == sorted([*range(4, 1500), *range(4, 1500), 7])
        assert len([message for message in several if "phenomenonTime" in message]) == 2
        assert one.messages.empty() and other.messages.empty()


def test_a_transfer_tells_of_entities_too(tmp_path):
    foreign = town(observations=300)
    database = str(tmp_path / "town.gpkg")
    with foreign.serving() as address, running(database) as server, client(server, mqtt.MQTTv5) as one:
        assert one.subscribe("v1.1/Sensors?$select=name") == 1
        assert one.subscribe("v1.1/Observations?$select=id") == 1
        allmende("import", "--from-sensorthings", address, "--database", database)
        session = server.session()
        sensors = session.get(server.url + "/v1.1/Sensors?$select=name").json()["value"]
        values = session.get(server.url + "/v1.1/Observations?$select=id&$top=1000").json()["value"]
        assert len(sensors) == 2 and len(values) >= 300
        found = [json.loads(text) for text in one.texts(len(sensors) + len(values), timeout=20)]
        assert sorted(each["name"] for each in found if "name" in each) == sorted(each["name"] for each in sensors)
        ids = [each["@iot.id"] for each in found if "@iot.id" in each]
        assert sorted(ids) == sorted(each["@iot.id"] for each in values)


def test_without_a_server_nothing_is_left_behind(database, tmp_path):
    folder = tmp_path / "100020113"
    with running(database) as server:
        assert requests.get(server.url + "/v1.1/Things", timeout=10).status_code == 200
    imported(database, counts(folder / "2025-11a.csv", 0, 4))
    # the next server does not tell what was written before it
    with running(database) as server, client(server, mqtt.MQTTv5) as one:
        assert one.subscribe("v1.1/Observations?$select=result") == 1
        imported(database, counts(folder / "2025-11b.csv", 4, 2))
        assert sorted(json.loads(text)["result"] for text in one.texts(4)) == [4, 4, 5, 5]
