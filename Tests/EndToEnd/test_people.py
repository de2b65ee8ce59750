# SPDX-License-Identifier: EUPL-1.2
"""People and keys without a shell: first start, invitations, second factor, sessions, limited keys, grants."""
import base64
import hashlib
import hmac
import json
import re
import socket
import struct
import time

import paho.mqtt.client as mqtt
import pytest
import requests
from aiosmtpd.controller import Controller

import test_pages
from conftest import allmende, running
from test_audit import Mailbox
from test_mqtt import Client, client
from test_mqtt_commands import counts, imported
from test_pages import browser, press  # noqa: F401  (browser is a fixture)

HERE = {"name": "Here", "description": "", "encodingType": "application/geo+json",
        "feature": {"type": "Point", "coordinates": [7.6, 51.9]}}
PASSWORD = "Promenade-1648-Friede"


def code(secret, at=None):
    """RFC 6238 as its text has it, with a key in Base32."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    mac = hmac.new(key, struct.pack(">q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    offset = mac[19] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7fffffff) % 10**6:06}"


class Person(requests.Session):
    """A browser without JavaScript at one server."""

    def __init__(self, server):
        super().__init__()
        self.base = server.url
        self.headers.update({"Origin": server.url, "Accept-Language": "en"})

    def request(self, method, url, **rest):
        return super().request(method, url if url.startswith("http") else self.base + url, **rest)

    def sign_in(self, login, password=PASSWORD):
        return self.post("/login", data={"login": login, "password": password})


def administrator(server):
    allmende("user", "create", "--database", server.database, "--login", "ada", "--name", "Ada", "--role",
             "administrator", stdin=PASSWORD + "\n")
    person = Person(server)
    assert person.sign_in("ada").status_code == 200
    return person


def joined(server, link):
    person = Person(server)
    assert "Welcome" in person.get(link).text
    assert person.post(link, data={"password": PASSWORD}).status_code == 200
    return person


def link_in(page):
    return re.search(r"http://[^<\s]+/join/[\w-]+", page.text)[0]


def test_an_empty_town_is_set_up_with_the_printed_code(database):
    with running(database, key=False) as server:
        code = next(m[1] for m in (re.search(r"/setup/(\S+)", line) for line in server.output) if m)
        person = Person(server)
        assert 'href="/setup"' in person.get("/login").text
        assert person.post("/setup", data={"code": "ABCD-EFGH-JKLM-NPQR-STUV"}).status_code == 404
        page = person.post("/setup", data={"code": " " + code.lower().replace("-", " ")})
        assert page.status_code == 200 and "/setup/" in page.url
        assert person.post(page.url, data={"name": "Ada", "login": "ada", "password": PASSWORD}).status_code == 200
        assert person.get("/account").status_code == 200
        assert requests.get(server.url + "/setup").status_code == 409
        assert 'href="/setup"' not in requests.get(server.url + "/login").text


def test_somebody_is_invited_changed_and_shut_out(database):
    with running(database) as server:
        ada = administrator(server)
        link = link_in(ada.post("/account/people", data={
            "name": "Eva", "login": "eva", "role": "planner", "department": "Bauamt", "mail": ""}))
        eva = joined(server, link)
        assert requests.get(link).status_code == 404
        assert "Planner" in eva.get("/account").text
        assert eva.get("/account/people").status_code == 403
        assert eva.get("/planning/needs/new", allow_redirects=True).status_code == 200
        assert eva.post("/notices/new", data={"title": "x", "text": "y"}).status_code == 403
        number = re.search(r'/account/people/(\d+)">Eva', ada.get("/account/people").text)[1]
        form = {"name": "Eva", "login": "eva", "role": "editor", "department": "Bauamt", "mail": ""}
        assert ada.post(f"/account/people/{number}", data=form).status_code == 200
        assert eva.get("/account").status_code == 401, "another role ends the sessions"
        assert eva.sign_in("eva").status_code == 200
        assert "Editor" in eva.get("/account").text
        assert ada.post(f"/account/people/{number}/disable").status_code == 200
        assert eva.get("/account").status_code == 401 and eva.sign_in("eva").status_code == 401
        assert ada.post(f"/account/people/{number}/enable").status_code == 200
        assert eva.sign_in("eva").status_code == 200
        own = re.search(r'/account/people/(\d+)">Ada', ada.get("/account/people").text)[1]
        assert ada.post(f"/account/people/{own}/disable").status_code == 409


def test_a_second_factor_keeps_out_who_only_has_the_password(database):
    with running(database) as server:
        ada = administrator(server)
        page = ada.get("/account/code")
        assert page.headers["Cache-Control"] == "no-store" and "<svg" in page.text
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1]
        shown = ada.post("/account/code", data={"code": code(secret)})
        recovery = re.findall(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>", shown.text)
        assert len(recovery) == 8
        other = Person(server)
        assert "Enter the code" in other.sign_in("ada").text
        assert other.get("/account").status_code == 401
        assert other.post("/login/code", data={"code": code(secret)}).status_code == 401, "used already"
        assert other.post("/login/code", data={"code": recovery[0]}).status_code == 200
        assert "Ada" in other.get("/account").text
        again = Person(server)
        again.sign_in("ada")
        assert again.post("/login/code", data={"code": recovery[0]}).status_code == 401
        refused = Client(server, mqtt.MQTTv5, "ada", user=("ada", PASSWORD))
        assert refused.code.is_failure
        refused.client.loop_stop()
        ended = ada.post("/account/sessions/end", data={})
        assert ended.status_code == 200 and other.get("/account").status_code == 401


def test_a_page_on_another_site_changes_nothing(database):
    with running(database) as server:
        ada = administrator(server)
        for headers in [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]:
            answer = ada.post("/account/keys", data={"name": "k", "role": "administrator"}, headers=headers)
            assert answer.status_code == 403
        assert "There is no key" in re.sub(r"Revoked keys.*", "", ada.get("/account/keys").text) or \
            "<th scope=\"row\">k</th>" not in ada.get("/account/keys").text


def test_a_key_for_one_data_set_delivers_there_and_nowhere_else(database, tmp_path):
    imported(database, counts(tmp_path / "100020113" / "2025-11a.csv", 0, 4))
    allmende("dataset", "set", "radverkehr", "--database", database, "--access", "restricted")
    with running(database) as server:
        ada = administrator(server)
        form = {"name": "gauge", "role": "member", "dataset": "radverkehr", "level": "deliver",
                "networks": "127.0.0.0/8 ::1", "expires": ""}
        page = ada.post("/account/keys", data=form)
        key = re.search(r'id="secret">(amk_[\w-]+)', page.text)[1]
        assert page.headers["Cache-Control"] == "no-store"
        assert key not in ada.get("/account/keys").text
        wrong = ada.post("/account/keys", data={**form, "networks": "192.0.2.7/24"})
        assert wrong.status_code == 400 and "is no range of addresses" in wrong.text
        far = re.search(r'id="secret">(amk_[\w-]+)', ada.post("/account/keys", data={
            **form, "name": "far", "networks": "198.51.100.0/24"}).text)[1]
        stream = server.session().get(server.url + "/v1.1/Datastreams?$expand=Thing").json()["value"][0]
        address, thing = f"{server.url}/v1.1/Datastreams({stream['@iot.id']})", stream["Thing"]["@iot.id"]
        assert requests.get(address).status_code == 404
        assert requests.get(address, headers={"Authorization": f"Bearer {far}"}).status_code == 401
        for day, auth in enumerate([{"headers": {"Authorization": f"Bearer {key}"}}, {"auth": ("anybody", key)}], 5):
            assert requests.get(address, **auth).status_code == 200
            body = {"result": 7, "phenomenonTime": f"2026-01-0{day}T00:00:00Z", "FeatureOfInterest": HERE}
            assert requests.post(address + "/Observations", json=body, **auth).status_code == 201
            assert requests.patch(address, json={"name": "stolen"}, **auth).status_code == 403
            assert requests.delete(address + "/Observations?$filter=result gt 0", **auth).status_code == 403
            assert requests.delete(f"{server.url}/v1.1/Things({thing})", **auth).status_code == 403
            assert requests.post(f"{server.url}/v1.1/Things", json={"name": "T", "description": ""}, **auth).status_code == 403
            assert requests.get(server.url + "/planning/export.json", **auth).status_code == 200
        topic = f"v1.1/Datastreams({stream['@iot.id']})/Observations"
        with client(server, mqtt.MQTTv5, user=("key", key)) as device:
            assert device.subscribe(topic) == 1
            device.publish(topic, json.dumps(
                {"result": 8, "phenomenonTime": "2026-01-02T00:00:00Z", "FeatureOfInterest": HERE}))
            assert json.loads(device.texts(1)[0])["result"] == 8
            number = re.search(r"/account/keys/(\d+)/revoke", ada.get("/account/keys").text.split(">gauge<")[1])[1]
            assert "127.0.0.0/8" in ada.get("/account/keys").text
            assert ada.post(f"/account/keys/{number}/revoke").status_code == 200
            assert requests.get(address, headers={"Authorization": f"Bearer {key}"}).status_code == 401
            server.session().post(address + "/Observations", json={
                "result": 9, "phenomenonTime": "2026-01-03T00:00:00Z", "FeatureOfInterest": HERE})
            assert device.ended.get(timeout=10).value == 0x87
        trail = ada.get("/account/audit").text
        assert "granted" in trail and "revoked" in trail


def test_a_grant_opens_a_restricted_data_set_and_the_page_says_why(database, tmp_path):
    imported(database, counts(tmp_path / "100020113" / "2025-11a.csv", 0, 4))
    allmende("dataset", "set", "radverkehr", "--database", database, "--access", "restricted")
    with running(database) as server:
        ada = administrator(server)
        link = link_in(ada.post("/account/people", data={
            "name": "Eva", "login": "eva", "role": "member", "department": "Verein", "mail": ""}))
        eva = joined(server, link)
        for address in ["/data/radverkehr", "/data/radverkehr/rights", "/v1.1/Things(1)", "/sensors/1"]:
            assert eva.get(address).status_code == 404
        person = re.search(r'<option value="(\d+)">Eva', ada.get("/data/radverkehr/rights").text)[1]
        assert ada.post("/data/radverkehr/rights", data={"account": "", "department": ""}).status_code == 400
        assert ada.post("/data/radverkehr/rights", data={"account": person, "level": "see"}).status_code == 200
        for address in ["/data/radverkehr", "/v1.1/Things(1)", "/sensors/1"]:
            assert eva.get(address).status_code == 200
        assert eva.get("/data/radverkehr/rights").status_code == 403
        assert eva.patch("/v1.1/Things(1)", json={"name": "x"}).status_code == 403
        rights = ada.get("/account/rights").text
        dataset = re.search(r'<select id="dataset" name="dataset"><option value="(\d+)"', rights)[1]
        why = ada.get(f"/account/rights?account={person}&dataset={dataset}").text
        assert "grant of this data set to eva, given by Ada: see" in why
        assert ada.post("/data/radverkehr/rights", data={"account": person, "level": "write"}).status_code == 200
        assert eva.patch("/v1.1/Things(1)", json={"name": "renamed"}).status_code == 200
        assert ada.post("/data/radverkehr/rights", data={"account": person, "level": "manage"}).status_code == 200
        assert eva.get("/data/radverkehr/rights").status_code == 200
        assert ada.post("/data/radverkehr/personal", data={"personal": "personal"}).status_code == 200
        assert eva.post("/data/radverkehr/access", data={"access": "public"}).status_code == 400
        assert requests.get(server.url + "/data/radverkehr").status_code == 404
        grant = re.search(r"/data/radverkehr/rights/(\d+)/withdraw", ada.get("/data/radverkehr/rights").text)[1]
        assert ada.post(f"/data/radverkehr/rights/{grant}/withdraw").status_code == 200
        for address in ["/data/radverkehr", "/data/radverkehr/rights", "/v1.1/Things(1)", "/sensors/1"]:
            assert eva.get(address).status_code == 404


def test_an_invitation_goes_out_by_mail(tmp_path):
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings = ["--set", f"smtp-server=smtp://127.0.0.1:{port}", "--set", "smtp-sender=rathaus@example.de"]
        with running(tmp_path / "town.gpkg", *settings) as server:
            ada = administrator(server)
            page = ada.post("/account/people", data={
                "name": "Eva\r\nBcc: x@example.de", "login": "", "role": "viewer", "department": "",
                "mail": "eva@example.de"})
            assert page.status_code == 200 and "/join/" not in page.text
            _, message = mailbox.messages[0]
            assert "eva@example.de" in message["To"] and message["Bcc"] is None
            link = re.search(r"http://\S+/join/[\w-]+", message.get_content())[0]
            assert joined(server, link).get("/account").status_code == 200
    finally:
        controller.stop()


def test_the_doctor_names_what_is_wrong_and_how_to_mend_it(database):
    allmende("key", "create", "--database", database, "--role", "administrator", "--name", "old")

    def found():
        result = allmende("doctor", "--database", database, "--json", check=False)
        report = json.loads(result.stdout)
        assert result.returncode == (0 if report["ok"] else 1) and all(each["remedy"] for each in report["findings"])
        return {each["rule"]: each["examples"] for each in report["findings"]}

    rules = found()
    assert "somebody can administer" in rules and rules["no key may administer"] == ["key 1 old"]
    allmende("key", "revoke", "--database", database, "1")
    allmende("user", "create", "--database", database, "--login", "ada", "--name", "Ada", "--role", "administrator",
             stdin=PASSWORD + "\n")
    rules = found()
    assert "somebody can administer" not in rules and "no key may administer" not in rules
    assert rules["administrators have a second factor"] == ["ada"]
    assert "checkpoints of the audit trail are kept outside" in rules
    text = allmende("doctor", "--database", database, check=False).stdout
    assert "administrators have a second factor: NO (ada). They set it up themselves at /account." in text


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pages_are_accessible(tmp_path, browser, language, width):  # noqa: F811
    database = tmp_path / "town.gpkg"
    imported(database, counts(tmp_path / "100020113" / "2025-11a.csv", 0, 4))
    allmende("key", "create", "--database", database, "--dataset", "radverkehr=deliver", "--name", "gauge",
             "--from", "192.0.2.0/24")
    with running(database) as server:
        administrator(server)
        allmende("user", "invite", "--database", database, "--login", "eva", "--name", "Eva", "--role", "planner")
        fresh = allmende("user", "invite", "--database", database, "--login", "bo", "--name", "Bo", "--role", "member")
        join = fresh.stdout.strip().replace("http://127.0.0.1:8080", "")
        browser.get(server.url + "/login")
        browser.find_element("id", "login").send_keys("ada")
        browser.find_element("id", "password").send_keys(PASSWORD)
        press(browser, "main form button[type=submit]")
        pages = ["/account", "/account/people", "/account/people/1", "/account/keys", "/account/rights",
                 "/account/rights?account=1&dataset=1", "/data/radverkehr/rights", "/account/code", "/login",
                 "/login/code", join]
        faults = test_pages.faults_of(browser, server, pages, language, width)
        assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
