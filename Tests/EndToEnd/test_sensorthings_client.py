# SPDX-License-Identifier: EUPL-1.2
"""frost-sta-client, the client most SensorThings users have, against the built server on both engines."""
import datetime

import frost_sta_client as fsc
import pytest
import requests

from conftest import running


@pytest.fixture
def service(database):
    with running(database) as server:
        handler = fsc.AuthHandler(username="key", password=server.key)
        yield fsc.SensorThingsService(f"{server.url}/v1.1", auth_handler=handler)


def make_station(service):
    location = fsc.Location(
        name="Promenade", description="am Ludgeriplatz", encoding_type="application/geo+json",
        location={"type": "Point", "coordinates": [7.6262, 51.9556]})
    thing = fsc.Thing(name="Zähler Promenade", description="Dauerzählstelle", properties={"district": "Mitte"})
    thing.locations = [location]
    service.create(thing)
    sensor = fsc.Sensor(name="Schleife", description="Induktion", encoding_type="text/html", metadata="keine")
    observed = fsc.ObservedProperty(
        name="Radfahrende", definition="https://example.org/def/bicycles", description="gezählt")
    unit = fsc.UnitOfMeasurement(name="Fahrräder", symbol="1", definition="https://example.org/def/count")
    datastream = fsc.Datastream(
        name="Promenade gesamt", description="beide Richtungen",
        observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation",
        unit_of_measurement=unit, properties={"interval": "PT15M"})
    datastream.thing = thing
    datastream.sensor = sensor
    datastream.observed_property = observed
    service.create(datastream)
    return thing, datastream


def test_create_read_update_delete(service):
    thing, datastream = make_station(service)
    start = datetime.datetime(2026, 7, 1, tzinfo=datetime.timezone.utc)
    for step in range(25):
        moment = start + datetime.timedelta(minutes=15 * step)
        observation = fsc.Observation(
            result=step * 2, phenomenon_time=moment.isoformat().replace("+00:00", "Z"), datastream=datastream)
        service.create(observation)

    found = service.things().query().filter("properties/district eq 'Mitte'").expand("Datastreams").list()
    assert [entity.name for entity in found] == ["Zähler Promenade"]
    assert [stream.name for stream in next(iter(found)).datastreams] == ["Promenade gesamt"]

    observations = datastream.get_observations().query().orderby("phenomenonTime", "desc").top(10).list()
    results = [observation.result for observation in observations]
    assert results == list(range(48, -2, -2)), "the client follows nextLink over three pages"

    busy = datastream.get_observations().query().filter("result gt 40").count().list()
    assert sorted(observation.result for observation in busy) == [42, 44, 46, 48]

    stored = service.things().find(thing.id)
    stored.description = "Dauerzählstelle am Ring"
    service.update(stored)
    assert service.things().find(thing.id).description == "Dauerzählstelle am Ring"

    service.delete(thing)
    with pytest.raises(requests.exceptions.HTTPError) as error:
        service.things().find(thing.id)
    assert error.value.response.status_code == 404
    assert list(service.datastreams().query().list()) == [], "its Datastreams went with the Thing"


def test_what_a_server_makes_by_itself(service):
    thing, datastream = make_station(service)
    service.create(fsc.Observation(result=7, phenomenon_time="2026-07-01T00:00:00Z", datastream=datastream))
    feature = next(iter(service.features_of_interest().query().list()))
    assert feature.feature["coordinates"] == [7.6262, 51.9556]
    histories = list(service.historical_locations().query().expand("Thing,Locations").list())
    assert len(histories) == 1 and histories[0].thing.id == thing.id


def test_without_a_key_nothing_is_written(database):
    with running(database) as server:
        service = fsc.SensorThingsService(f"{server.url}/v1.1")
        with pytest.raises(requests.exceptions.HTTPError) as error:
            service.create(fsc.Thing(name="x", description="x"))
        assert error.value.response.status_code == 401
        assert list(service.things().query().list()) == []
