# SPDX-License-Identifier: EUPL-1.2
"""QGIS's SensorThings layers (3.38 and later): the requests that they send, as they send them, against the built server.

QGIS reads the addresses of the sets from the root document, asks for counts without entities, then for pages, follows
the next links untouched, and finds rows of expanded sets only in the page itself.
"""
import pytest
import requests


class Layer:
    """What QGIS does for one layer: entity, kind of geometry, expansions, extent, the user's own filter."""

    def __init__(self, server, entity, *, geometry=None, expand="", subset="", page=100):
        root = requests.get(f"{server.url}/v1.1").json()
        self.address = next(entry["url"] for entry in root["value"] if entry["name"] == entity)
        field = {"Locations": "location", "FeaturesOfInterest": "feature", "Datastreams": "observedArea"}.get(entity)
        self.field = field
        self.conditions = [
            condition for condition in (
                geometry and f"{field}/type eq '{geometry}' or {field}/geometry/type eq '{geometry}'", subset) if condition]
        self.expand = expand
        self.page = page

    def _filter(self, *more):
        conditions = [*self.conditions, *more]
        if len(conditions) == 1:
            return "&$filter=" + conditions[0]
        return "&$filter=" + " and ".join(f"({condition})" for condition in conditions) if conditions else ""

    def _get(self, address):
        answer = requests.get(address.replace(" ", "%20"))
        assert answer.status_code == 200, f"{address}\n{answer.text}"
        return answer.json()

    def count(self):
        body = self._get(f"{self.address}?$top=0&$count=true{self._filter()}")
        assert body["value"] == []
        return body["@iot.count"]

    def rows(self, extent=None):
        expand = f"&$expand={self.expand}" if self.expand else ""
        more = []
        if extent:
            x1, y1, x2, y2 = extent
            shape = f"Polygon (({x1} {y1}, {x2} {y1}, {x2} {y2}, {x1} {y2}, {x1} {y1}))"
            more = [f"geo.intersects({self.field}, geography'{shape}')"]
        address = f"{self.address}?$top={self.page}&$count=false{expand}{self._filter(*more)}"
        rows, links = [], []
        while address:
            body = self._get(address)
            assert "@iot.count" not in body, "$count=false"
            rows += body["value"]
            address = body.get("@iot.nextLink")
            links.append(address)
        assert all(len(page) <= self.page for page in [rows[:self.page]])
        return rows


def test_locations_by_kind_of_geometry(server):
    points = Layer(server, "Locations", geometry="Point", page=7)
    rows = points.rows()
    assert points.count() == len(rows) == len({row["@iot.id"] for row in rows}) > 20
    assert all(row["location"]["type"] == "Point" and row["@iot.selfLink"] for row in rows)
    assert Layer(server, "Locations", geometry="Polygon").count() == 0
    assert Layer(server, "Locations", geometry="MultiPoint").rows() == []


def test_what_lies_in_the_extent_of_the_map(server):
    layer = Layer(server, "Locations", geometry="Point", page=5)
    everything = layer.rows()
    places = sorted(row["location"]["coordinates"][0] for row in everything)
    middle = places[len(places) // 2]
    west = layer.rows(extent=(-180, -90, middle, 90))
    assert {row["@iot.id"] for row in west} == {
        row["@iot.id"] for row in everything if row["location"]["coordinates"][0] <= middle}
    assert 0 < len(west) < len(everything)
    assert layer.rows(extent=(0, 0, 1e-9, 1e-9)) == []


@pytest.mark.parametrize("entity", [
    "Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties", "FeaturesOfInterest"])
def test_each_kind_of_layer_comes_whole(server, entity):
    layer = Layer(server, entity, page=3)
    rows = layer.rows()
    assert layer.count() == len(rows) == len({row["@iot.id"] for row in rows}) > 0
    assert all(isinstance(row["@iot.id"], int) and row["@iot.selfLink"] for row in rows)
    assert all(row.get("properties") is None or isinstance(row["properties"], dict) for row in rows)


def test_expanded_sets_are_in_the_page(server):
    layer = Layer(server, "Things", expand="Datastreams($orderby=id;$top=100)")
    for thing in layer.rows():
        ids = [stream["@iot.id"] for stream in thing["Datastreams"]]
        assert ids == sorted(ids) and ids and "Datastreams@iot.nextLink" not in thing


def test_expansions_in_expansions_with_filter_and_order(server):
    layer = Layer(
        server, "Locations", geometry="Point", page=10,
        expand="Things($orderby=id;$top=100;$expand=Datastreams($top=100;$filter=substringof('a', name);"
        "$expand=ObservedProperty,Observations($orderby=phenomenonTime desc;$top=10)))")
    seen = 0
    for place in layer.rows():
        for thing in place["Things"]:
            for stream in thing["Datastreams"]:
                assert "a" in stream["name"] and stream["ObservedProperty"]["name"]
                times = [value["phenomenonTime"] for value in stream["Observations"]]
                assert times == sorted(times, reverse=True) and len(times) <= 10
                start, end = stream["phenomenonTime"].split("/")
                assert start <= end, "QGIS reads a range of two times"
                seen += len(times)
    assert seen > 100


def test_the_users_own_filter_joins_the_kind_of_geometry(server):
    name = Layer(server, "Locations", geometry="Point").rows()[0]["name"]
    layer = Layer(server, "Locations", geometry="Point", subset=f"name eq '{name}'")
    assert layer.count() == len(layer.rows()) >= 1
    assert {row["name"] for row in layer.rows()} == {name}
