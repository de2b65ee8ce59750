# SPDX-License-Identifier: EUPL-1.2
"""A small SensorThings server of another make, with the habits of those in the field, for the tests of the transfer."""
import base64
import contextlib
import http.server
import json
import re
import threading
import time
import urllib.parse

SETS = {
    "Things": "Thing", "Locations": "Location", "HistoricalLocations": "HistoricalLocation",
    "Datastreams": "Datastream", "Sensors": "Sensor", "ObservedProperties": "ObservedProperty",
    "Observations": "Observation", "FeaturesOfInterest": "FeatureOfInterest", "MultiDatastreams": "MultiDatastream",
}
ROOT = "/FROST-Server/v1.1"
# Behind a proxy: the address that the server believes to have is not the one it is reached by.
INSIDE = "http://frost.internal:8080" + ROOT


class Foreign:
    """Entities by set and id; `relations` of an entity hold ids."""

    def __init__(self, *, text_ids=False, ordered=True, data_arrays=True, page=100, expanded=100):
        self.sets = {name: {} for name in SETS}
        self.text_ids = text_ids
        self.ordered = ordered
        self.data_arrays = data_arrays
        self.page = page
        self.expanded = expanded
        self.delay = 0.0
        self.user = None
        self.busy = []
        self.requests = []
        self.asked = lambda request: None

    def key(self, number):
        return f"it's {number:06}" if self.text_ids else number

    def add(self, set_name, relations=None, **properties):
        number = self.key(len(self.sets[set_name]) + 1)
        self.sets[set_name][number] = (properties, relations or {})
        return number

    def literal(self, key):
        return "'" + key.replace("'", "''") + "'" if self.text_ids else str(key)

    # Answers

    def document(self, set_name, key, expand):
        properties, relations = self.sets[set_name][key]
        document = {"@iot.selfLink": f"{INSIDE}/{set_name}({self.literal(key)})", "@iot.id": key, **properties}
        for name in relations:
            if name in expand:
                target = relations[name]
                if isinstance(target, list):
                    document[name] = [{"@iot.id": t} for t in target[:self.expanded]]
                    if len(target) > self.expanded:
                        document[f"{name}@iot.nextLink"] = (
                            f"{INSIDE}/{set_name}({self.literal(key)})/{name}?$select=id&$skip={self.expanded}")
                else:
                    document[name] = {"@iot.id": target}
            else:
                document[f"{name}@iot.navigationLink"] = f"{INSIDE}/{set_name}({self.literal(key)})/{name}"
        return document

    def matches(self, properties, relations, key, condition):
        left, operator, right = condition.split(" ", 2)
        if left == "id":
            assert operator == "gt"
            value = right.strip("'").replace("''", "'") if self.text_ids else int(right)
            return key > value
        if left == "FeatureOfInterest/id":
            assert operator == "ne"
            return self.literal(relations["FeatureOfInterest"]) != right
        assert left == "phenomenonTime", condition
        start = properties["phenomenonTime"].split("/")[0]
        return start >= right if operator == "ge" else start < right

    def answer(self, path, query):
        if path == "":
            names = [{"name": name, "url": f"{INSIDE}/{name}"} for name in self.sets]
            classes = ["http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel"]
            if self.data_arrays:
                classes.append("http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array")
            return 200, {"value": names, "serverSettings": {"conformance": classes}}
        options = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        expand = re.findall(r"(\w+)\(\$select=id\)", options.get("$expand", ""))
        whole = re.fullmatch(r"(\w+)(?:\((.+)\))?(?:/(\w+))?", path)
        if not whole or whole[1] not in self.sets:
            return 404, {"code": 404, "type": "error", "message": "Nothing found."}
        set_name, literal, relation = whole.groups()
        keys = sorted(self.sets[set_name])
        if literal:
            key = literal.strip("'").replace("''", "'") if self.text_ids else int(literal)
            if key not in self.sets[set_name]:
                return 404, {"code": 404, "message": "Nothing found."}
            if not relation:
                return 200, self.document(set_name, key, expand)
            if relation == "Observations":
                keys = [k for k, (_, relations) in sorted(self.sets[relation].items())
                        if relations.get(SETS[set_name]) == key]
            else:
                keys = self.sets[set_name][key][1][relation]
            set_name = relation
        conditions = [c for c in options.get("$filter", "").split(" and ") if c]
        if not self.ordered and ("$orderby" in options or any(c.startswith("id ") for c in conditions)):
            return 400, {"code": 400, "type": "error", "message": "Not a valid query: id can not be compared."}
        for condition in conditions:
            keys = [k for k in keys if self.matches(*self.sets[set_name][k], k, condition)]
        skip = int(options.get("$skip", 0))
        top = min(int(options.get("$top", self.page)), self.page)
        page = keys[skip:skip + top]
        body = {}
        if options.get("$count") == "true":
            body["@iot.count"] = len(keys)
        if len(keys) > skip + top:
            rest = {**options, "$skip": str(skip + top)}
            # Some servers write bare spaces into their links.
            body["@iot.nextLink"] = f"{INSIDE}/{path}?" + "&".join(f"{n}={v}" for n, v in rest.items())
        if options.get("$resultFormat") == "dataArray":
            names = ["phenomenonTime", "result", "resultTime", "parameters"]
            rows = [[k, *(self.sets[set_name][k][0].get(name) for name in names)] for k in page]
            body["value"] = [{
                "Datastream@iot.navigationLink": f"{INSIDE}/{path}", "components": ["id", *names],
                "dataArray@iot.count": len(rows), "dataArray": rows}] if rows else []
        else:
            body["value"] = [self.document(set_name, k, expand) for k in page]
        return 200, body

    @contextlib.contextmanager
    def serving(self):
        """The server on a free loopback port; yields its address."""
        foreign = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path, _, query = self.path.partition("?")
                foreign.requests.append(urllib.parse.unquote(self.path))
                foreign.asked(foreign.requests[-1])
                time.sleep(foreign.delay)
                headers = {}
                if foreign.user and self.headers.get("Authorization") != "Basic " + base64.b64encode(
                        foreign.user.encode()).decode():
                    status, body = 401, {"message": "Unauthorized"}
                elif foreign.busy:
                    status, headers = foreign.busy.pop()
                    body = {"message": "busy"}
                elif path.startswith(ROOT):
                    status, body = foreign.answer(urllib.parse.unquote(path[len(ROOT):].strip("/")), query)
                else:
                    status, body = 404, {}
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json;charset=UTF-8")
                self.send_header("Content-Length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{ROOT}"
        finally:
            server.shutdown()
            server.server_close()


def town(observations=250, **habits):
    """Every kind of entity, with what real servers hold: gaps, foreign members, other encodings, results of any type."""
    foreign = Foreign(**habits)
    sensor = foreign.add("Sensors", name="Loop", description="", encodingType="application/pdf",
                         metadata="https://example.org/loop.pdf", properties={})
    bare = foreign.add("Sensors", name="Unknown")
    bicycles = foreign.add("ObservedProperties", name="Bicycles", definition="https://example.org/bicycles",
                           description="<p>counted &amp; <b>bold</b></p>", properties={"a": {"b": [1.10, None]}})
    remarks = foreign.add("ObservedProperties", name="Remarks", definition="", description="text")
    place = foreign.add("Locations", name="Promenade", description="", encodingType="application/vnd.geo+json",
                        location={"type": "Point", "coordinates": [7.6262, 51.9556]})
    old = foreign.add("Locations", name="Before", description="", encodingType="application/geo+json", location={
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [7.6, 51.9]}, "properties": {}})
    words = foreign.add("Locations", name="In words", description="", encodingType="text/plain",
                        location="behind the castle")
    thing = foreign.add("Things", {"Locations": [place]}, name="Counter 1", description="<i>Zählstelle</i>\0",
                        properties={"owner": "town", "dataset": "elsewhere"}, colour="red")
    mute = foreign.add("Things", {"Locations": [words]}, name="Without properties", description="x")
    foreign.add("HistoricalLocations", {"Thing": thing, "Locations": [old]}, time="2020-01-01T00:00:00+01:00")
    foreign.add("HistoricalLocations", {"Thing": thing, "Locations": [place]}, time="2021-01-01T00:00:00Z")
    feature = foreign.add("FeaturesOfInterest", name="Promenade", description="", encodingType="application/geo+json",
                          feature={"type": "Point", "coordinates": [7.6262, 51.9556]})
    other = foreign.add("FeaturesOfInterest", name="Lane", description="", encodingType="application/geo+json",
                        feature={"type": "LineString", "coordinates": [[7.6, 51.9], [7.7, 52]]}, properties={"n": 2})
    count = foreign.add(
        "Datastreams", {"Thing": thing, "Sensor": sensor, "ObservedProperty": bicycles}, name="Bicycles",
        description="both ways", properties={}, unitOfMeasurement={"name": "one", "symbol": "1", "definition": None},
        observationType="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation",
        phenomenonTime="2026-01-01T00:00:00Z/2026-02-01T00:00:00Z")
    talk = foreign.add(
        "Datastreams", {"Thing": mute, "Sensor": bare, "ObservedProperty": remarks}, name="Remarks", description="",
        unitOfMeasurement={}, observationType="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Observation")
    foreign.add(
        "Datastreams", {"Thing": thing, "Sensor": sensor, "ObservedProperty": bicycles}, name="Never measured",
        description="", unitOfMeasurement={"name": "", "symbol": "", "definition": ""}, observationType="x")
    types = [f"http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_{name}"
             for name in ("Measurement", "TruthObservation")]
    weather = foreign.add(
        "MultiDatastreams", {"Thing": thing, "Sensor": sensor, "ObservedProperties": [remarks, bicycles]},
        name="Weather", description="two at once", multiObservationDataTypes=types,
        unitOfMeasurements=[{"name": "degree", "symbol": "°C", "definition": "ucum:Cel"}, None])
    results = [1.10, "on", True, None, {"a": 1}, [1, "b"], 10**20, ""]
    for step in range(observations):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1767225600 + 900 * step))
        relations = {"Datastream": count, "FeatureOfInterest": feature}
        foreign.add("Observations", relations, phenomenonTime=moment + "Z", result=step, resultTime=None)
        if step < len(results):
            foreign.add(
                "Observations", {"Datastream": talk, "FeatureOfInterest": other if step % 2 else feature},
                phenomenonTime=f"{moment}.123+01:00/{moment}.123Z", result=results[step],
                resultTime="2026-03-01T12:00:00+02:00", parameters=[{"name": "step", "value": step}])
            foreign.add(
                "Observations", {"MultiDatastream": weather, "FeatureOfInterest": feature},
                phenomenonTime=moment + "Z", result=[step + 0.50, None if step == 3 else step % 2 == 0])
    return foreign
