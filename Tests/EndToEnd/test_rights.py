# SPDX-License-Identifier: EUPL-1.2
"""What a command beside a running server hides or revokes is gone with the next request: pages, interfaces, subscriptions."""
import json
import re

import paho.mqtt.client as mqtt
import requests

from conftest import allmende, running
from test_mqtt import client
from test_mqtt_commands import HEADER, counts, imported

PLACE = {"type": "Point", "coordinates": [7.6, 51.9]}
HERE = {"name": "Here", "description": "", "encodingType": "application/geo+json", "feature": PLACE}


def observed(number):
    return f"allmende_observations {number}.0"


def test_a_restricted_data_set_is_gone_with_the_next_request(database, tmp_path):
    imported(database, counts(tmp_path / "100020113" / "2025-11a.csv", 0, 4))
    with running(database) as server, client(server, mqtt.MQTTv5, key=False) as nobody, \
            client(server, mqtt.MQTTv5) as admin:
        session = server.session()
        streams = session.get(server.url + "/v1.1/Datastreams?$select=id,name&$orderby=id").json()["value"]
        stream = streams[0]["@iot.id"]
        addresses = ["/data/radverkehr", "/sensors/1", f"/series/{stream}.csv", f"/series/{stream}.json", "/v1.1/Things(1)",
                     f"/v1.1/Datastreams({stream})", "/v1.1/Sensors(1)", "/v1.1/ObservedProperties(1)",
                     f"/v1.1/Datastreams({stream})/Observations"]
        sets = ["Things", "Datastreams", "Sensors", "ObservedProperties", "Observations", "FeaturesOfInterest"]
        topics = [f"v1.1/Datastreams({stream})/Observations", "v1.1/Observations", "v1.1/Sensors"]
        for topic in topics + [f"states/Datastreams({stream})", "states/#"]:
            assert nobody.subscribe(topic) == 1, topic
        assert admin.subscribe(f"v1.1/Datastreams({stream})/Observations") == 1

        def post(result, hour):
            answer = session.post(
                f"{server.url}/v1.1/Datastreams({stream})/Observations", json={
                    "result": result, "phenomenonTime": f"2026-01-01T{hour:02}:00:00Z", "FeatureOfInterest": HERE})
            assert answer.status_code == 201, answer.text

        def remember():
            for address in [*addresses, "/", "/sensors", "/data", "/map", "/map/sensors.geojson", "/search?q=Wolbecker"]:
                requests.get(server.url + address)

        for number, access in enumerate(["restricted", "public", "internal", "public"]):
            remember()
            allmende("dataset", "set", "radverkehr", "--database", database, "--access", access)
            is_open = access == "public"
            for address in addresses:
                status = requests.get(server.url + address).status_code
                assert status == (200 if is_open else 404), (address, access, status)
            for page in ["/sensors", "/search?q=Wolbecker"]:
                assert ("Wolbecker Straße" in requests.get(server.url + page).text) == is_open, (page, access)
            for name in sets:
                count = requests.get(f"{server.url}/v1.1/{name}?$count=true&$top=0").json()["@iot.count"]
                assert (count > 0) == is_open, (name, access, count)
            assert (observed(0) in requests.get(server.url + "/metrics").text) != is_open
            assert observed(0) not in session.get(server.url + "/metrics").text
            post(1000 + number, number)
            told = json.loads(admin.texts(1)[0])["result"]
            assert told == 1000 + number
            if is_open:
                found = sorted(json.loads(text)["result"] for text in nobody.texts(2))
                assert found == [1000 + number] * 2
        assert nobody.messages.empty(), "nothing of what came in while it was hidden"


def test_a_revoked_key_neither_hears_nor_says_anything_more(database):
    with running(database) as server:
        session = server.session()
        body = {"name": "T", "description": "", "Locations": [
                    {"name": "L", "description": "", "encodingType": "application/geo+json", "location": PLACE}],
                "Datastreams": [{
                    "name": "D", "description": "", "observationType": "t",
                    "unitOfMeasurement": {"name": None, "symbol": None, "definition": None},
                    "Sensor": {"name": "S", "description": "", "encodingType": "text/html", "metadata": "m"},
                    "ObservedProperty": {"name": "P", "definition": "d", "description": ""}}]}
        assert session.post(server.url + "/v1.1/Things", json=body).status_code == 201
        stream = session.get(server.url + "/v1.1/Datastreams").json()["value"][0]["@iot.id"]
        series = f"v1.1/Datastreams({stream})/Observations"
        key = allmende("key", "create", "--database", database, "--role", "editor", "--name", "doomed").stdout.strip()
        keys = json.loads(allmende("key", "list", "--database", database, "--json").stdout)
        number = next(each["id"] for each in keys if each["name"] == "doomed")
        doomed = client(server, mqtt.MQTTv5, user=("key", key))
        with doomed as one:
            assert one.subscribe(series) == 1
            one.publish(series, '{"result": 1}')
            assert json.loads(one.texts(1)[0])["result"] == 1
            headers = {"Authorization": f"Bearer {key}"}
            assert requests.get(server.url + "/v1.1/Things(1)", headers=headers).status_code == 200
            allmende("key", "revoke", "--database", database, str(number))
            assert requests.get(server.url + "/v1.1/Things(1)", headers=headers).status_code == 401
            assert session.post(f"{server.url}/{series}", json={"result": 2}).status_code == 201
            assert one.ended.get(timeout=10).value == 0x87
            assert one.messages.empty()


def test_a_rename_by_import_is_told(database, tmp_path):
    folder = tmp_path / "100020113"
    imported(database, counts(folder / "2025-11a.csv", 0, 4))
    with running(database) as server, client(server, mqtt.MQTTv5) as one:
        stream = server.session().get(
            server.url + "/v1.1/Datastreams?$orderby=id&$expand=Thing").json()["value"][0]
        topics = [f"v1.1/Datastreams({stream['@iot.id']})/name", f"v1.1/Things({stream['Thing']['@iot.id']})/name"]
        assert [one.subscribe(topic) for topic in topics] == [1, 1]
        path = counts(folder / "2025-12.csv", 3000, 4)
        text = path.read_text(encoding="utf-8")
        assert text.startswith(HEADER)
        path.write_text(text.replace("Wolbecker Straße", "Wolbecker Damm"), encoding="utf-8")
        imported(database, path)
        now = server.session().get(f"{server.url}/{topics[0]}").json()["name"]
        assert "Wolbecker Damm" in now and now != stream["name"]
        found = sorted(json.loads(text)["name"] for text in one.texts(2))
        thing = server.session().get(f"{server.url}/{topics[1]}").json()["name"]
        assert found == sorted([now, thing])


def test_a_new_data_set_is_internal_until_somebody_publishes_it(database, tmp_path):
    mapping = tmp_path / "pegel.json"
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.csv").write_text("Zeit,Pegel\n2026-01-01 00:00,1\n2026-01-01 01:00,2\n", encoding="utf-8")
    rule = {
        "name": "pegel", "kind": "series",
        "dataset": {"slug": "pegel", "title": "Pegel", "owner": "Amt", "licence": "cc-zero"},
        "time": {"column": "Zeit", "form": "yyyy-MM-dd HH:mm", "zone": "Europe/Berlin", "stamp": "instant"},
        "station": {"from": [{"id": "p1", "name": "Pegel Mitte"}]}, "thingDescription": "Pegel",
        "series": [{
            "column": "Pegel", "key": "pegel", "name": "Pegel", "description": "Pegel",
            "observedProperty": {"name": "Wasserstand", "definition": "http://example.org/p", "description": "Pegel"},
            "sensor": {"name": "Sonde", "description": "Sonde"}, "unit": {"name": "Meter", "symbol": "m", "definition": "m"}}]}
    mapping.write_text(json.dumps(rule), encoding="utf-8")
    report = allmende("import", "--database", database, "--mapping", mapping, folder / "a.csv", check=False)
    assert "nicht öffentlich" in report.stdout or "not public" in report.stdout, report.stdout + report.stderr
    listed = json.loads(allmende("dataset", "list", "--database", database, "--json").stdout)
    assert [(each["slug"], each["access"]) for each in listed] == [("pegel", "internal")]
    with running(database) as server:
        assert requests.get(server.url + "/v1.1/Sensors").json()["value"] == []
        page = server.session().get(server.url + "/data/pegel").text
        assert re.search(r'id="access-shows".*?</ul>', page, re.S), page
        allmende("dataset", "set", "pegel", "--database", database, "--access", "public")
        (folder / "a.csv").write_text("Zeit,Pegel\n2026-01-02 00:00,3\n", encoding="utf-8")
        allmende("import", "--database", database, "--mapping", mapping, folder / "a.csv")
        assert len(requests.get(server.url + "/v1.1/Sensors").json()["value"]) == 1, "an import keeps what people decided"
