# SPDX-License-Identifier: EUPL-1.2
"""Signing in through another server: a provider that can be told to lie, and one from a package."""
import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from conftest import allmende, running

ROLES = "access-openid-roles=bauamt=editor, it=administrator"


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Key:
    """A signing key, as a provider publishes it."""

    def __init__(self, algorithm, kid):
        self.algorithm, self.kid = algorithm, kid
        self.private = {
            "RS256": lambda: rsa.generate_private_key(65537, 2048), "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
            "EdDSA": ed25519.Ed25519PrivateKey.generate}[algorithm]()

    def jwk(self):
        public = self.private.public_key()
        if self.algorithm == "RS256":
            n = public.public_numbers()
            return {"kty": "RSA", "kid": self.kid, "n": number(n.n), "e": number(n.e)}
        if self.algorithm == "ES256":
            n = public.public_numbers()
            return {"kty": "EC", "crv": "P-256", "kid": self.kid, "alg": "ES256", "x": text(n.x.to_bytes(32, "big")),
                    "y": text(n.y.to_bytes(32, "big"))}
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": text(raw)}

    def sign(self, message):
        if self.algorithm == "RS256":
            return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())
        if self.algorithm == "ES256":
            r, s = utils.decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return self.private.sign(message)


class Provider:
    """An OpenID provider of which a test decides what it says."""

    def __init__(self):
        self.keys = [Key("RS256", "one")]
        self.signer = self.keys[0]
        self.claims, self.header, self.key_requests, self.strange = {}, {}, 0, True
        self.forge = None
        self.codes = {}
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, value, status=200):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path == "/.well-known/openid-configuration":
                    self.answer({"issuer": provider.issuer, "authorization_endpoint": provider.issuer + "/authorize",
                                 "token_endpoint": provider.issuer + "/token", "jwks_uri": provider.issuer + "/keys"})
                elif self.path == "/keys":
                    provider.key_requests += 1
                    strange = [{"kty": "EC", "crv": "secp256k1", "alg": "ES256K"}, {"kty": "AKP", "alg": "ML-DSA-44"},
                               {"kty": "RSA", "use": "enc", "n": "AQAB", "e": "AQAB"}] if provider.strange else []
                    self.answer({"keys": strange + [key.jwk() for key in provider.keys]})
                else:
                    self.answer({}, 404)

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                asked = provider.codes.pop(form.get("code"), None)
                pair = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
                challenge = text(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
                if not asked or pair != "town:s%3Acret" or challenge != asked["code_challenge"]:
                    return self.answer({"error": "invalid_grant"}, 400)
                return self.answer({"access_token": "x", "id_token": provider.token(asked)})

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, asked):
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "anna", "aud": "town", "exp": now + 300, "iat": now, "nonce": asked["nonce"],
                  "groups": ["bauamt"], "name": "Anna", "preferred_username": "anna", **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.signer.algorithm, "kid": self.signer.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        message = text(json.dumps(header).encode()) + "." + text(json.dumps(claims).encode())
        signature = self.forge(message.encode()) if self.forge else self.signer.sign(message.encode())
        return message + "." + text(signature)

    def settings(self):
        pairs = [f"access-openid-issuer={self.issuer}", "access-openid-client=town", "access-openid-secret=s:cret", ROLES,
                 "access-openid-name=Rathaus-Konto"]
        return [part for pair in pairs for part in ["--set", pair]]

    def sign_in(self, server, **changed):
        """A browser's way there and back; returns the session and the last answer."""
        browser = requests.Session()
        start = browser.get(server.url + "/login/openid", allow_redirects=False)
        assert start.status_code == 303, start.text
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(start.headers["Location"]).query))
        assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
        code = f"code{len(self.codes)}{time.monotonic_ns()}"
        self.codes[code] = asked
        query = {"code": code, "state": asked["state"], "iss": self.issuer, **changed}
        answer = browser.get(asked["redirect_uri"], params=query, allow_redirects=False)
        return browser, answer


@contextlib.contextmanager
def provider():
    one = Provider()
    try:
        yield one
    finally:
        one.server.shutdown()


def account(server, browser):
    return browser.get(server.url + "/account", headers={"Accept-Language": "en"})


def test_somebody_signs_in_and_the_groups_are_the_role(database):
    with provider() as one, running(database, *one.settings()) as server:
        assert "Rathaus-Konto" in requests.get(server.url + "/login").text
        browser, answer = one.sign_in(server)
        assert answer.status_code == 303, answer.text
        assert "Editor" in account(server, browser).text
        one.claims = {"groups": ["it", "bauamt", "other"]}
        again, _ = one.sign_in(server)
        assert "Administrator" in account(server, again).text
        assert account(server, browser).status_code == 401, "another role ends the sessions"
        listed = json.loads(allmende("user", "list", "--database", database, "--json").stdout)
        assert [each["login"] for each in listed] == ["anna"]
        one.claims = {"groups": "bauamt"}
        assert "Editor" in account(server, one.sign_in(server)[0]).text
        one.claims = {"groups": ["other"]}
        browser, answer = one.sign_in(server)
        assert answer.status_code == 401 and account(server, browser).status_code == 401
        assert account(server, again).status_code == 401, "who has lost the groups loses what is open"


def test_a_name_that_is_taken_is_not_taken_over(database):
    allmende("user", "create", "--database", database, "--login", "anna", "--name", "A", "--role", "administrator",
             stdin="Promenade-1648-Friede\n")
    with provider() as one, running(database, *one.settings()) as server:
        browser, _ = one.sign_in(server)
        page = account(server, browser).text
        assert "anna-2" in page and "Editor" in page


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_each_kind_of_signature_counts_and_a_changed_one_does_not(tmp_path, algorithm):
    with provider() as one, running(tmp_path / "town.gpkg", *one.settings()) as server:
        one.signer = Key(algorithm, "two")
        one.keys.append(one.signer)
        browser, answer = one.sign_in(server)
        assert answer.status_code == 303, answer.text
        def changed(message):
            # signed once: two ECDSA signatures of a message differ, and halves of both can be a whole
            signature = one.signer.sign(message)
            return bytes([signature[0] ^ 1]) + signature[1:]

        one.forge = changed
        assert one.sign_in(server)[1].status_code == 401
        one.forge = lambda message: one.signer.sign(message)[:-1]
        assert one.sign_in(server)[1].status_code == 401
        stranger = Key(algorithm, "two")
        one.forge = stranger.sign
        assert one.sign_in(server)[1].status_code == 401


def test_keys_change_and_unknown_ones_do_not_make_the_server_ask_for_ever(tmp_path):
    with provider() as one, running(tmp_path / "town.gpkg", *one.settings()) as server:
        assert one.sign_in(server)[1].status_code == 303
        one.keys = [Key("ES256", "new")]
        one.signer = one.keys[0]
        assert one.sign_in(server)[1].status_code == 303
        one.header, asked = {"kid": "unknown"}, one.key_requests
        for _ in range(5):
            assert one.sign_in(server)[1].status_code == 401
        assert one.key_requests == asked
    with provider() as one, running(tmp_path / "town.gpkg", *one.settings()) as server:
        one.header = {"kid": None}
        assert one.sign_in(server)[1].status_code == 303, "a key without a name"


NOW = int(time.time())


@pytest.mark.parametrize("name, claims, header, status", [
    ("audience as a list", {"aud": ["town"]}, {}, 303),
    ("a list of several with the party", {"aud": ["town", "other"], "azp": "town"}, {}, 303),
    ("a list of several without", {"aud": ["town", "other"]}, {}, 401),
    ("an empty list", {"aud": []}, {}, 401),
    ("no audience", {"aud": None}, {}, 401),
    ("another audience", {"aud": "other"}, {}, 401),
    ("another party", {"azp": "other"}, {}, 401),
    ("another issuer", {"iss": "http://127.0.0.1:1"}, {}, 401),
    ("a minute behind", {"iat": NOW + 90}, {}, 303),
    ("an hour ahead", {"iat": NOW + 3600}, {}, 401),
    ("expired", {"exp": NOW - 3600}, {}, 401),
    ("no end", {"exp": None}, {}, 401),
    ("times with fractions", {"iat": NOW - 0.5, "exp": NOW + 86400.5}, {}, 303),
    ("another sign-in", {"nonce": "x"}, {}, 401),
    ("no nonce", {"nonce": None}, {}, 401),
    ("nobody", {"sub": ""}, {}, 401),
    ("unsigned", {}, {"alg": "none"}, 401),
    ("a shared secret", {}, {"alg": "HS256"}, 401),
    ("the wrong algorithm", {}, {"alg": "ES256"}, 401),
    ("extensions", {}, {"crit": ["x"]}, 401),
])
def test_what_a_token_says_is_checked(tmp_path_factory, shared, name, claims, header, status):
    one, server = shared
    # the times above are those of reading this file, long before on a slow machine
    late = int(time.time()) - NOW
    claims = {key: value + late if key in ("iat", "exp") and value else value for key, value in claims.items()}
    one.claims, one.header, one.forge = claims, header, None
    if header.get("alg") == "none":
        one.forge = lambda message: b""
    if header.get("alg") == "HS256":
        pem = one.signer.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        one.forge = lambda message: hmac.new(pem, message, hashlib.sha256).digest()
    browser, answer = one.sign_in(server)
    assert answer.status_code == status, (name, answer.text)
    assert (account(server, browser).status_code == 200) == (status == 303)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with provider() as one, running(tmp_path_factory.mktemp("openid") / "town.gpkg", *one.settings()) as server:
        yield one, server


def test_the_way_back_belongs_to_the_way_there(tmp_path):
    with provider() as one, running(tmp_path / "town.gpkg", *one.settings()) as server:
        assert one.sign_in(server, state="x")[1].status_code == 401
        assert one.sign_in(server, iss="http://evil.example")[1].status_code == 401
        assert one.sign_in(server, code="stolen")[1].status_code == 401
        assert one.sign_in(server, error="access_denied")[1].status_code == 401
        # another browser without the cookie
        start = requests.get(server.url + "/login/openid", allow_redirects=False)
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(start.headers["Location"]).query))
        one.codes["c"] = asked
        back = {"code": "c", "state": asked["state"]}
        assert requests.get(asked["redirect_uri"], params=back, allow_redirects=False).status_code == 401
        browser, answer = one.sign_in(server)
        assert answer.status_code == 303
        assert "HttpOnly" in answer.headers["Set-Cookie"]
    with running(tmp_path / "town.gpkg") as server:
        assert requests.get(server.url + "/login/openid").status_code == 404
    with running(tmp_path / "town.gpkg", *one.settings()) as server:
        assert requests.get(server.url + "/login/openid", allow_redirects=False).status_code == 502


def test_a_provider_from_a_package(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    issuer = f"http://localhost:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "--user-claims",
         '{"sub": "anna", "groups": ["bauamt"]}'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(requests.ConnectionError):
                issuer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=2).json()["issuer"]
                break
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.2)
        pairs = [f"access-openid-issuer={issuer}", "access-openid-client=town", "access-openid-secret=secret", ROLES]
        with running(tmp_path / "town.gpkg", *[part for pair in pairs for part in ["--set", pair]]) as server:
            browser = requests.Session()
            start = browser.get(server.url + "/login/openid", allow_redirects=False)
            back = browser.post(start.headers["Location"], data={"sub": "anna"}, allow_redirects=False)
            answer = browser.get(back.headers["Location"], allow_redirects=False)
            assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)
            assert "Editor" in account(server, browser).text
    finally:
        process.terminate()
        process.wait(10)
