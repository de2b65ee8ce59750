# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: a device of our own that can be told to lie, and the virtual one of Chromium."""
import base64
import hashlib
import html
import json
import os
import re
import struct
import types

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import test_pages
from conftest import allmende, running
from test_people import PASSWORD, Person, code
from test_pages import browser, press  # noqa: F401  (browser is a fixture)

UP, UV, BACKED_UP, NEW_KEY, MORE = 1, 4, 16, 64, 128


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def cbor(value):
    def head(kind, number):
        for limit, mark, pack in ((24, None, None), (1 << 8, 24, ">B"), (1 << 16, 25, ">H"), (1 << 32, 26, ">I")):
            if number < limit:
                return bytes([kind << 5 | number]) if mark is None else bytes([kind << 5 | mark]) + struct.pack(pack, number)
        raise ValueError(number)
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b"".join(cbor(key) + cbor(one) for key, one in value.items())


class Device:
    """A device with one key; `changed` of each answer says what is different from a true one."""

    def __init__(self, algorithm=-7):
        self.algorithm, self.id, self.counter = algorithm, os.urandom(32), 0
        self.private = {
            -7: lambda: ec.generate_private_key(ec.SECP256R1()), -8: ed25519.Ed25519PrivateKey.generate,
            -257: lambda: rsa.generate_private_key(65537, 2048)}[algorithm]()

    def cose(self):
        public = self.private.public_key()
        if self.algorithm == -7:
            n = public.public_numbers()
            return {1: 2, 3: -7, -1: 1, -2: n.x.to_bytes(32, "big"), -3: n.y.to_bytes(32, "big")}
        if self.algorithm == -8:
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return {1: 1, 3: -8, -1: 6, -2: raw}
        n = public.public_numbers()
        return {1: 3, 3: -257, -1: n.n.to_bytes(256, "big"), -2: b"\x01\x00\x01"}

    def sign(self, message):
        if self.algorithm == -7:
            return self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        if self.algorithm == -8:
            return self.private.sign(message)
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def client(self, kind, options, origin, changed):
        data = {"type": "webauthn." + kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": False,
                **changed.get("client", {})}
        return json.dumps(data).encode()

    def data(self, host, flags, changed):
        self.counter += changed.get("step", 0)
        return (hashlib.sha256(changed.get("host", host).encode()).digest() + bytes([changed.get("flags", flags)])
                + struct.pack(">I", self.counter))

    def make(self, options, origin, **changed):
        host = options["rp"]["id"]
        credential = changed.get("id", self.id)
        key = cbor({**self.cose(), **changed.get("key", {})})
        data = (self.data(host, UP | UV | NEW_KEY, changed) + bytes(16) + struct.pack(">H", len(credential)) + credential
                + key + changed.get("after", b""))
        attestation = cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return {"client": text(self.client("create", options, origin, changed)),
                "attestation": changed.get("attestation") or text(attestation)}

    def answer(self, options, origin, **changed):
        client = self.client("get", options, origin, changed)
        data = self.data(options["rpId"], UP | UV, changed)
        signature = changed.get("signature") or self.sign(data + hashlib.sha256(client).digest())
        return {"id": changed.get("id") or text(self.id), "client": text(client), "device": text(data),
                "signature": text(signature)}


class Owner(Person):
    """Somebody with passkeys, at the name that browsers bind them to."""

    def __init__(self, server):
        super().__init__(server)
        self.base = server.url.replace("127.0.0.1", "localhost")
        self.headers["Origin"] = self.base

    def question(self, page):
        found = re.search(r'data-options="([^"]*)"', page.text)
        assert found, (page.status_code, page.text[:2000])
        return json.loads(html.unescape(found[1]))

    def ask_new(self, name="Telefon", password=PASSWORD):
        return self.post("/account/passkeys/new", data={"passkey-name": name, "passkey-password": password})

    def add(self, device, name="Telefon", **changed):
        options = self.question(self.ask_new(name))
        return self.post("/account/passkeys", data={"passkey-name": name, **device.make(options, self.base, **changed)})

    def ask(self, **form):
        return self.question(self.post("/login/passkey", data=form))

    def enter(self, device, options=None, **changed):
        return self.post("/login/passkey/answer", data=device.answer(options or self.ask(), self.base, **changed))

    def is_in(self):
        return self.get("/account").status_code == 200


def owner(server):
    allmende("user", "create", "--database", server.database, "--login", "ada", "--name", "Ada", "--role",
             "administrator", stdin=PASSWORD + "\n")
    person = Owner(server)
    assert person.sign_in("ada").status_code == 200
    return person


def number_of(page):
    return re.search(r"/account/passkeys/(\d+)/remove", page.text)[1]


def test_a_passkey_signs_in_alone_and_stands_in_the_audit_trail(database):
    with running(database) as server:
        ada, phone = owner(server), Device()
        options = ada.question(ada.ask_new())
        assert options["rp"]["id"] == "localhost" and options["attestation"] == "none"
        assert {one["alg"] for one in options["pubKeyCredParams"]} == {-7, -8, -257}
        assert options["authenticatorSelection"]["userVerification"] == "required"
        page = ada.add(phone)
        codes = re.findall(r"<li><code>([^<]+)", page.text)
        assert page.status_code == 200 and len(codes) == 8, page.text
        assert "Telefon" in ada.get("/account").text
        other = Owner(server)
        page = other.enter(phone)
        assert page.status_code == 200 and other.is_in(), page.text
        # the password alone is no longer enough, and programs cannot use it
        third = Owner(server)
        page = third.sign_in("ada")
        assert "/login/code" in page.url and not third.is_in()
        assert 'action="/login/passkey"' in page.text
        options = third.ask(second="1")
        assert [one["id"] for one in options["allowCredentials"]] == [text(phone.id)]
        assert third.enter(phone, options).status_code == 200 and third.is_in()
        # without the device a code for emergencies does, once
        for expected in (True, False):
            fourth = Owner(server)
            fourth.sign_in("ada")
            fourth.post("/login/code", data={"code": codes[0]})
            assert fourth.is_in() == expected
        trail = other.get("/account/audit").text
        for words in ("set up a passkey", "used a code for emergencies", "signed in"):
            assert words in trail, words
        # renamed, removed; then the password is enough again
        number = number_of(other.get("/account"))
        page = other.post(f"/account/passkeys/{number}/name", data={"name": "Ü <b>"})
        assert "Ü &lt;b&gt;" in page.text
        page = other.post(f"/account/passkeys/{number}/remove", data={"password": "wrong-wrong-wrong"})
        assert page.status_code == 400 and "The password is wrong" in page.text
        page = other.post(f"/account/passkeys/{number}/remove", data={"password": PASSWORD})
        assert "removed" in page.text and "/account/passkeys/" + number not in page.text
        assert other.enter(phone).status_code == 401
        last = Owner(server)
        assert "/login/code" not in last.sign_in("ada").url and last.is_in()


@pytest.mark.parametrize("algorithm", [-7, -8, -257])
def test_each_kind_of_key_signs_and_a_changed_signature_does_not(tmp_path, algorithm):
    with running(tmp_path / "town.gpkg") as server:
        ada, device = owner(server), Device(algorithm)
        assert ada.add(device).status_code == 200
        assert Owner(server).enter(device).status_code == 200
        bob = Owner(server)
        options = bob.ask()
        signature = base64.urlsafe_b64decode(device.answer(options, bob.base)["signature"] + "==")
        for wrong in (signature[:-1], bytes([signature[0] ^ 1]) + signature[1:], signature[:-1] + bytes([signature[-1] ^ 1]),
                      Device(algorithm).sign(b"x"), b"\0"):
            answer = bob.enter(device, signature=wrong)
            assert answer.status_code == 401 and not bob.is_in()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with running(tmp_path_factory.mktemp("passkeys") / "town.gpkg") as server:
        ada, device = owner(server), Device()
        assert ada.add(device).status_code == 200
        yield server, ada, device


@pytest.mark.parametrize("name, changed", [
    ("another kind", {"client": {"type": "webauthn.create"}}), ("another challenge", {"client": {"challenge": text(b"x" * 32)}}),
    ("another site", {"client": {"origin": "http://evil.example"}}), ("another port", {"client": {"origin": "http://localhost:1"}}),
    ("in a frame of another", {"client": {"crossOrigin": True}}), ("another name", {"host": "evil.example"}),
    ("nobody there", {"flags": UV}), ("nobody checked", {"flags": UP}), ("an unknown key", {"id": text(b"y" * 32)}),
    ("extensions that are none", {"flags": UP | UV | MORE}), ("no key", {"id": "!"}),
])
def test_an_answer_that_is_not_ours_does_not_count(shared, name, changed):
    server, _, device = shared
    person = Owner(server)
    assert person.enter(device, **changed).status_code == 401 and not person.is_in(), name
    assert person.enter(device).status_code == 200 and person.is_in()


@pytest.mark.parametrize("name, changed", [
    ("another kind", {"client": {"type": "webauthn.get"}}), ("another challenge", {"client": {"challenge": text(b"x" * 32)}}),
    ("another site", {"client": {"origin": "http://evil.example"}}), ("another name", {"host": "evil.example"}),
    ("nobody checked", {"flags": UP | NEW_KEY}), ("no key in it", {"flags": UP | UV}), ("a short name", {"id": b"short"}),
    ("a point off the curve", {"key": {-3: b"\1" * 32}}), ("another curve", {"key": {-1: 2}}), ("an unknown kind", {"key": {3: -47}}),
    ("more after it", {"after": b"\0"}), ("no CBOR", {"attestation": text(b"\xff" * 200)}), ("nothing", {"attestation": ""}),
    ("a deep one", {"attestation": text(b"\x81" * 5000)}),
])
def test_a_key_that_is_not_ours_is_not_kept(shared, name, changed):
    server, ada, device = shared
    before = ada.get("/account").text.count("/remove\"")
    if name == "nothing":
        options = ada.question(ada.ask_new())
        answer = ada.post("/account/passkeys", data={"passkey-name": "x", "client": "", "attestation": ""})
        assert options and answer.status_code == 400
    else:
        assert ada.add(Device(), **changed).status_code == 400, name
    assert ada.get("/account").text.count("/remove\"") == before
    assert "registered already" in ada.add(device).text, "the same key twice"


def test_a_question_is_for_one_browser_and_one_answer(shared):
    server, ada, device = shared
    person = Owner(server)
    options = person.ask()
    answer = device.answer(options, person.base)
    stranger = Owner(server)
    assert stranger.post("/login/passkey/answer", data=answer).status_code == 401, "without the cookie"
    assert person.post("/login/passkey/answer", data=answer).status_code == 200 and person.is_in()
    person.post("/logout", data={})
    person.cookies.set("allmende_passkey", options["challenge"])
    assert person.post("/login/passkey/answer", data=answer).status_code == 401, "a second time"
    # a question that makes keys is none that signs in
    options = ada.question(ada.ask_new())
    ada.cookies.set("allmende_passkey", options["challenge"])
    options["rpId"] = "localhost"
    assert ada.post("/login/passkey/answer", data=device.answer(options, ada.base)).status_code == 401
    assert ada.ask_new(password="wrong-wrong-wrong").status_code == 400
    assert ada.ask_new(name="").status_code == 400
    assert Owner(server).ask_new().status_code == 401
    # a browser that another site leads here
    foreign = Owner(server)
    foreign.headers.update({"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert foreign.post("/login/passkey", data={}).status_code == 403


def test_a_counter_that_goes_back_is_a_copy(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        ada, device = owner(server), Device()
        device.counter = 5
        assert ada.add(device).status_code == 200
        assert Owner(server).enter(device, step=1).status_code == 200
        assert Owner(server).enter(device).status_code == 401
        assert Owner(server).enter(device, step=-1).status_code == 401
        assert Owner(server).enter(device, step=7).status_code == 200
        reader = Owner(server)
        reader.enter(device, step=1)
        assert "passkey refused: a copy" in reader.get("/account/audit").text


def test_who_lost_all_is_helped_and_who_is_locked_out_stays_out(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        ada, device = owner(server), Device()
        allmende("user", "create", "--database", server.database, "--login", "eva", "--name", "Eva", "--role", "editor",
                 stdin=PASSWORD + "\n")
        eva = Owner(server)
        eva.sign_in("eva")
        assert eva.add(device).status_code == 200
        person = re.search(r'href="(/account/people/\d+)"[^>]*>Eva', ada.get("/account/people").text)[1]
        assert "Remove the second factor" in ada.get(person).text
        ada.post(person + "/disable", data={})
        assert eva.enter(device).status_code == 401
        ada.post(person + "/enable", data={})
        assert eva.enter(device).status_code == 200 and eva.is_in()
        ada.post(person + "/code-off", data={})
        assert not eva.is_in() and eva.enter(device).status_code == 401
        assert "/login/code" not in eva.sign_in("eva").url and eva.is_in()


def test_a_code_and_a_passkey_stand_beside_each_other(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        ada, device = owner(server), Device()
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", ada.get("/account/code").text)[1]
        recovery = ada.post("/account/code", data={"code": code(secret)}).text
        assert "emergencies" in recovery
        page = ada.add(device)
        assert page.url.endswith("done=passkey"), "the codes that there are stay"
        page = ada.post("/account/code/off", data={"off": PASSWORD})
        assert "left: 8" in page.text, "codes stay as long as there is a passkey"
        ada.post(f"/account/passkeys/{number_of(page)}/remove", data={"password": PASSWORD})
        assert "emergencies left" not in ada.get("/account").text


def test_under_a_number_there_are_none_and_the_pages_say_so(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        allmende("user", "create", "--database", server.database, "--login", "ada", "--name", "Ada", "--role",
                 "administrator", stdin=PASSWORD + "\n")
        person = Person(server)
        assert "passkey" not in person.get("/login").text
        person.sign_in("ada")
        assert "browsers need a name" in person.get("/account").text
        answer = person.post("/account/passkeys/new", data={"passkey-name": "x", "passkey-password": PASSWORD})
        assert answer.status_code == 400 and "browsers need a name" in answer.text


def test_chromium_makes_a_passkey_and_signs_in_with_it(tmp_path, browser):  # noqa: F811
    browser.execute_cdp_cmd("WebAuthn.enable", {"enableUI": False})
    device = browser.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})["authenticatorId"]
    try:
        with running(tmp_path / "town.gpkg") as server:
            base = server.url.replace("127.0.0.1", "localhost")
            allmende("user", "create", "--database", server.database, "--login", "ada", "--name", "Ada", "--role",
                     "administrator", stdin=PASSWORD + "\n")
            wait = WebDriverWait(browser, 20)

            def sign_in_by_passkey():
                browser.get(base + "/login")
                browser.find_element(By.CSS_SELECTOR, 'form[action="/login/passkey"] button').click()

            browser.get(base + "/login")
            browser.find_element(By.ID, "login").send_keys("ada")
            browser.find_element(By.ID, "password").send_keys(PASSWORD)
            press(browser, 'form[action="/login"] button')
            browser.get(base + "/account")
            browser.find_element(By.ID, "passkey-name").send_keys("Telefon")
            browser.find_element(By.ID, "passkey-password").send_keys(PASSWORD)
            browser.find_element(By.CSS_SELECTOR, 'form[action="/account/passkeys/new"] button').click()
            wait.until(lambda _: len(browser.find_elements(By.CSS_SELECTOR, "ul.plain code")) == 8)
            browser.get(base + "/account")
            assert "Telefon" in browser.find_element(By.ID, "passkeys").text
            here = types.SimpleNamespace(url=base)
            for language, width in (("de", 360), ("en", 1280)):
                faults = test_pages.faults_of(browser, here, ["/account", "/login"], language, width)
                assert not faults, faults
            if shots := os.environ.get("ALLMENDE_SHOTS"):
                browser.get(base + "/account?lang=de")
                browser.save_screenshot(shots + "/passkeys.png")
            press(browser, "form.sign button")
            sign_in_by_passkey()
            wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, 'form.sign a[href="/account"]'))
            # a device that does not know who uses it: the page says so and leaves the password
            press(browser, "form.sign button")
            browser.execute_cdp_cmd("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
            sign_in_by_passkey()
            wait.until(lambda _: browser.find_element(By.CSS_SELECTOR, '[data-fault="refused"]').is_displayed())
            assert browser.find_element(By.CSS_SELECTOR, 'main a[href="/login"]').is_displayed()
            # again with the button of the page
            browser.execute_cdp_cmd("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
            browser.find_element(By.CSS_SELECTOR, "form[data-passkey] button").click()
            wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, 'form.sign a[href="/account"]'))
            # the same device twice
            browser.get(base + "/account")
            browser.find_element(By.ID, "passkey-name").send_keys("Noch einmal")
            browser.find_element(By.ID, "passkey-password").send_keys(PASSWORD)
            browser.find_element(By.CSS_SELECTOR, 'form[action="/account/passkeys/new"] button').click()
            wait.until(lambda _: browser.find_element(By.CSS_SELECTOR, '[data-fault="known"]').is_displayed())
            log = [line for line in browser.get_log("browser") if "Content Security" in line["message"]]
            assert not log, log
    finally:
        browser.execute_cdp_cmd("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
        browser.execute_cdp_cmd("WebAuthn.disable", {})
