# SPDX-License-Identifier: EUPL-1.2
"""pygeoapi's SensorThings provider, as a library: the town's sensors as features of another OGC API server."""
import pytest
from pygeoapi.provider.base import ProviderConnectionError
from pygeoapi.provider.sensorthings import SensorThingsProvider


def provider(server, entity, **more):
    made = SensorThingsProvider({
        "name": "SensorThings", "type": "feature", "data": f"{server.url}/v1.1/", "entity": entity, **more})
    made.http.headers["Authorization"] = f"Bearer {server.key}"
    return made


@pytest.mark.parametrize("entity", ["Things", "Datastreams", "Observations", "ObservedProperties"])
def test_items_pages_and_one_by_its_id(server, entity):
    made = provider(server, entity)
    assert made.get_fields()
    matched = made.query(resulttype="hits")["numberMatched"]
    first, second = made.query(limit=5), made.query(offset=5, limit=5)
    ids = [feature["id"] for feature in first["features"] + second["features"]]
    assert len(set(ids)) == first["numberReturned"] + second["numberReturned"] == min(10, matched)
    one = made.get(ids[3])
    assert one["id"] == ids[3] and one["properties"] == first["features"][3]["properties"]
    assert one["geometry"]["type"] == "Point" and len(one["geometry"]["coordinates"]) >= 2
    with pytest.raises(ProviderConnectionError):
        made.get("999999999")


def test_more_than_a_page_of_the_server(server):
    made = provider(server, "Observations")
    features = made.query(limit=12_000)["features"]
    assert len({feature["id"] for feature in features}) == 12_000


def test_box_properties_order_and_time(server):
    things = provider(server, "Things")
    everything = things.query(limit=1000)["features"]
    east = sorted(feature["geometry"]["coordinates"][0] for feature in everything)
    box = [-180, -90, east[len(east) // 2] + 1e-9, 90]
    inside = things.query(limit=1000, bbox=box)["features"]
    assert {feature["id"] for feature in inside} == {
        feature["id"] for feature in everything if feature["geometry"]["coordinates"][0] <= box[2]}
    assert 0 < len(inside) < len(everything)
    name = everything[0]["properties"]["name"]
    named = things.query(properties=[("name", f"'{name}'")])["features"]
    assert [feature["properties"]["name"] for feature in named] == [name] * len(named) and named

    streams = provider(server, "Datastreams")
    ordered = streams.query(limit=20, sortby=[{"property": "name", "order": "-"}])["features"]
    names = [feature["properties"]["name"] for feature in ordered]
    assert names == sorted(names, reverse=True)
    box_of_streams = streams.query(limit=1000, bbox=box, resulttype="hits")["numberMatched"]
    assert 0 < box_of_streams < streams.query(resulttype="hits")["numberMatched"]

    values = provider(server, "Observations", time_field="phenomenonTime")
    stream = ordered[0]["id"]
    some = values.query(limit=50, properties=[("Datastream", stream)], sortby=[
        {"property": "phenomenonTime", "order": "+"}])["features"]
    start = some[10]["properties"]["phenomenonTime"].split("/")[0]
    later = values.query(limit=5, properties=[("Datastream", stream)], datetime_=f"{start}/..", sortby=[
        {"property": "phenomenonTime", "order": "+"}])["features"]
    assert [feature["id"] for feature in later] == [feature["id"] for feature in some[10:15]]


def test_items_are_made_changed_and_removed(server):
    made = provider(server, "Things")
    before = made.query(resulttype="hits")["numberMatched"]
    identifier = made.create({
        "name": "von pygeoapi", "description": "", "properties": {"kind": "test"},
        "Locations": [{"name": "x", "description": "", "encodingType": "application/geo+json",
                       "location": {"type": "Point", "coordinates": [7.5, 51.5]}}]})
    assert made.get(identifier)["geometry"]["coordinates"] == [7.5, 51.5]
    assert made.update(identifier, {"name": "anders", "description": ""})
    assert made.get(identifier)["properties"]["name"] == "anders"
    assert made.delete(identifier)
    assert made.query(resulttype="hits")["numberMatched"] == before
