# SPDX-License-Identifier: EUPL-1.2
"""A few who ask for much do not stop the many: logins, costly queries, clients that have gone."""
import concurrent.futures
import re
import socket
import time
import urllib.parse

import pytest
import requests

from conftest import running

pytestmark = pytest.mark.alone

# each value looks at all values: minutes of work on a few thousand of them
COSTLY = "/v1.1/Observations?$filter=" + urllib.parse.quote(
    "Datastream/Observations/any(a:a/Datastream/Observations/any(b:(a/result add b/result) eq -1))", safe="")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request, tmp_path_factory):
    """A town with 4,000 public values of one Datastream."""
    place = tmp_path_factory.mktemp("floods") / "town.gpkg"
    if request.param == "postgresql":
        place = request.getfixturevalue("postgres")()
    with running(place, "--set", "max-query-seconds=300") as server:
        session = server.session()
        thing = session.post(f"{server.url}/v1.1/Things", json={
            "name": "Thing", "description": "d",
            "Locations": [{
                "name": "Here", "description": "d", "encodingType": "application/geo+json",
                "location": {"type": "Point", "coordinates": [7.6, 51.9]}}],
            "Datastreams": [{
                "name": "Series", "description": "d", "unitOfMeasurement": {"name": "n", "symbol": "s", "definition": "d"},
                "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "ObservedProperty": {"name": "p", "definition": "http://example.org/p", "description": "d"},
                "Sensor": {"name": "s", "description": "d", "encodingType": "text/plain", "metadata": "m"}}]})
        assert thing.status_code == 201, thing.text
        rows = [[f"2026-01-{1 + i // 1440:02}T{i // 60 % 24:02}:{i % 60:02}:00Z", i] for i in range(4000)]
        answer = session.post(f"{server.url}/v1.1/CreateObservations", json=[{
            "Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result"], "dataArray": rows}])
        assert answer.status_code == 201, answer.text
        yield server


def head(server, path):
    host = server.url.split("//")[1]
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {server.key}\r\n\r\n".encode()


def connect(server):
    name, port = server.url.split("//")[1].split(":")
    return socket.create_connection((name, int(port)), timeout=30)


def ended_by_clients(server):
    text = server.session().get(f"{server.url}/metrics").text
    return sum(int(float(number)) for number in re.findall(r'status="499"\} (\d+)', text))


def test_costly_queries_end_with_their_clients_and_leave_room(town):
    before = ended_by_clients(town)
    sockets = [connect(town) for _ in range(8)]
    for one in sockets:
        one.sendall(head(town, COSTLY))
    time.sleep(0.5)
    # cheap reads are answered while all the costly ones are under way
    latest = f"{town.url}/v1.1/Datastreams(1)/Observations?$top=1&$orderby=phenomenonTime desc"
    for _ in range(20):
        assert town.session().get(latest, timeout=10).json()["value"][0]["result"] == 3999
    for one in sockets:
        one.close()
    deadline = time.monotonic() + 30
    while ended_by_clients(town) < before + 8:
        assert time.monotonic() < deadline, "costly queries outlive their clients"
        time.sleep(0.2)
    # the lane is free again
    answer = town.session().get(f"{town.url}/v1.1/Observations?$count=true&$top=0", timeout=20)
    assert answer.json()["@iot.count"] == 4000


def test_one_address_has_only_so_many_costly_queries(town):
    sockets = [connect(town) for _ in range(8)]
    for one in sockets:
        one.sendall(head(town, COSTLY))
    time.sleep(1)
    refused = town.session().get(town.url + COSTLY, timeout=20)
    assert refused.status_code == 429, refused.text
    assert int(refused.headers["Retry-After"]) >= 1
    assert "costly" in refused.json()["title"]
    for one in sockets:
        one.close()


def test_a_client_that_closes_its_side_still_gets_a_cheap_answer(town):
    with connect(town) as one:
        one.sendall(head(town, "/v1.1/Things(1)").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        one.shutdown(socket.SHUT_WR)
        answer = b""
        while part := one.recv(65536):
            answer += part
    assert b"200 OK" in answer and b'"name":"Thing"' in answer


def test_a_flood_of_logins_is_refused_with_a_time_and_readers_go_on(town):
    def log_in(number):
        answer = requests.post(f"{town.url}/login", data={"login": f"nobody{number}", "password": "wrong wrong wrong"},
                               headers={"Accept": "text/html"}, timeout=60)
        if answer.status_code in (429, 503):
            assert int(answer.headers["Retry-After"]) >= 1
        return answer.status_code

    with concurrent.futures.ThreadPoolExecutor(48) as pool:
        logins = [pool.submit(log_in, number) for number in range(96)]
        for _ in range(20):
            assert town.session().get(f"{town.url}/v1.1/Things(1)", timeout=10).status_code == 200
        codes = {login.result() for login in logins}
    assert codes <= {401, 429, 503} and 429 in codes
