# SPDX-License-Identifier: EUPL-1.2
"""istsos4-client against the built server on both engines: typed entities, links, deep insert, paging."""
import datetime

import istsos4_client as sta
import pytest
import requests

from conftest import running

UTC = datetime.timezone.utc


@pytest.fixture
def client(database):
    with running(database) as server:
        with sta.Client(f"{server.url}/v1.1", max_retries=0) as client:
            # Its own sign-in is a token endpoint of istSOS; here a key is the token.
            client._session.headers["Authorization"] = f"Bearer {server.key}"
            yield client


def make_station(client):
    sensor = client.post(sta.Sensor(name="Loop", description="x", encoding_type="text/plain", metadata="none"))
    observed = client.post(sta.ObservedProperty(
        name="Bicycles", description="counted", definition="https://example.org/bicycles"))
    thing = client.post(sta.Thing(name="Promenade", description="counter", properties={"district": "Mitte"}, locations=[
        sta.Location(name="Promenade", description="", location={"type": "Point", "coordinates": [7.62, 51.95]})]))
    stream = client.post(sta.Datastream(
        name="both ways", description="", observation_type=
        "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation",
        unit_of_measurement=sta.UnitOfMeasurement(name="one", symbol="1", definition=""),
        thing=thing, sensor=sensor, observed_property=observed))
    return thing, sensor, observed, stream


def test_create_link_read_change_and_delete(client):
    thing, sensor, observed, stream = make_station(client)
    read = client.get(sta.Datastream, stream.iot_id, expand="Thing($expand=Locations),Sensor,ObservedProperty")
    assert (read.thing.name, read.sensor.name, read.observed_property.name) == ("Promenade", "Loop", "Bicycles")
    assert read.thing.locations[0].location["coordinates"] == [7.62, 51.95]
    assert read.unit_of_measurement.symbol == "1" and read.phenomenon_time is None

    client.patch(sta.Datastream(
        iot_id=stream.iot_id, name="changed", description="d", observation_type=read.observation_type,
        unit_of_measurement=read.unit_of_measurement))
    assert client.get(sta.Datastream, stream.iot_id).name == "changed"
    assert client.get(sta.Datastream, stream.iot_id, expand="Thing").thing.iot_id == thing.iot_id

    history = client.list(sta.HistoricalLocation, expand="Thing,Locations")
    assert [(entry.thing.iot_id, entry.locations[0].name) for entry in history] == [(thing.iot_id, "Promenade")]
    for entity in (sta.Sensor, sta.ObservedProperty, sta.Thing, sta.Location):
        for found in client.list(entity):
            client.delete(entity, found.iot_id)
    assert client.list(sta.Datastream) == [] and client.list(sta.HistoricalLocation) == []
    with pytest.raises(requests.HTTPError) as error:
        client.get(sta.Thing, thing.iot_id)
    assert error.value.response.status_code == 404


def test_observations_filters_and_pages(client):
    *_, stream = make_station(client)
    start = datetime.datetime(2026, 7, 1, tzinfo=UTC)
    for step in range(25):
        begin = start + datetime.timedelta(minutes=15 * step)
        made = client.post(sta.Observation(
            phenomenon_time=sta.TimeInterval(start=begin, end=begin + datetime.timedelta(minutes=15)), result=step,
            result_time=begin, parameters={"step": step}, datastream=stream))
    assert made.iot_id

    values = client.list(sta.Observation, orderby="phenomenonTime desc", top=10, expand="Datastream,FeatureOfInterest")
    assert [value.result for value in values] == list(range(24, -1, -1)), "three pages by the next links"
    assert values[0].datastream.iot_id == stream.iot_id
    assert values[0].feature_of_interest.feature["coordinates"] == [7.62, 51.95]
    assert values[0].phenomenon_time.start == start + datetime.timedelta(minutes=15 * 24)
    some = client.list(sta.Observation, filter="result ge 20 and phenomenonTime lt 2026-07-01T05:45:00Z", orderby="id")
    assert [value.result for value in some] == [20, 21, 22]
    assert client.get(sta.Datastream, stream.iot_id).phenomenon_time.end == start + datetime.timedelta(minutes=15 * 25)

    client.patch(sta.Observation(iot_id=made.iot_id, result=1.5))
    assert client.get(sta.Observation, made.iot_id).result == 1.5


def test_deep_insert_and_the_servers_own_words(client):
    location = sta.Location(name="Ort", description="", location={"type": "Point", "coordinates": [7, 51]})
    made = client.post(sta.Datastream(
        name="deep", description="", observation_type="x", unit_of_measurement=sta.UnitOfMeasurement(),
        thing=sta.Thing(name="T", description="", locations=[location]),
        sensor=sta.Sensor(name="S", description="", encoding_type="text/plain", metadata=""),
        observed_property=sta.ObservedProperty(name="O", description="", definition="")))
    read = client.get(sta.Datastream, made.iot_id, expand="Thing/Locations")
    assert read.thing.locations[0].name == "Ort"
    with pytest.raises(requests.HTTPError) as error:
        client.post(sta.Observation(result=1, datastream=99_999))
    assert error.value.response.status_code == 400 and "99999" in str(error.value)
