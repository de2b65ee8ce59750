# SPDX-License-Identifier: EUPL-1.2
"""What operators do: start, stop, ask for health, manage keys, get clear errors."""
import http.server
import json
import re
import socket
import threading
import time

import pytest
import requests

from conftest import allmende, free_port, running


def test_first_start_prints_a_link_that_makes_one_administrator(tmp_path):
    with running(tmp_path / "town.gpkg", key=False) as server:
        link = next(m[0] for m in (re.search(r"http://\S+/setup/\S+", line) for line in server.output) if m)
        assert requests.get(link).status_code == 200
        form = {"name": "Ada", "login": "ada", "password": "Promenade-1648-Friede"}
        headers = {"Origin": server.url}
        answer = requests.post(link, data=form, headers=headers, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        assert "allmende_session" in answer.headers["Set-Cookie"]
        assert "HttpOnly" in answer.headers["Set-Cookie"]
        assert requests.get(link).status_code == 404
        assert requests.post(link, data=form, headers=headers).status_code == 404


def signed_in(server):
    """The cookie of a session of the first administrator, as it was sent."""
    link = next(m[0] for m in (re.search(r"\S+/setup/\S+", line) for line in server.output) if m)
    form = {"name": "Ada", "login": "ada", "password": "Promenade-1648-Friede"}
    path = link[link.index("/setup/"):]
    answer = requests.post(
        server.url + path, data=form, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Set-Cookie"]


def test_under_https_cookies_are_of_this_host_alone(tmp_path):
    with running(tmp_path / "town.gpkg", "--base-url", "https://town.example", key=False, port=free_port()) as server:
        cookie = signed_in(server)
        assert cookie.startswith("__Host-allmende_session=ams_")
        rules = [part.strip() for part in cookie.split(";")[1:]]
        assert "Secure" in rules and "Path=/" in rules and not [r for r in rules if r.startswith("Domain")]
        token = cookie.split(";")[0].split("=", 1)[1]
        seen = [
            requests.get(server.url + "/account", headers={"Cookie": f"{name}={token}"}, allow_redirects=False)
            for name in ("__Host-allmende_session", "allmende_session")
        ]
        assert seen[0].status_code == 200 and seen[1].status_code != 200, "a name that others may set counts nothing"


def test_an_error_is_told_to_who_asked(tmp_path):
    with running(tmp_path / "town.gpkg", key=False) as server:
        cookie = signed_in(server).split(";")[0]
        pages = [
            requests.get(server.url + "/sensors/999999", headers={"Accept": "text/html", "Accept-Language": "de"} | more)
            for more in ({}, {"Cookie": cookie})
        ]
        assert [page.status_code for page in pages] == [404, 404]
        nobody, somebody = (page.text for page in pages)
        assert 'class="button quiet" href="/login"' in nobody, "with an account there may be more to see"
        assert "Ada" in somebody and 'href="/login"' not in somebody


def test_signing_out_clears_the_browser(tmp_path):
    with running(tmp_path / "town.gpkg", key=False) as server:
        cookie = signed_in(server).split(";")[0]
        headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
        answer = requests.post(server.url + "/logout", headers=headers, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert answer.headers["Set-Cookie"].startswith("allmende_session=;")
        assert requests.get(server.url + "/account", headers=headers, allow_redirects=False).status_code != 200


def test_health_readiness_and_metrics(empty_server):
    assert requests.get(f"{empty_server.url}/health").json() == {"status": "up"}
    assert requests.get(f"{empty_server.url}/ready").json() == {"ready": True}
    text = requests.get(f"{empty_server.url}/metrics").text
    assert 'allmende_http_requests_total{method="GET",route="/health",status="200"} 1' in text
    assert re.search(r"^allmende_observations 0", text, re.M)


@pytest.mark.parametrize("arguments, message", [
    (["--port", "99999"], "--port: '99999' is not a whole number from 0 to 65535"),
    (["--open", "--host", "0.0.0.0"], "--open lets anybody write"),
    (["--set", "colour=red"], "there is no setting 'colour'"),
])
def test_wrong_settings_are_named(tmp_path, arguments, message):
    result = allmende("serve", "--database", tmp_path / "town.gpkg", *arguments, check=False)
    assert result.returncode == 64
    assert message in result.stderr
    assert not (tmp_path / "town.gpkg").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "town.gpkg"
    path.write_text("this is no database, only a text that is long enough to be read as one\n" * 100)
    result = allmende("serve", "--database", path, check=False)
    assert result.returncode == 2
    assert "damaged database" in result.stderr


def test_keys_are_made_listed_and_revoked(database):
    secret = allmende("key", "create", "--database", database, "--role", "editor", "--name", "gateway").stdout.strip()
    assert secret.startswith("amk_")
    keys = json.loads(allmende("key", "list", "--json", "--database", database).stdout)
    assert [key["name"] for key in keys] == ["gateway"]
    allmende("key", "revoke", "--database", database, str(keys[0]["id"]))
    again = allmende("key", "revoke", "--database", database, str(keys[0]["id"]), check=False)
    assert again.returncode == 1


def test_an_unknown_key_is_refused_and_not_taken_for_nobody(empty_server):
    answer = requests.get(f"{empty_server.url}/health", headers={"Authorization": "Bearer amk_wrong"})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_an_open_server_refuses_foreign_pages_and_foreign_names(tmp_path):
    with running(tmp_path / "town.gpkg", "--open", key=False) as server:
        thing = {"name": "Zähler", "description": "am Ring"}
        assert requests.post(f"{server.url}/v1.1/Things", json=thing).status_code == 201
        foreign = requests.post(f"{server.url}/v1.1/Things", json=thing, headers={"Origin": "https://example.org"})
        assert foreign.status_code == 403
        rebound = requests.get(f"{server.url}/v1.1", headers={"Host": "evil.example"})
        assert rebound.status_code == 421


def test_background_tiles_are_fetched_once_and_only_as_pictures(tmp_path):
    asked = []

    class Tiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if "/3/" in self.path else "image/png")
            self.end_headers()
            self.wfile.write(b"\x89PNG tile")

        def log_message(self, *arguments):
            pass

    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    template = f"tile-url=http://127.0.0.1:{upstream.server_port}/t/{{z}}/{{x}}/{{y}}.png"
    try:
        with running(tmp_path / "town.gpkg", "--set", template, "--set", "tile-attribution=© Vermessungsamt", key=False) as server:
            for _ in range(3):
                answer = requests.get(f"{server.url}/tiles/2/1/3")
                assert answer.status_code == 200 and answer.content == b"\x89PNG tile"
            assert asked == ["/t/2/1/3.png"], "the second and third come from memory"
            assert requests.get(f"{server.url}/tiles/3/1/3").status_code == 502, "no picture, no tile"
            assert requests.get(f"{server.url}/tiles/2/4/0").status_code == 404
            background = requests.get(f"{server.url}/map/sensors.geojson").json()["background"]
            assert background == {"tiles": "/tiles/{z}/{x}/{y}", "attribution": "© Vermessungsamt"}
            assert requests.get(f"{server.url}/tiles/2/..%2f/0").status_code == 404
    finally:
        upstream.shutdown()


def test_publishing_a_data_set_shows_at_once(database):
    thing = {"name": "Pegel", "description": "Brücke"}
    with running(database) as server:
        made = server.session().post(f"{server.url}/v1.1/Things", json=thing)
        assert made.status_code == 201
        link = made.headers["Location"]
        assert requests.get(link).status_code == 404, "what came in through the interface is internal until published"

        def change(*options, check=True):
            return allmende("dataset", "set", "--database", database, *options, check=check)

        refused = change("sensordaten", "--licence", "frei", check=False)
        assert refused.returncode == 64 and "licence" in refused.stderr
        missing = change("nirgends", "--access", "public", check=False)
        assert missing.returncode == 64 and "dataset list" in missing.stderr
        change("sensordaten", "--access", "public", "--owner", "Tiefbauamt", "--licence", "dl-by-de/2.0",
               "--attribution", "Stadt Musterstadt")
        assert requests.get(link).json()["name"] == "Pegel", "the running server shows it at once"
        listed = json.loads(allmende("dataset", "list", "--database", database, "--json").stdout)
        assert [(entry["slug"], entry["access"], entry["owner"]) for entry in listed] == [
            ("sensordaten", "public", "Tiefbauamt")]
        change("sensordaten", "--access", "internal")
        assert requests.get(link).status_code == 404


def test_the_server_stops_although_somebody_is_connected_and_silent(tmp_path):
    """Browsers open connections in advance; the server must not wait for their first word."""
    with running(tmp_path / "town.gpkg") as server:
        address = server.url.removeprefix("http://").split(":")
        silent = [socket.create_connection((address[0], int(address[1]))) for _ in range(3)]
        half = socket.create_connection((address[0], int(address[1])))
        half.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
        time.sleep(0.5)
        begin = time.monotonic()
    assert time.monotonic() - begin < 15
    for connection in [*silent, half]:
        connection.close()
