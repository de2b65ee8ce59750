# SPDX-License-Identifier: EUPL-1.2
"""`allmende import --from-sensorthings`: whole servers taken over, counted on both sides, interrupted and gone on with."""
import json
import signal
import subprocess
import time

import pytest
import requests

from conftest import BINARY, allmende, running
from foreign_server import town


def transfer(address, database, *options, code=0):
    """Runs the command; returns the report."""
    result = allmende(
        "import", "--from-sensorthings", address, "--database", database, "--json", *options, check=False)
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout) if result.stdout else result.stderr


def everything(server, path, **options):
    """All entities of a set by following the next links."""
    session, entities = server.session(), []
    url, options = f"{server.url}/v1.1/{path}", {"$top": 100, **options}
    while url:
        page = session.get(url, params=options)
        assert page.status_code == 200, page.text
        entities += page.json()["value"]
        url, options = page.json().get("@iot.nextLink"), {}
    return entities


def content(server, path, expand, *, ordered_by):
    """What a set holds, without the addresses and ids that differ from server to server."""
    def strip(value):
        if isinstance(value, dict):
            return {name: strip(part) for name, part in value.items() if not name.startswith("@iot") and "@iot" not in name}
        return [strip(part) for part in value] if isinstance(value, list) else value

    entities = [strip(entity) for entity in everything(server, path, **({"$expand": expand} if expand else {}))]
    return sorted(entities, key=lambda entity: json.dumps([entity[ordered_by], entity], sort_keys=True))


SETS = {
    "Sensors": ("name", ""), "ObservedProperties": ("name", ""), "Locations": ("name", ""),
    "Things": ("name", "Locations"), "Datastreams": ("name", "Thing,Sensor,ObservedProperty"),
    "MultiDatastreams": ("name", "Thing,Sensor,ObservedProperties"),
    "FeaturesOfInterest": ("name", ""), "HistoricalLocations": ("time", "Thing,Locations"),
    "Observations": (
        "phenomenonTime",
        "Datastream($select=name),MultiDatastream($select=name),FeatureOfInterest($select=name)"),
}


def fill(server):
    """Every kind of entity through the interface, with results of every type."""
    session = server.session()

    def post(path, body):
        answer = session.post(f"{server.url}/v1.1/{path}", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json().get("@iot.id") if isinstance(answer.json(), dict) else answer.json()

    thing = post("Things", {
        "name": "Zähler", "description": "a < b & \"c\"", "properties": {"deep": {"list": [1.10, None, True]}},
        "Locations": [{"name": "Ort", "description": "", "encodingType": "application/geo+json",
                       "location": {"type": "Point", "coordinates": [7.62, 51.95]}, "properties": {"x": 1}}],
        "Datastreams": [{
            "name": "Werte", "description": "", "observationType": "x", "properties": {"channel": "in"},
            "unitOfMeasurement": {"name": "Grad", "symbol": "°C", "definition": None},
            "Sensor": {"name": "Fühler", "description": "", "encodingType": "text/html", "metadata": {"a": [1]}},
            "ObservedProperty": {"name": "Temperatur", "definition": "https://example.org/t", "description": ""}}]})
    session.patch(f"{server.url}/v1.1/Things({thing})", json={"Locations": [{"@iot.id": post("Locations", {
        "name": "Neuer Ort", "description": "", "encodingType": "application/geo+json",
        "location": {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 51]]]}})}]})
    stream = everything(server, "Datastreams")[0]["@iot.id"]
    for hour, result in enumerate([1.5, "1.10", True, None, {"a": {"b": 1}}, [1, None], -3]):
        post(f"Datastreams({stream})/Observations", {
            "phenomenonTime": f"2026-01-01T{hour:02}:00:00Z/2026-01-01T{hour:02}:30:00.5Z", "result": result,
            "resultTime": f"2026-01-02T{hour:02}:00:00Z" if hour % 2 else None, "resultQuality": {"q": hour},
            "validTime": "2026-01-01T00:00:00Z/2026-02-01T00:00:00Z", "parameters": {"n": hour}})
    post(f"Datastreams({stream})/Observations", {
        "phenomenonTime": "2026-01-03T00:00:00Z", "result": 0, "FeatureOfInterest": {
            "name": "Besonders", "description": "", "encodingType": "application/geo+json",
            "feature": {"type": "Point", "coordinates": [7, 52]}}})
    post("CreateObservations", [{
        "Datastream": {"@iot.id": stream}, "components": ["phenomenonTime", "result"],
        "dataArray": [[f"2026-02-{1 + n // 24:02}T{n % 24:02}:00:00Z", n / 7] for n in range(600)]}])
    many = post(f"Things({thing})/Datastreams", {
        "name": "Viele", "description": "", "observationType": "x", "Sensor": {"@iot.id": 1},
        "unitOfMeasurement": {"name": "", "symbol": "", "definition": ""}, "ObservedProperty": {"@iot.id": 1}})
    post("CreateObservations", [{
        "Datastream": {"@iot.id": many}, "components": ["phenomenonTime", "result", "resultTime", "resultQuality"],
        "dataArray": [[f"2026-02-{1 + n // 24:02}T{n % 24:02}:00:00Z/2026-03-01T00:00:00Z", [n, "x", None][n % 3],
                       "2026-03-01T00:00:00Z" if n % 2 else None, {"q": n}] for n in range(300)]}])
    properties = [post("ObservedProperties", {"name": name, "definition": f"https://example.org/{name}", "description": ""})
                  for name in ("wind", "rain")]
    kind = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_"
    both = post(f"Things({thing})/MultiDatastreams", {
        "name": "Wetter", "description": "", "Sensor": {"@iot.id": 1},
        "multiObservationDataTypes": [kind + "Measurement", kind + "CategoryObservation"],
        "unitOfMeasurements": [{"name": "m/s", "symbol": "m/s", "definition": None}, None],
        "ObservedProperties": [{"@iot.id": id} for id in reversed(properties)]})
    for hour, result in enumerate([[1.10, "dry"], [None, "wet"], [3, None]]):
        post(f"MultiDatastreams({both})/Observations", {"phenomenonTime": f"2026-04-01T{hour:02}:00:00Z", "result": result})
    post("CreateObservations", [{
        "MultiDatastream": {"@iot.id": both}, "components": ["phenomenonTime", "result"],
        "dataArray": [[f"2026-05-{1 + n // 24:02}T{n % 24:02}:00:00Z", [n / 3, None if n % 5 else "dry"]]
                      for n in range(250)]}])


def test_one_of_our_own_becomes_its_twin(database, tmp_path):
    with running(tmp_path / "source.gpkg", "--set", "max-page=100") as source:
        fill(source)
        report = transfer(f"{source.url}/v1.1", database, "--key", source.key)
        assert report["complete"] and report["observations"]["there"] == report["observations"]["here"] == 1161
        with running(database) as twin:
            for name, (order, expand) in SETS.items():
                original = content(source, name, expand, ordered_by=order)
                assert original and content(twin, name, expand, ordered_by=order) == original, name
        again = transfer(f"{source.url}/v1.1", database, "--key", source.key)
        assert again["values"]["stored"] == 0 and again["complete"]


HABITS = {
    "numbers": {}, "texts": {"text_ids": True}, "links only": {"ordered": False},
    "no data arrays": {"data_arrays": False, "page": 7}, "short lists": {"expanded": 1},
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS.keys())
def test_a_server_of_another_make(habits, tmp_path):
    foreign = town(**habits)
    foreign.user = "reader:se:cret"
    foreign.busy = [(503, {}), (429, {"Retry-After": "1"})]
    database = tmp_path / "town.gpkg"
    allmende("dataset", "set", "verkehr", "--new", "--title", "Verkehr", "--owner", "Tiefbauamt", "--licence",
             "cc-zero", "--database", database)
    with foreign.serving() as address:
        refused = transfer(address, database, code=1)
        assert "401" in refused and "--user" in refused
        report = transfer(address + "/", database, "--user", foreign.user, "--dataset", "verkehr")
        assert report["complete"], report
        assert {line["name"]: line["here"] for line in report["sets"]} == {
            name: len(foreign.sets[name]) for name in SETS if name != "Observations"}
        assert [(line["name"], line["there"], line["here"]) for line in report["datastreams"]] == [
            ("Bicycles", 250, 250), ("Remarks", 8, 8), ("Never measured", 0, 0), ("Weather", 8, 8)]
        assert [line["kind"] for line in report["datastreams"]] == ["Datastream"] * 3 + ["MultiDatastream"]
        again = transfer(address, database, "--user", foreign.user, "--dataset", "verkehr")
        assert again["complete"] and again["values"]["stored"] == 0
        assert any("dataArray" in asked for asked in foreign.requests) == (foreign.data_arrays and foreign.ordered)
    with running(database) as server:
        things = {thing["name"]: thing for thing in everything(server, "Things", **{"$expand": "Locations"})}
        counter, mute = things["Counter 1"], things["Without properties"]
        assert counter["description"] == "<i>Zählstelle</i>"
        assert counter["properties"] == {
            "owner": "town", "dataset": "verkehr", "source_dataset": "elsewhere", "colour": "red"}
        assert [place["name"] for place in counter["Locations"]] == ["Promenade"], "history moves nothing"
        assert mute["Locations"][0]["location"] == "behind the castle"
        assert report["identifiers"]["Things"][foreign.literal(foreign.key(1))] == counter["@iot.id"]
        histories = everything(server, "HistoricalLocations", **{"$expand": "Locations", "$orderby": "time"})
        assert [(h["time"], h["Locations"][0]["name"]) for h in histories] == [
            ("2019-12-31T23:00:00.000Z", "Before"), ("2021-01-01T00:00:00.000Z", "Promenade")]
        bicycles = everything(server, "Datastreams", **{"$filter": "name eq 'Bicycles'"})[0]
        assert bicycles["unitOfMeasurement"] == {"name": "one", "symbol": "1", "definition": None}
        values = everything(server, f"Datastreams({bicycles['@iot.id']})/Observations")
        assert [value["result"] for value in values] == list(range(250))
        assert values[1]["phenomenonTime"] == "2026-01-01T00:15:00.000Z" and values[1]["resultTime"] is None
        remarks = everything(server, "Observations", **{
            "$filter": "Datastream/name eq 'Remarks'", "$orderby": "parameters/step", "$expand": "FeatureOfInterest"})
        assert [value["result"] for value in remarks] == [1.10, "on", True, None, {"a": 1}, [1, "b"], 10**20, ""]
        assert [value["FeatureOfInterest"]["name"] for value in remarks] == ["Promenade", "Lane"] * 4
        assert remarks[1]["phenomenonTime"] == "2025-12-31T23:15:00.123Z/2026-01-01T00:15:00.123Z"
        assert remarks[0]["resultTime"] == "2026-03-01T10:00:00.000Z" and remarks[3]["parameters"] == {"step": 3}
        weather = everything(server, "MultiDatastreams", **{"$expand": "ObservedProperties"})[0]
        assert [one["name"] for one in weather["ObservedProperties"]] == ["Remarks", "Bicycles"]
        assert weather["observationType"].endswith("/OM_ComplexObservation")
        assert report["identifiers"]["MultiDatastreams"] == {foreign.literal(foreign.key(1)): weather["@iot.id"]}
        assert weather["unitOfMeasurements"] == [{"name": "degree", "symbol": "°C", "definition": "ucum:Cel"}, None]
        both = everything(server, f"MultiDatastreams({weather['@iot.id']})/Observations")
        assert [one["result"] for one in both][:4] == [[0.5, True], [1.5, False], [2.5, True], [3.5, None]]
        assert requests.get(f"{server.url}/v1.1/Things").json()["value"] == [], "a new data set is internal"


def test_what_comes_later_comes_with_the_next_run(tmp_path):
    foreign = town()
    with foreign.serving() as address:
        transfer(address, tmp_path / "town.gpkg")
        first = next(iter(foreign.sets["Datastreams"]))
        feature = foreign.add("FeaturesOfInterest", name="New", description="", encodingType="application/geo+json",
                              feature={"type": "Point", "coordinates": [1, 2]})
        foreign.add("Observations", {"Datastream": first, "FeatureOfInterest": feature},
                    phenomenonTime="2019-01-01T00:00:00Z", result=-1)
        report = transfer(address, tmp_path / "town.gpkg")
    assert report["complete"] and report["values"]["stored"] == 2
    assert report["observations"]["here"] == 267


def test_a_feature_that_comes_while_data_arrays_are_read_is_told(tmp_path):
    foreign = town()
    first = next(iter(foreign.sets["Datastreams"]))

    def add_one(request):
        if "dataArray" in request:
            foreign.asked = lambda request: None
            foreign.add("Observations", {"Datastream": first, "FeatureOfInterest": 2},
                        phenomenonTime="2019-01-01T00:00:00Z", result=-1)

    foreign.asked = add_one
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg")
    assert report["complete"] and report["observations"]["here"] == 267
    assert [f"Datastreams({first})/Observations got another FeatureOfInterest" in notice["en"] for notice in
            report["notices"]] == [True]


def test_what_is_gone_or_closed_there_does_not_stop_the_rest(tmp_path):
    foreign = town()
    first, second, *_ = foreign.sets["Datastreams"]
    with foreign.serving() as address:
        foreign.asked = lambda request: foreign.sets["Datastreams"].pop(first, None) if "/Observations" in request else None
        report = transfer(address, tmp_path / "town.gpkg", code=0)
        assert any(f"Datastreams({first}) (Bicycles) is gone there" in notice["en"] for notice in report["notices"])
        assert {line["name"]: line["here"] for line in report["datastreams"]}["Remarks"] == 8
        foreign.asked = lambda request: None
        # one that answers nonsense from now on is named, the others go on
        answer = foreign.answer
        foreign.answer = lambda path, query: (
            (403, {"message": "closed \u001b[31m"}) if path.startswith(f"Datastreams({second})") else answer(path, query))
        foreign.add("Observations", {"MultiDatastream": 1, "FeatureOfInterest": 1},
                    phenomenonTime="2027-01-01T00:00:00Z", result=[1, True])
        report = transfer(address, tmp_path / "town.gpkg", code=1)
    lines = {line["name"]: line for line in report["datastreams"]}
    assert "answers 403" in lines["Remarks"]["firstRefusal"] and lines["Weather"]["stored"] == 1


def test_what_names_something_that_comes_later_is_tried_again(tmp_path):
    """Made there while the transfer runs: a Datastream whose Sensor was not there when Sensors were read, and a Thing's Location."""
    foreign = town()

    def make(request):
        if "/Locations?" in request or "/Things?" not in request:
            return
        foreign.asked = lambda request: None
        place = foreign.add("Locations", name="Late", description="", encodingType="application/geo+json",
                            location={"type": "Point", "coordinates": [1, 2]})
        sensor = foreign.add("Sensors", name="Late", description="", encodingType="x", metadata="")
        thing = foreign.add("Things", {"Locations": [place]}, name="Late", description="")
        stream = foreign.add("Datastreams", {"Thing": thing, "Sensor": sensor, "ObservedProperty": 1}, name="Late",
                             description="", unitOfMeasurement={}, observationType="x")
        foreign.add("Observations", {"Datastream": stream, "FeatureOfInterest": 1},
                    phenomenonTime="2027-01-01T00:00:00Z", result=1)

    foreign.asked = make
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg")
    assert report["complete"], report
    assert {line["name"]: line["here"] for line in report["datastreams"]}["Late"] == 1
    with running(tmp_path / "town.gpkg") as server:
        late = everything(server, "Things", **{"$filter": "name eq 'Late'", "$expand": "Locations"})[0]
        assert [place["name"] for place in late["Locations"]] == ["Late"]


def test_what_comes_here_meanwhile_does_not_count(tmp_path):
    """The way that the guide describes: take over, send here, take over the rest."""
    foreign = town()
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg")
        stream = report["datastreams"][0]["idHere"]
        with running(tmp_path / "town.gpkg") as server:
            answer = server.session().post(
                f"{server.url}/v1.1/Datastreams({stream})/Observations",
                json={"phenomenonTime": "2028-01-01T00:00:00Z", "result": 1, "FeatureOfInterest": {"@iot.id": 1}})
            assert answer.status_code == 201, answer.text
        foreign.add("Observations", {"Datastream": 1, "FeatureOfInterest": 1},
                    phenomenonTime="2027-01-01T00:00:00Z", result=1)
        report = transfer(address, tmp_path / "town.gpkg")
        assert report["complete"] and report["datastreams"][0]["there"] == report["datastreams"][0]["here"] == 251
        # values that are too old for a rule set here are named
        allmende("retention", "set", "sensordaten", "--raw", "P30D", "--database", tmp_path / "town.gpkg")
        allmende("retention", "run", "--database", tmp_path / "town.gpkg")
        foreign.add("Observations", {"Datastream": 1, "FeatureOfInterest": 1},
                    phenomenonTime="2026-01-05T00:00:00Z", result=1)
        report = transfer(address, tmp_path / "town.gpkg", code=1)
    assert "retention" in report["datastreams"][0]["firstRefusal"]


def test_two_runs_at_once_store_nothing_twice(database):
    foreign = town(observations=3000)
    foreign.delay = 0.05
    command = [BINARY, "import", "--from-sensorthings", "", "--database", database]
    with foreign.serving() as address:
        command[3] = address
        runs = []
        for _ in range(2):
            runs.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
            time.sleep(0.7)
        said = [run.communicate()[0] for run in runs]
        foreign.delay = 0
        report = transfer(address, database)
    assert report["complete"] and report["datastreams"][0]["here"] == 3000, said
    with running(database) as server:
        count = server.session().get(f"{server.url}/v1.1/Observations?$count=true&$top=0").json()["@iot.count"]
        assert count == 3016
    assert any("another run" in text for text in said), said


def test_properties_that_mean_something_else_there(tmp_path):
    foreign = town()
    foreign.sets["Datastreams"][1][0]["properties"] = {"duplicates": True, "retention": "5 years", "a": 1}
    foreign.sets["Datastreams"][1][0]["unitOfMeasurement"] = {"name": "one", "symbol": "1", "definition": None, "ucum": "1"}
    with foreign.serving() as address:
        assert transfer(address, tmp_path / "town.gpkg")["complete"]
    with running(tmp_path / "town.gpkg") as server:
        found = everything(server, "Datastreams", **{"$filter": "name eq 'Bicycles'"})[0]
    assert found["properties"] == {
        "a": 1, "source_duplicates": True, "source_retention": "5 years", "unitOfMeasurement": {"ucum": "1"}}


def test_links_that_lead_back_to_themselves_end(tmp_path):
    foreign = town(ordered=False)
    answer = foreign.answer

    def looping(path, query):
        status, body = answer(path, query)
        if "/Observations" in path and "$skip" in query and isinstance(body, dict) and "value" in body:
            body["@iot.nextLink"] = f"http://x/v1.1/{path}?{query}"
        return status, body

    foreign.answer = looping
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg", code=1)
    assert "names itself as the next page" in report["datastreams"][0]["firstRefusal"]


def test_an_estimated_count_accuses_nobody(tmp_path):
    foreign = town(observations=3)
    for number in range(2500):
        foreign.add("FeaturesOfInterest", name=f"{number}", description="", encodingType="x", feature={})
    answer = foreign.answer

    def estimating(path, query):
        status, body = answer(path, query)
        if isinstance(body, dict) and "@iot.count" in body and path == "FeaturesOfInterest":
            body["@iot.count"] = 100
        return status, body

    foreign.answer = estimating
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg")
    assert report["complete"] and any("estimate" in notice["en"] for notice in report["notices"])


def test_killed_midway_it_goes_on_where_it_was(database):
    foreign = town(observations=4000)
    foreign.delay = 0.02
    with foreign.serving() as address:
        runs = 0
        for pages in (8, 30, 45):
            before = len(foreign.requests)
            process = subprocess.Popen(
                [BINARY, "import", "--from-sensorthings", address, "--database", database],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while len(foreign.requests) < before + pages and process.poll() is None:
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            runs += process.wait() == -signal.SIGKILL
        assert runs == 3, "each run was killed at work"
        foreign.delay = 0
        report = transfer(address, database)
    assert report["complete"], report
    assert 0 < report["observations"]["stored"] < report["observations"]["here"] == 4016, "the rest only"
    with running(database) as server:
        values = everything(server, "Observations", **{
            "$filter": "Datastream/name eq 'Bicycles'", "$select": "result"})
        assert sorted(value["result"] for value in values) == list(range(4000)), "nothing twice, nothing lost"


def test_what_is_refused_is_named_and_the_counts_differ(tmp_path):
    foreign = town(observations=20)
    first = next(iter(foreign.sets["Datastreams"]))
    foreign.sets["Observations"][4][0]["phenomenonTime"] = "yesterday"
    foreign.sets["Observations"][6][0]["result"] = ["warm", True]
    half = foreign.add("MultiDatastreams", {"Thing": 1, "Sensor": 1, "ObservedProperties": [1, 99]}, name="Half",
                       multiObservationDataTypes=["x", "x"], unitOfMeasurements=[None, None])
    foreign.add("MultiDatastreams", {"Thing": 1, "Sensor": 1, "ObservedProperties": [1, 2]}, name="Short",
                multiObservationDataTypes=["x"], unitOfMeasurements=[None, None])
    foreign.sets["Datastreams"][2][1]["Sensor"] = 99
    with foreign.serving() as address:
        report = transfer(address, tmp_path / "town.gpkg", code=1)
        text = allmende("import", "--from-sensorthings", address, "--database", tmp_path / "town.gpkg",
                        "--language", "de", check=False)
    assert not report["complete"]
    line = report["datastreams"][0]
    assert (line["idThere"], line["there"], line["here"], line["refused"]) == (str(first), 20, 19, 1)
    assert "Observations(4)" in line["firstRefusal"] and "yesterday" in line["firstRefusal"]
    lines = {line["name"]: line for line in report["sets"]}
    assert lines["Datastreams"]["refused"] == 1 and "Datastreams(2): its Sensor 99" in lines["Datastreams"]["firstRefusal"]
    multi = report["datastreams"][-1]
    assert (multi["name"], multi["there"], multi["here"], multi["refused"]) == ("Weather", 8, 7, 1)
    assert "Observations(6)" in multi["firstRefusal"] and "/result/0" in multi["firstRefusal"]
    assert lines["MultiDatastreams"]["refused"] == 2
    assert f"MultiDatastreams({half}): of its ObservedProperties, 99" in lines["MultiDatastreams"]["firstRefusal"]
    with running(tmp_path / "town.gpkg") as server:
        page = server.session().get(f"{server.url}/imports/1?lang=en").text
        assert "Counted there and here" in page and "Datastreams of which something is missing" in page
        assert "Observations(4)" in page and "MultiDatastreams" in page and address not in page
        assert "SensorThings" in server.session().get(f"{server.url}/imports?lang=en").text
    assert text.returncode == 1 and "1 zurückgewiesen; zuerst Observations(4)" in text.stdout


def test_a_window_of_time_and_a_dry_run(tmp_path):
    foreign = town()
    window = ["--since", "2026-01-01T10:00:00Z", "--until", "2026-01-01T20:00:00Z"]
    with foreign.serving() as address:
        counted = transfer(address, tmp_path / "town.gpkg", "--dry-run", *window)
        assert counted["dryRun"] and {line["name"]: line["there"] for line in counted["sets"]}["Observations"] == 40
        report = transfer(address, tmp_path / "town.gpkg", *window)
        assert report["complete"] and report["observations"]["here"] == 40
        assert "use the same" in transfer(address, tmp_path / "town.gpkg", code=64)


def test_a_server_does_not_become_its_own_twin(tmp_path):
    with running(tmp_path / "town.gpkg", "--set", "max-page=100") as server:
        session = server.session()
        for index in range(350):
            session.post(f"{server.url}/v1.1/Sensors", json={
                "name": f"{index}", "description": "", "encodingType": "text/plain", "metadata": ""})
        said = transfer(f"{server.url}/v1.1", tmp_path / "town.gpkg", "--key", server.key, code=1)
    assert "this very database" in said


@pytest.mark.parametrize("address, options, code, said", [
    ("ftp://127.0.0.1/v1.1", [], 64, "http://"),
    ("http://a:b@127.0.0.1/v1.1", [], 64, "--user"),
    ("http://127.0.0.1:1/v1.1", [], 1, "cannot be reached"),
    (None, ["--dataset", "nowhere"], 64, "there is no data set"),
    (None, ["--since", "yesterday"], 64, "--since"),
    (None, ["--dataset", "nowhere", "--dry-run"], 64, "there is no data set"),
    (None, ["--user", "abc"], 64, "name:password"),
    ("http://127.0.0.1/v1.1#x", [], 64, "http://"),
    ("/nothing/v1.1", [], 1, "no root document"),
])
def test_what_cannot_begin_says_why(address, options, code, said, tmp_path):
    with town(observations=1).serving() as served:
        if address is None or address.startswith("/"):
            address = served if address is None else served.replace("/FROST-Server/v1.1", address)
        assert said in transfer(address, tmp_path / "town.gpkg", *options, code=code)
