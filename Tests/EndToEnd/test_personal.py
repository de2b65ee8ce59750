# SPDX-License-Identifier: EUPL-1.2
"""What the house knows of people: record of processing, own data, erasure, grants by owner, and nothing of it in logs."""
import json
import re

from conftest import allmende, running
from test_passkeys import Device, Owner, owner
from test_people import PASSWORD, Person, administrator, link_in

FIELDS = ["purpose", "legalBasis", "people", "data", "recipients", "transfers", "erasure", "measures"]


def dataset(server, slug, department):
    allmende("dataset", "set", "--database", server.database, slug, "--new", "--title", f"Satz {slug}", "--owner", department,
             "--licence", "cc-zero", "--access", "restricted")


def test_a_record_of_processing_is_kept_and_shown(database):
    with running(database) as server:
        ada = administrator(server)
        dataset(server, "parken", "Ordnungsamt")
        assert "No data set is marked" in ada.get("/account/processing").text
        page = ada.get("/data/parken/rights")
        assert "processing" not in page.text.split('id="people"')[0].split("<main")[1]
        ada.post("/data/parken/personal", data={"personal": "personal"})
        doctor = allmende("doctor", "--database", database, check=False).stdout
        assert "the record of processing" in doctor and "parken" in doctor
        page = ada.post("/data/parken/processing", data={name: f"<{name}> Grüße" for name in FIELDS[:-1]})
        assert page.status_code == 200 and "&lt;purpose&gt; Grüße" in page.text
        page = ada.get("/account/processing", headers={"Accept-Language": "de"}).text
        assert "Verarbeitungsverzeichnis" in page and "Ordnungsamt" in page and page.count("fehlt noch") == 1
        assert all(f"&lt;{name}&gt; Grüße" in page for name in FIELDS[:-1])
        assert "the record of processing" not in allmende("doctor", "--database", database, check=False).stdout
        answer = ada.post("/data/parken/processing", data={"purpose": "x" * 2001})
        assert answer.status_code == 400 and "2000" in answer.text
        assert "&lt;purpose&gt;" in ada.get("/data/parken/rights").text, "what was there stays"
        assert "changed" in ada.get("/account/audit?object=dataset/parken").text
        # neither somebody without rights nor a data set that is not there
        assert Person(server).post("/data/parken/processing", data={}).status_code == 404
        assert Person(server).get("/account/processing").status_code == 401
        assert ada.post("/data/nichts/processing", data={}).status_code == 404


def test_a_person_takes_the_own_data_along_and_is_erased(database):
    with running(database) as server:
        ada, device = owner(server), Device()
        dataset(server, "bau", "Bauamt")
        link = link_in(ada.post("/account/people", data={
            "name": "Eva Muster", "login": "eva", "role": "planner", "department": "Bauamt", "mail": "eva@example.org"}))
        eva = Owner(server)
        eva.get(link)
        assert eva.post(link, data={"password": PASSWORD}).status_code == 200
        assert eva.add(device).status_code == 200
        allmende("grant", "give", "--database", database, "--account", "eva", "--dataset", "bau", "--level", "write")
        answer = eva.get("/account/data.json")
        assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Cache-Control"] == "no-store"
        data = answer.json()
        assert data["account"]["login"] == "eva" and data["account"]["mail"] == "eva@example.org"
        assert data["passkeys"][0]["name"] == "Telefon" and data["grants"][0]["object"] == "dataset bau"
        actions = {entry["action"] for entry in data["trail"]}
        assert {"create", "set password", "passkey on", "grant"} <= actions, actions
        assert not any(word in answer.text for word in ("hash", "secret", "public_key", "ams_"))
        assert "ada" not in {entry["object"] for entry in data["trail"]}
        assert Person(server).get("/account/data.json").status_code == 401
        person = re.search(r'href="(/account/people/\d+)"[^>]*>Eva Muster', ada.get("/account/people").text)[1]
        assert ada.post(person + "/erase", data={}).status_code == 409, "only who is disabled"
        ada.post(person + "/disable", data={})
        page = ada.post(person + "/erase", data={})
        assert page.status_code == 200 and "Eva" not in page.text and "eva" not in page.text.replace("evaluat", "")
        assert "Eva" not in ada.get("/account/people").text
        assert eva.enter(device).status_code == 401 and eva.sign_in("eva").status_code == 401
        assert allmende("check", "--database", database, check=False).returncode == 0
        assert json.loads(allmende("grant", "list", "--database", database, "--json").stdout) == []


def test_grants_for_all_of_an_owner_by_command_and_form(database):
    with running(database) as server:
        ada = administrator(server)
        dataset(server, "baum", "Grünamt")
        allmende("user", "create", "--database", database, "--login", "bob", "--name", "Bob", "--role", "member",
                 stdin=PASSWORD + "\n")
        bob = Person(server)
        bob.sign_in("bob")
        assert bob.get("/data/baum").status_code == 404
        allmende("grant", "give", "--database", database, "--account", "bob", "--owner", "Grünamt")
        assert bob.get("/data/baum").status_code == 200
        listed = json.loads(allmende("grant", "list", "--database", database, "--json").stdout)
        assert [(one["to"], one["object"], one["level"]) for one in listed] == [("bob", "owner Grünamt", "see")]
        assert "all data sets of Grünamt" in ada.get("/account/rights").text
        allmende("grant", "withdraw", "--database", database, listed[0]["id"])
        assert bob.get("/data/baum").status_code == 404
        wrong = allmende("grant", "give", "--database", database, "--account", "bob", check=False)
        assert wrong.returncode == 64 and "--dataset or --owner" in wrong.stderr
        wrong = allmende("grant", "give", "--database", database, "--account", "bob", "--dataset", "nichts", check=False)
        assert wrong.returncode == 1 and "nichts" in wrong.stderr
        # a department, and all of an owner, in the browser
        page = ada.post("/account/rights", data={"department": "Baubetrieb", "owner": "Grünamt", "level": "write"})
        assert page.status_code == 200 and "all of Baubetrieb" in page.text
        person = re.search(r'href="(/account/people/\d+)"[^>]*>Bob', ada.get("/account/people").text)[1]
        ada.post(person, data={"name": "Bob", "login": "bob", "role": "member", "department": "Baubetrieb", "mail": ""})
        bob.sign_in("bob")
        assert bob.get("/data/baum").status_code == 200
        number = re.search(r"/account/rights/(\d+)/withdraw", page.text)[1]
        assert ada.post(f"/account/rights/{number}/withdraw", data={}).status_code == 200
        assert bob.get("/data/baum").status_code == 404
        for form in ({"level": "see"}, {"person": "1", "level": "see"}, {"person": "1", "owner": "x", "level": "all"},
                     {"person": "1", "slug": "nichts", "level": "see"}):
            answer = ada.post("/account/rights", data=form)
            assert answer.status_code == 400 and 'role="alert"' in answer.text, form
        assert bob.post("/account/rights", data={"owner": "x", "department": "y", "level": "see"}).status_code == 403
        assert bob.post(f"/account/rights/{number}/withdraw", data={}).status_code == 403


def test_no_personal_value_is_logged(database):
    secrets = []
    with running(database, "--log-level", "trace") as server:
        ada, device = owner(server), Device()
        assert ada.add(device).status_code == 200
        Owner(server).enter(device)
        Owner(server).enter(device, signature=b"wrong")
        page = ada.post("/account/people", data={
            "name": "Zenobia Quast", "login": "zenobia", "role": "viewer", "department": "", "mail": "zenobia@example.org"})
        link = link_in(page)
        zenobia = Person(server)
        zenobia.get(link)
        zenobia.post(link, data={"password": PASSWORD + "!"})
        Person(server).sign_in("zenobia", "wrong-wrong-wrong")
        Person(server).get("/search?q=Quast")
        key = re.search(r"amk_[\w-]+", ada.post("/account/keys", data={
            "name": "Zenobias Gerät", "role": "viewer", "expires": ""}).text)
        secrets += [key[0]] if key else []
        ada.get("/v1.1/Things?$filter=name eq 'Quast'")
        ada.post("/v1.1/Things", data="{\"name\": \"Quast\"")
        secrets += [cookie.value for person in (ada, zenobia) for cookie in person.cookies if len(cookie.value) > 20]
        secrets += [link.rsplit("/", 1)[1], PASSWORD]
    text = "".join(server.output)
    assert "request" in text, "the log is there"
    for value in ["Zenobia", "zenobia", "Quast", "quast", "example.org", "wrong-wrong-wrong", "Telefon", *secrets]:
        assert value not in text, value
