# SPDX-License-Identifier: EUPL-1.2
"""Signing in through providers from packages, each of which does something else: canaille (PyPI) and glewlwyd (Debian)."""
import contextlib
import html
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.parse

import pytest
import requests

from conftest import free_port, running

PASSWORD = "correct horse battery"
ROLES = "access-openid-roles=bauamt=editor, it=administrator"


def settings(issuer, secret, *more):
    pairs = [f"access-openid-issuer={issuer}", "access-openid-client=town", f"access-openid-secret={secret}", ROLES, *more]
    return [part for pair in pairs for part in ["--set", pair]]


@contextlib.contextmanager
def started(command, address, log, **rest):
    """A provider until the block ends; its log is told when it does not come up."""
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, **rest)
        try:
            end = time.monotonic() + 60
            while True:
                with contextlib.suppress(requests.ConnectionError):
                    if requests.get(address, timeout=5).status_code < 500:
                        break
                assert time.monotonic() < end and process.poll() is None, pathlib.Path(log).read_text()
                time.sleep(0.2)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def start_of(browser, server):
    start = browser.get(server.url + "/login/openid", allow_redirects=False)
    assert start.status_code == 303, start.text
    return start.headers["Location"]


def role_of(browser, server):
    page = browser.get(server.url + "/account", headers={"Accept-Language": "en"})
    return next((role for role in ("Administrator", "Editor") if f"<dd>{role}</dd>" in page.text), page.status_code)


def fault_in(answer):
    found = re.search(r'role="alert">(.*?)</div>', answer.text, re.S)
    return answer.status_code, re.sub(r"<[^>]+>", " ", found[1]) if found else ""


# MARK: canaille


class Canaille:
    """A folder with a provider whose keys and people the test decides."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "CANAILLE_CONFIG": str(folder / "canaille.toml")}
        self.program = pathlib.Path(sys.executable).with_name("canaille")
        self.write([], [])
        self.first = self.jwk("rsa")
        self.write([self.first], [])

    def write(self, active, inactive):
        def listed(keys):
            return "[" + ", ".join("{" + ", ".join(f"{name} = {json.dumps(value)}" for name, value in key.items()) + "}"
                                   for key in keys) + "]"
        lines = [
            'SECRET_KEY = "only-for-this-test"', f'SERVER_NAME = "127.0.0.1:{self.port}"', 'PREFERRED_URL_SCHEME = "http"',
            "[CANAILLE]", 'DATABASE = "sql"', "[CANAILLE_SQL]",
            f'DATABASE_URI = "sqlite:///{self.folder}/canaille.sqlite"']
        if active:
            lines += ["[CANAILLE_OIDC]", f"ACTIVE_JWKS = {listed(active)}", f"INACTIVE_JWKS = {listed(inactive)}"]
        (self.folder / "canaille.toml").write_text("\n".join(lines) + "\n")

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def jwk(self, kind):
        key = json.loads(re.search(r"\{.*\}", self.run("jwk", "create", kind), re.S)[0])
        return {name: value for name, value in key.items() if isinstance(value, str)}

    def furnish(self, callback):
        self.run("install")
        for name, family in (("anna", "Amsel"), ("bob", "Buche")):
            self.run("create", "user", "--user-name", name, "--password", PASSWORD, "--emails", f"{name}@example.org",
                     "--family-name", family, "--formatted-name", f"{name.title()} {family}")
        self.run("create", "group", "--display-name", "bauamt", "--members", "anna")
        made = self.run(
            "create", "client", "--client-id", "town", "--client-secret", "secret", "--redirect-uris", callback,
            "--grant-types", "authorization_code", "--response-types", "code", "--scope", "openid", "--scope", "profile",
            "--scope", "email", "--scope", "groups", "--token-endpoint-auth-method", "client_secret_basic", "--client-name",
            "Town", "--client-uri", callback.rsplit("/", 3)[0])
        return re.search(r"\"id\": ?\"([0-9a-f-]{36})\"", made)[1]

    def serve(self):
        return started([self.program, "run", "--bind", f"127.0.0.1:{self.port}"],
                       self.issuer + "/.well-known/openid-configuration", self.folder / "log", env=self.environment)

    def sign_in(self, server, name="anna"):
        """A browser through the forms of the provider; returns it and the last answer of the town."""
        browser = requests.Session()
        answer = browser.get(start_of(browser, server), allow_redirects=False)
        for _ in range(12):
            if answer.is_redirect:
                target = urllib.parse.urljoin(answer.url, answer.headers["Location"])
                answer = browser.get(target, allow_redirects=False)
                if target.startswith(server.url):
                    return browser, answer
                continue
            fields = {key: html.unescape(value) for key, value in re.findall(
                r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', answer.text)}
            for field, value in (("login", name), ("user_name", name), ("password", PASSWORD)):
                if f'name="{field}"' in answer.text:
                    fields[field] = value
            if 'value="accept"' in answer.text:
                fields["answer"] = "accept"
            action = re.search(r'<form[^>]*action="([^"]*)"', answer.text)
            target = urllib.parse.urljoin(answer.url, html.unescape(action[1]) if action and action[1] else answer.url)
            answer = browser.post(target, data=fields, allow_redirects=False)
        raise AssertionError(f"no way back: {answer.status_code} {answer.url}\n{answer.text[:3000]}")


def test_canaille_with_an_empty_audience_groups_and_changed_keys(tmp_path):
    one = Canaille(tmp_path)
    with running(tmp_path / "town.gpkg", *settings(one.issuer, "secret")) as server:
        client = one.furnish(server.url + "/login/openid/callback")
        with one.serve():
            # its tokens are for nobody until the client has an audience: refused, and told how to mend it
            browser, answer = one.sign_in(server)
            assert answer.status_code == 401 and role_of(browser, server) == 401
            page = browser.get(answer.url, headers={"Accept-Language": "en"})
            assert page.status_code == 401
        one.run("set", "client", client, "--audience", client, "--id-token-signed-response-alg", "RS256")
        with one.serve():
            browser, answer = one.sign_in(server)
            assert answer.status_code == 303, fault_in(answer)
            assert role_of(browser, server) == "Editor"
            # no group with a role
            browser, answer = one.sign_in(server, "bob")
            assert answer.status_code == 401 and role_of(browser, server) == 401
        # a new key signs, the former is still published; then the former is gone
        second = one.jwk("rsa")
        for active, inactive in (([second], [one.first]), ([second], [])):
            one.write(active, inactive)
            with one.serve():
                browser, answer = one.sign_in(server)
                assert answer.status_code == 303, fault_in(answer)
                assert role_of(browser, server) == "Editor"


# MARK: glewlwyd


@pytest.fixture
def glewlwyd(tmp_path):
    # its package brings a service and a database wizard: only on machines that run the long tests
    if not os.environ.get("ALLMENDE_TEST_SOAK"):
        pytest.skip("with --soak")
    program = shutil.which("glewlwyd") or "/usr/bin/glewlwyd"
    assert pathlib.Path(program).exists(), "glewlwyd is not installed; ALLMENDE_SOAK=1 scripts/setup --tests installs it"
    port = free_port()
    database = tmp_path / "glewlwyd.sqlite"
    schema = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"
    connection = sqlite3.connect(database)
    connection.executescript(pathlib.Path(schema).read_text())
    connection.commit()
    connection.close()
    (tmp_path / "glewlwyd.conf").write_text(f"""
        port={port}
        bind_address="127.0.0.1"
        external_url="http://127.0.0.1:{port}"
        login_url="login.html"
        api_prefix="api"
        log_mode="console"
        log_level="INFO"
        cookie_secure=0
        session_expiration=2419200
        session_key="GLEWLWYD2_SESSION_ID"
        admin_scope="g_admin"
        profile_scope="g_profile"
        user_module_path="/usr/lib/glewlwyd/user"
        client_module_path="/usr/lib/glewlwyd/client"
        user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
        plugin_module_path="/usr/lib/glewlwyd/plugin"
        hash_algorithm="SHA512"
        database = {{ type="sqlite3"; path="{database}"; }};
        """)
    address = f"http://127.0.0.1:{port}/api"
    with started([program, f"--config-file={tmp_path}/glewlwyd.conf", "-m", "console"], address + "/config",
                 tmp_path / "glewlwyd.log"):
        admin = requests.Session()
        assert admin.post(address + "/auth/", json={"username": "admin", "password": "password"}).ok
        yield address, admin


def issuer(address, admin, name, kind, arguments, folder):
    key = folder / f"{name}.key"
    subprocess.run(["openssl", "genpkey", *arguments, "-out", key], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True, text=True).stdout
    parameters = {
        "iss": f"{address}/{name}", "jwt-type": kind, "jwt-key-size": "256", "key": key.read_text(), "cert": public,
        "access-token-duration": 3600, "refresh-token-duration": 86400, "code-duration": 600, "refresh-token-rolling": False,
        "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-token-enabled": False,
        "auth-type-id-token-enabled": True, "auth-type-password-enabled": False, "auth-type-client-enabled": False,
        "auth-type-refresh-enabled": True, "pkce-allowed": True, "pkce-required": True, "pkce-method-plain-allowed": False,
        "jwks-show": True, "subject-type": "public", "name-claim": "on-demand", "email-claim": "on-demand",
        "scope-claim": "on-demand", "claims": [{"name": "groups", "user-property": "groups", "type": "string",
                                                "on-demand": False, "mandatory": True}]}
    made = admin.post(address + "/mod/plugin/", json={
        "module": "oidc", "name": name, "display_name": name, "enabled": True, "parameters": parameters})
    assert made.ok, made.text


def test_glewlwyd_signs_by_each_kind_of_key(tmp_path, glewlwyd):
    address, admin = glewlwyd
    # what a user has beside name and mail must be declared before it is kept
    modules = admin.get(address + "/mod/user/").json()
    for module in modules:
        module["parameters"]["data-format"] = {"groups": {"multiple": False, "read": True, "write": True}}
        assert admin.put(f"{address}/mod/user/{module['name']}", json=module).ok
    assert admin.put(address + "/mod/reload/").ok
    town = {"client_id": "town", "name": "Town", "confidential": True, "password": "secretsecret", "redirect_uri": [],
            "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"], "enabled": True,
            "scope": []}
    assert admin.post(address + "/client/", json=town).ok
    assert admin.post(address + "/user/", json={
        "username": "anna", "name": "Anna", "email": "anna@example.org", "password": "correcthorse",
        "scope": ["openid", "g_profile"], "groups": "bauamt", "enabled": True}).ok
    assert admin.get(address + "/user/anna").json()["groups"] == "bauamt"
    kinds = [("rsa", ["-algorithm", "RSA"]), ("ecdsa", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
             ("eddsa", ["-algorithm", "ED25519"])]
    for kind, arguments in kinds:
        issuer(address, admin, "oidc" + kind, kind, arguments, tmp_path)
        here = settings(f"{address}/oidc{kind}", "secretsecret", "access-openid-scopes=openid")
        with running(tmp_path / f"{kind}.gpkg", *here) as server:
            town["redirect_uri"] = [server.url + "/login/openid/callback"]
            assert admin.put(address + "/client/town", json=town).ok
            browser = requests.Session()
            assert browser.post(address + "/auth/", json={"username": "anna", "password": "correcthorse"}).ok
            assert browser.put(address + "/auth/grant/town", json={"scope": "openid"}).ok
            answer = browser.get(start_of(browser, server) + "&g_continue=", allow_redirects=False)
            assert answer.is_redirect and "code=" in answer.headers["Location"], answer.headers
            answer = browser.get(answer.headers["Location"], allow_redirects=False, headers={"Accept-Language": "en"})
            assert answer.status_code == 303, (kind, fault_in(answer))
            assert role_of(browser, server) == "Editor"
