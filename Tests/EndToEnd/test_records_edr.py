# SPDX-License-Identifier: EUPL-1.2
"""OGC API - Records and - EDR with real clients: OWSLib, an OpenAPI validator, the models of edr-pydantic and covjson-pydantic."""
import datetime
import json

import pytest
import requests


def get(address, status=200):
    answer = requests.get(address, timeout=60)
    assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
    return answer


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


@pytest.mark.parametrize("root", ["records", "edr"])
def test_links_lead_somewhere_and_the_description_is_valid(server, root):
    from openapi_spec_validator import validate

    landing = get(f"{server.url}/{root}").json()
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in landing["links"]}
    for link in landing["links"]:
        answer = get(link["href"])
        assert answer.headers["Content-Type"].startswith(link["type"].split(";")[0])
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    description = get(f"{server.url}/{root}/api").json()
    validate(description)
    assert description["servers"][0]["url"] == f"{server.url}/{root}"


def test_owslib_reads_the_catalogue(server):
    from owslib.ogcapi.records import Records

    catalogue = Records(f"{server.url}/records")
    assert catalogue.api()["openapi"].startswith("3.0")
    assert any(name.endswith("/conf/searchable-catalog") for name in catalogue.conformance()["conformsTo"])
    assert catalogue.records() == ["datasets", "harvested"]
    others = catalogue.collection_items("harvested", limit=100)
    assert others["numberMatched"] == len(others["features"]) > 1
    assert all(record["properties"]["source"] for record in others["features"])
    assert catalogue.collection("datasets")["itemType"] == "record"
    packages = get(f"{server.url}/api/3/action/package_search?rows=1000").json()["result"]
    whole = catalogue.collection_items("datasets", limit=100)
    assert whole["numberMatched"] == packages["count"] == len(whole["features"]) > 3
    assert {record["id"] for record in whole["features"]} == {package["name"] for package in packages["results"]}
    for record in whole["features"]:
        one = catalogue.collection_item("datasets", record["id"])
        assert one["properties"] == record["properties"]
    # a word of a title finds it; a place far away finds none that has a place
    title = whole["features"][0]["properties"]["title"]
    assert whole["features"][0]["id"] in [r["id"] for r in catalogue.collection_items("datasets", q=title)["features"]]
    far = catalogue.collection_items("datasets", bbox=[-100, -20, -99, -19], limit=100)["features"]
    assert all(record["geometry"] is None for record in far) and len(far) < len(whole["features"])
    late = catalogue.collection_items("datasets", datetime_="2090-01-01T00:00:00Z/..", limit=100)["features"]
    assert all(record["time"] is None for record in late)
    with pytest.raises(RuntimeError):
        catalogue.collection_items("datasets", sortby=("title", "asc"))


@pytest.mark.parametrize("catalogue", ["datasets", "harvested"])
def test_records_are_shaped_as_the_standard_says(server, catalogue):
    """The members that schema recordGeoJSON of OGC 20-004r1 demands, and links that lead somewhere."""
    address, records = f"{server.url}/records/collections/{catalogue}/items?limit=2", []
    while address:
        page = get(address).json()
        records += page["features"]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert len(records) == page["numberMatched"] == len({record["id"] for record in records})
    for record in records:
        assert record["type"] == "Feature" and {"id", "time", "geometry", "properties", "links"} <= set(record)
        properties = record["properties"]
        assert {"type", "title", "created", "updated", "language", "contacts"} <= set(properties)
        # what another catalogue calls a licence and no list knows stands among the rights
        assert "license" in properties or catalogue == "harvested" and properties["rights"]
        assert all(contact.get("name") or contact.get("organization") for contact in properties["contacts"])
        assert all(theme["scheme"] and theme["concepts"] for theme in properties.get("themes", []))
        if record["time"]:
            ends = ("Z",) if catalogue == "datasets" else tuple("0123456789.")
            assert all(moment.endswith(ends) for moment in record["time"]["interval"])
        relations = [link["rel"] for link in record["links"]]
        assert relations.count("collection") == relations.count("self") == 1
        if properties.get("license") == "other":
            assert "license" in relations
        for link in record["links"]:
            if link["href"].startswith(server.url) and link["rel"] != "enclosure":
                get(link["href"])
        file = next((link for link in record["links"] if link["rel"] == "enclosure"), None)
        if file and file["href"].startswith(server.url):
            assert get(file["href"]).headers["Content-Type"].startswith(file["type"])


def test_what_is_internal_is_no_record(server):
    session = server.session()
    items = f"{server.url}/records/collections/datasets/items"
    everything = session.get(items + "?limit=100", timeout=60).json()["features"]
    public = {record["id"] for record in get(items + "?limit=100").json()["features"]}
    for record in everything:
        get(f"{items}/{record['id']}", 200 if record["id"] in public else 404)


def test_collections_are_what_edr_pydantic_knows(server):
    from edr_pydantic.capabilities import ConformanceModel, LandingPageModel
    from edr_pydantic.collections import Collection, Collections

    LandingPageModel.model_validate_json(get(f"{server.url}/edr").text)
    ConformanceModel.model_validate_json(get(f"{server.url}/edr/conformance").text)
    collections = Collections.model_validate_json(get(f"{server.url}/edr/collections").text)
    assert len(collections.collections) > 1
    for collection in collections.collections:
        alone = Collection.model_validate_json(get(f"{server.url}/edr/collections/{collection.id}").text)
        assert alone == collection
        assert collection.parameter_names.root and collection.extent.temporal


def test_owslib_asks_locations_and_positions(server):
    """Each value that EDR gives is the one that SensorThings gives."""
    from covjson_pydantic.coverage import CoverageCollection
    from owslib.ogcapi.edr import EnvironmentalDataRetrieval

    edr = EnvironmentalDataRetrieval(f"{server.url}/edr")
    names = edr.data()
    assert set(names) == {collection["id"] for collection in edr.collections()["collections"]}
    compared = 0
    for name in names:
        end = edr.collection(name)["extent"]["temporal"]["interval"][0][1]
        stations = edr.query_data(name, "locations")["features"]
        assert stations
        day = f"{end[:10]}T00:00:00Z/{end}"
        for station in stations[:2]:
            number, key = station["id"], station["properties"]["parameter-name"][0]
            assert station["properties"]["edrqueryendpoint"] == f"{server.url}/edr/collections/{name}/locations/{number}"
            x, y = station["geometry"]["coordinates"]
            answer = requests.get(
                f"{server.url}/edr/collections/{name}/position",
                params={"coords": f"POINT({x} {y})", "datetime": day, "parameter-name": key}, timeout=60)
            assert answer.status_code in (200, 204), answer.text
            if answer.status_code == 204:
                continue
            assert answer.headers["Content-Type"].startswith("application/prs.coverage+json")
            CoverageCollection.model_validate_json(answer.text)
            # OWSLib's word for it has an underscore
            same = edr.query_data(name, "position", coords=f"POINT({x} {y})", datetime_=day, parameter_names=[key])
            assert same == answer.json()
            at = edr.query_data(name, f"locations/{number}", datetime_=day, parameter_names=[key])
            CoverageCollection.model_validate_json(json.dumps(at))
            assert {coverage["id"] for coverage in at["coverages"]} <= {coverage["id"] for coverage in same["coverages"]}
            coverage = at["coverages"][0]
            told = requests.get(
                f"{coverage['id']}/Observations",
                params={"$orderby": "phenomenonTime desc", "$top": 5000, "$select": "result,phenomenonTime"}, timeout=60)
            first, last = map(moment, day.split("/"))
            meant = {}
            for one in told.json()["value"]:
                begin, _, finish = one["phenomenonTime"].partition("/")
                if moment(begin) <= last and (moment(finish) > first if finish else moment(begin) >= first):
                    meant[begin] = one["result"]
            times = coverage["domain"]["axes"]["t"]["values"]
            assert meant == dict(zip(times, coverage["ranges"][key]["values"])), (name, number, key)
            compared += len(meant)
    assert compared > 20


def test_nothing_there_is_no_content(server):
    name = get(f"{server.url}/edr/collections").json()["collections"][0]["id"]
    position = f"{server.url}/edr/collections/{name}/position"
    assert get(position + "?coords=POINT(0 0)", 204).text == ""
    problem = get(position + "?coords=LINESTRING(0 0,1 1)", 400)
    assert problem.headers["Content-Type"].startswith("application/problem+json")
    get(position, 400)
    get(f"{server.url}/edr/collections/nichts/position?coords=POINT(0 0)", 404)
