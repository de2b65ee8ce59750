# SPDX-License-Identifier: EUPL-1.2
"""A page of another site in headless Chromium reads and, with a key, writes; a session's cookie is of no use to it."""
import functools
import http.server
import threading

import pytest
import requests
import test_pages

THING = {"name": "Bench", "description": "By the lake"}
ASK = """
const [address, options, done] = arguments;
fetch(address, options).then(
  async answer => done({status: answer.status, text: await answer.text(), location: answer.headers.get("Location"),
    request: answer.headers.get("X-Request-Id")}),
  fault => done({fault: String(fault)}));
"""


@pytest.fixture
def page(tmp_path):
    """A browser on a page of another origin."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Elsewhere</title>")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    driver = test_pages.start_browser()
    try:
        driver.get(f"http://127.0.0.1:{site.server_address[1]}/index.html")
        yield driver
    finally:
        driver.quit()
        site.shutdown()
        site.server_close()


def test_a_page_elsewhere_reads_and_writes_with_a_key(empty_server, page):
    base = f"{empty_server.url}/v1.1"
    body = '{"name":"Bench","description":"By the lake"}'
    kind = {"Content-Type": "application/json", "Prefer": "return=minimal"}
    refused = page.execute_async_script(ASK, base + "/Things", {"method": "POST", "body": body, "headers": kind})
    assert refused["status"] == 401 and refused["request"], refused
    key = {"Authorization": f"Bearer {empty_server.key}"}
    made = page.execute_async_script(ASK, base + "/Things", {"method": "POST", "body": body, "headers": kind | key})
    assert made["status"] == 201 and made["location"].startswith(base + "/Things("), made
    for method, rest in [("PATCH", '{"name":"Seat"}'), ("PUT", body), ("DELETE", None)]:
        options = {"method": method, "headers": kind | key} | ({"body": rest} if rest else {})
        answer = page.execute_async_script(ASK, made["location"], options)
        assert answer["status"] == 200, (method, answer)
    batch = '{"requests":[{"id":"0","method":"get","url":"Things"}]}'
    answer = page.execute_async_script(
        ASK, base + "/$batch", {"method": "POST", "body": batch, "headers": kind | key})
    assert answer["status"] == 200, answer
    for address in [base, base + "/Things?$count=true", f"{empty_server.url}/ogc/collections"]:
        answer = page.execute_async_script(ASK, address, {"headers": key})
        assert answer["status"] == 200, (address, answer)
    # a cookie may not come along: the browser must not hand the answer to a page elsewhere
    assert "fault" in page.execute_async_script(ASK, base, {"credentials": "include"})


def test_options_and_head(empty_server):
    base = f"{empty_server.url}/v1.1"
    requests.post(f"{base}/Things", json=THING, headers={"Authorization": f"Bearer {empty_server.key}"}, timeout=30)
    for address in [base, f"{base}/Things", f"{base}/Things(1)", f"{base}/$batch", f"{base}/CreateObservations"]:
        answer = requests.options(address, timeout=30)
        assert answer.status_code == 204 and "GET" in answer.headers["Allow"], (address, answer.status_code)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    key = {"Authorization": f"Bearer {empty_server.key}"}
    for path in ["", "/Things", "/Things(1)", "/Things(1)/name", "/Things(1)/name/$value", "/Things?$resultFormat=csv"]:
        get = requests.get(base + path, headers=key, timeout=30)
        head = requests.head(base + path, headers=key, timeout=30)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert head.headers["Content-Type"] == get.headers["Content-Type"], path
