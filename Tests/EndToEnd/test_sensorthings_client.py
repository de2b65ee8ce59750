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


def test_each_type_is_made_read_changed_and_removed(service):
    thing, datastream = make_station(service)
    feature = fsc.FeatureOfInterest(
        name="Ring", description="x", encoding_type="application/geo+json",
        feature={"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 51]]]}, properties={"a": {"b": 1}})
    service.create(feature)
    observation = fsc.Observation(
        phenomenon_time="2026-07-01T00:00:00Z/2026-07-01T00:15:00Z", result={"in": 3, "out": [1, None]},
        result_time="2026-07-01T00:20:00Z", parameters={"note": "x"}, datastream=datastream,
        feature_of_interest=feature)
    service.create(observation)
    place = fsc.Location(
        name="Neu", description="x", encoding_type="application/geo+json",
        location={"type": "Point", "coordinates": [7.7, 51.9]}, properties={"floor": 2})
    service.create(place)
    # An entity that holds others sends them along on an update; what a PUT may not hold are entities without id.
    links = fsc.Thing(id=thing.id, name="Zähler", description="verlegt", properties={"district": "Mitte"})
    links.locations = [fsc.Location(id=place.id, name="Neu", description="x", encoding_type="application/geo+json",
                                    location={"type": "Point", "coordinates": [7.7, 51.9]})]
    service.update(links)
    moved = service.things().find(thing.id)
    assert [entry.name for entry in moved.get_locations().query().list()] == ["Neu"]
    histories = list(service.historical_locations().query().filter(f"Thing/id eq {thing.id}").orderby("id", "asc").list())
    assert len(histories) == 2

    read = service.observations().find(observation.id)
    assert read.result == {"in": 3, "out": [1, None]} and read.parameters == {"note": "x"}
    expanded = service.observations().query().expand("Datastream,FeatureOfInterest").filter(f"id eq {observation.id}").list()
    assert next(iter(expanded)).feature_of_interest.name == "Ring"

    sensor = next(iter(service.sensors().query().list()))
    observed = next(iter(service.observed_properties().query().list()))
    for dao, entity in (
            (service.sensors(), sensor), (service.observed_properties(), observed), (service.datastreams(), datastream),
            (service.locations(), place), (service.features_of_interest(), feature)):
        dao.patch(entity, [{"op": "replace", "path": "/description", "value": "geändert"},
                           {"op": "add", "path": "/properties/new", "value": [1.5]}] if entity.properties else
                  [{"op": "replace", "path": "/description", "value": "geändert"}])
        assert dao.find(entity.id).description == "geändert"
    service.observations().patch(read, [{"op": "replace", "path": "/result", "value": "zu"}])
    assert service.observations().find(read.id).result == "zu"

    for dao, entity in (
            (service.observations(), read), (service.historical_locations(), histories[0]),
            (service.features_of_interest(), feature), (service.locations(), place), (service.sensors(), sensor),
            (service.observed_properties(), observed), (service.things(), thing)):
        dao.delete(entity)
        with pytest.raises(requests.exceptions.HTTPError) as error:
            dao.find(entity.id)
        assert error.value.response.status_code == 404
    assert list(service.datastreams().query().list()) == [], "it went with its Sensor"


def test_a_thing_with_all_that_belongs_to_it_in_one_request(service):
    observations = [fsc.Observation(result=step, phenomenon_time=f"2026-07-01T00:{step:02}:00Z") for step in range(5)]
    datastream = fsc.Datastream(
        name="tief", description="x", observation_type="x", properties={"a": 1},
        unit_of_measurement=fsc.UnitOfMeasurement(name="Grad", symbol="°C", definition="x"),
        sensor=fsc.Sensor(name="S", description="x", encoding_type="text/html", metadata="m"),
        observed_property=fsc.ObservedProperty(name="O", definition="https://example.org/o", description="x"),
        observations=observations)
    thing = fsc.Thing(name="Tief", description="x", properties={}, datastreams=[datastream], locations=[fsc.Location(
        name="Ort", description="x", encoding_type="application/geo+json",
        location={"type": "Point", "coordinates": [7, 51]})])
    service.create(thing)
    found = service.things().query().expand(
        "Locations,Datastreams($expand=Sensor,ObservedProperty,Observations($orderby=phenomenonTime desc;$top=2))").list()
    stream = next(iter(next(iter(found)).datastreams))
    assert (stream.sensor.name, stream.observed_property.name) == ("S", "O")
    assert [value.result for value in stream.observations.entities] == [4, 3]
    assert [value.result for value in stream.get_observations().query().orderby("id", "asc").top(2).list()] == list(range(5))


def test_a_data_array_and_pages_of_it(service):
    _, datastream = make_station(service)
    values = fsc.model.ext.data_array_value.DataArrayValue()
    parts = fsc.model.ext.data_array_value.DataArrayValue.Property
    values.datastream = datastream
    values.components = {parts.PHENOMENON_TIME, parts.RESULT, parts.RESULT_TIME}
    start = datetime.datetime(2026, 7, 1, tzinfo=datetime.timezone.utc)
    for step in range(350):
        moment = (start + datetime.timedelta(minutes=step)).isoformat()
        values.add_observation(fsc.Observation(
            phenomenon_time=moment, result=step / 4, result_time=moment, datastream=datastream))
    document = fsc.model.ext.data_array_document.DataArrayDocument()
    document.add_data_array_value(values)
    made = service.observations().create(document)
    assert len(made) == 350 and all("/Observations(" in one.self_link for one in made)

    paged = datastream.get_observations().query().orderby("phenomenonTime", "asc").top(100).count().list()
    assert paged.count == 350 and [one.result for one in paged] == [step / 4 for step in range(350)]
    night = datastream.get_observations().query().filter(
        "phenomenonTime ge 2026-07-01T01:00:00Z and phenomenonTime lt 2026-07-01T01:05:00Z").list()
    assert [one.result for one in night] == [15, 15.25, 15.5, 15.75, 16]
    skipped = service.observations().query().orderby("id", "asc").select("result").skip(345).list()
    assert [one.result for one in skipped] == [86.25, 86.5, 86.75, 87, 87.25]
    near = service.locations().query().filter(
        "st_within(location, geography'POLYGON((7 51, 8 51, 8 52, 7 52, 7 51))')").list()
    assert [place.name for place in near] == ["Promenade"]
