# SPDX-License-Identifier: EUPL-1.2
"""Sharing from near to far, and a metering point in two sharings: from the forms to the bills that people read."""
import datetime
import json
import re

from selenium.webdriver.common.by import By

from conftest import allmende
from test_pages import browser, faults_of, press  # noqa: F401  (browser is a fixture)

PASSWORD = "kirschbaum-42-wolke"
DAY = "2026-10-05"
# without their check digit
MALOS = {"dach": "5000000001", "acker": "5000000002", "bach": "5000000003", "linde": "5000000004", "mast": "5000000009"}
WATT_HOURS = {"dach": 100, "acker": 60, "bach": 30, "linde": 80, "mast": 100}


def with_digit(malo):
    digits = [int(one) for one in malo]
    return malo + str(-(sum(digits[::2]) + 2 * sum(digits[1::2])) % 10)


def sign_in(driver, server):
    driver.get(server.url + "/login")
    driver.find_element("id", "login").send_keys("strom")
    driver.find_element("id", "password").send_keys(PASSWORD)
    press(driver, "main form button[type=submit]")


def number_of(page, text):
    return re.search(rf'<option value="(\d+)"[^>]*>{re.escape(text)}', page)[1]


class Clerk:
    """Fills the forms of one sharing."""

    def __init__(self, server, name):
        self.server, self.session = server, server.session()
        answer = self.session.post(server.url + "/energy/new?lang=en", data={"name": name}, timeout=60)
        self.base = re.search(r"/energy/\d+", answer.url)[0]

    def fill(self, form, good=True, /, **fields):
        answer = self.session.post(f"{self.server.url}{self.base}/setup/{form}?lang=en", data=fields, timeout=60)
        assert (answer.status_code == 200) == good, (form, fields, answer.text[:6000])
        return answer.text

    def page(self, path):
        answer = self.session.get(f"{self.server.url}{self.base}{path}", timeout=60)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.text

    def terms(self, **more):
        self.fill("terms", **{"from": "2026-10-01", "model": "dynamic", "meaning": "weights", "setting": "direct",
                              "line": ["community", "fee"], "provider": "Stadtwerk", "street": "Werkstraße 1",
                              "place": "12345 Ort", "pay-days": "17", "agrees-to-sums": "yes", **more})

    def people(self, *names):
        for name in names:
            self.fill("party", **{"name": name.title(), "street": "Weg 1", "place": "12345 Ort", "from": "2026-10-01"})

    def point(self, name, direction="import", **more):
        self.fill("point", **{
            "malo": with_digit(MALOS[name]), "direction": direction, "street": "Weg 1", "place": "12345 Ort", "meter": f"1{name}",
            "grid-operator": "Netz", "amperes": "63", "from": "2026-10-01", "compared": "yes", **more})

    def plant(self, name, runner, **more):
        page = self.page("/setup")
        self.fill("plant", **{
            "name": name.title(), "point": number_of(page, with_digit(MALOS[name])), "runner": number_of(page, runner),
            "size": "30000", "register": "SEE900000000001", "form": "other", "from": "2026-10-01", **more})

    def relation(self, name, good=True, **more):
        page = self.page("/setup")
        return self.fill("relation", good, **{
            "party": number_of(page, name.title()), "point": number_of(page, with_digit(MALOS[name])), "part": "1",
            "from": "2026-10-01", **more})

    def prices(self):
        for line, value in [("community", "10000"), ("fee", "1000"), ("vat", "19")]:
            self.fill("price", **{"line": line, "value": value, "from": "2026-10-01"})

    def readings(self, *names):
        start = datetime.datetime.fromisoformat(DAY + "T00:00:00+02:00")
        lines = ["Marktlokation;OBIS;von;bis;Wert [kWh];Status"]
        for slot in range(96):
            begin = start + datetime.timedelta(minutes=15 * slot)
            end = begin + datetime.timedelta(minutes=15)
            for name in names:
                lines.append(f"{with_digit(MALOS[name])};1-1:{2 if name in ('dach', 'mast') else 1}.29.0;{begin.isoformat()};"
                             f"{end.isoformat()};0,{WATT_HOURS[name]:03};W")
        answer = self.session.post(f"{self.server.url}{self.base}/readings?lang=en", timeout=60, files={
            "file": ("tag.csv", "\n".join(lines).encode(), "text/csv")})
        assert answer.status_code == 200, answer.text

    def settle(self):
        answer = self.session.post(
            f"{self.server.url}{self.base}/runs?lang=en", data={"from": DAY, "through": DAY}, timeout=60)
        assert answer.status_code == 200 and "/runs/" in answer.url, answer.text
        return answer

    def bill_of(self, run, name):
        for address in dict.fromkeys(re.findall(rf'href="({self.base}/documents/\d+)"', run.text)):
            text = self.session.get(f"{self.server.url}{address}?lang=de", timeout=60).text
            if f"{name.title()}, Weg 1" in text and "<h1>Rechnung" in text:
                return address
        raise AssertionError(f"no bill of {name}")


def test_near_to_far_from_the_form_to_the_bill(empty_server, browser, tmp_path):  # noqa: F811
    server = empty_server
    allmende("user", "create", "--database", server.database, "--login", "strom", "--name", "Strom",
             "--role", "administrator", stdin=PASSWORD + "\n")
    clerk = Clerk(server, "Nahdorf")
    clerk.terms()
    # the steps are ticked in the form that people see
    sign_in(browser, server)
    browser.get(f"{server.url}{clerk.base}/setup?lang=de")
    form = browser.find_element(By.CSS_SELECTOR, "form[action$='/setup/terms']")
    browser.execute_script("arguments[0].closest('details').open = true", form)
    for step in ["building", "neighbourhood"]:
        form.find_element(By.CSS_SELECTOR, f"input[name=tier][value={step}]").click()
    browser.execute_script("arguments[0].value = '2026-10-01'", form.find_element(By.NAME, "from"))
    press(browser, "form[action$='/setup/terms'] button[type=submit]")
    text = browser.find_element(By.TAG_NAME, "main").text
    assert "von nah zu fern (im Gebäude, in der Nachbarschaft, in der ganzen Gemeinschaft)" in text, text
    clerk.people("acker", "bach", "linde")
    clerk.point("dach", "export", building="Hof")
    clerk.point("acker", building="Hof", neighbourhood="Nord")
    clerk.point("bach", building="Mühle", neighbourhood="Nord")
    clerk.point("linde", building="Turm")
    clerk.plant("dach", "Acker")
    for name in ["acker", "bach", "linde"]:
        clerk.relation(name)
    clerk.prices()
    clerk.readings("dach", "acker", "bach", "linde")
    # the roof is on the farm but in no neighbourhood yet: what the farm leaves would go to all
    page = clerk.page("/master")
    for name in ["dach"]:
        answer = clerk.session.post(f"{server.url}{clerk.base}/master/point?lang=en", timeout=60, data={
            "point": number_of(page, with_digit(MALOS[name])), "meter-kind": "imsys", "building": "Hof",
            "neighbourhood": "nord", "from": "2026-10-01"})
        assert answer.status_code == 200, answer.text
    run = clerk.settle()
    # 100 Wh: 60 for the farm, 30 for its neighbourhood, and 10 of the 80 that the tower wants
    for name, steps, shared in [("acker", ["5,760", "0,000", "0,000"], "5,760"), ("bach", ["0,000", "2,880", "0,000"], "2,880"),
                                ("linde", ["0,000", "0,000", "0,960"], "0,960")]:
        address = clerk.bill_of(run, name)
        browser.get(f"{server.url}{address}?lang=de")
        text = browser.find_element(By.TAG_NAME, "main").text
        for step, amount in zip(["im Gebäude", "in der Nachbarschaft", "in der ganzen Gemeinschaft"], steps):
            assert re.search(rf"davon {step}\s+{amount}\s*kWh", text), (name, text)
        assert re.search(rf"\s{shared}\s*kWh", text), text
        bundle = tmp_path / f"{name}.zip"
        bundle.write_bytes(clerk.session.get(f"{server.url}{address}/bill.zip", timeout=60).content)
        report = json.loads(allmende("verify", "bill", bundle, "--json").stdout)
        assert report["ok"] and "3 steps from near to far" in json.dumps(report), report
    sums = clerk.session.get(run.url.split("?")[0] + "/sums.csv", timeout=60).text
    assert "im Gebäude" in sums and ";few" in sums, sums[:400]
    for language in ["de", "en"]:
        faults = faults_of(browser, server, [clerk.base, f"{clerk.base}/setup", address, f"{clerk.base}/master",
                                             f"{clerk.base}/changes/swaps", f"{clerk.base}/changes/joins"], language, 360)
        assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_a_point_in_two_sharings_from_the_form_to_both_bills(empty_server):
    server = empty_server
    first, second = Clerk(server, "Hof"), Clerk(server, "Tal")
    for clerk, name, percent in [(first, "dach", "40"), (second, "mast", "60")]:
        clerk.terms()
        clerk.people("acker")
        clerk.point(name, "export")
        if clerk is first:
            clerk.point("acker")
        else:
            refused = clerk.fill("point", False, **{
                "malo": with_digit(MALOS["acker"]), "direction": "import", "street": "Weg 1", "place": "12345 Ort", "meter": "1",
                "grid-operator": "Netz", "amperes": "63", "from": "2026-10-01", "compared": "yes"})
            assert "Take a point of another sharing" in refused
            clerk.fill("share", malo=with_digit(MALOS["acker"]))
            refused = clerk.relation("acker", False, percent="100")
            assert "140" in refused and "no more than 100" in refused, refused[:4000]
        clerk.plant(name, "Acker")
        clerk.relation("acker", percent=percent)
        clerk.prices()
    first.readings("dach", "acker")
    second.readings("mast")
    # 60 Wh in each quarter hour: 24 count here and 36 there
    for clerk, percent, used in [(first, "40", "2,304"), (second, "60", "3,456")]:
        run = clerk.settle()
        text = clerk.session.get(f"{server.url}{clerk.bill_of(run, 'acker')}?lang=de", timeout=60).text
        assert f"{percent}\u202f%" in text and f"{used}\u202fkWh" in text, text
    # the same for bookkeeping: nothing is guessed, and then there is a file
    batch = f"{server.url}{first.base}/accounts/datev.csv?from={datetime.date.today()}&through={datetime.date.today()}&lang=en"
    refused = first.session.get(batch, timeout=60)
    assert refused.status_code == 400 and "adviser and client" in refused.text, refused.text[:4000]
    kept = first.session.post(f"{server.url}{first.base}/accounts/books?lang=en", timeout=60, data={
        "consultant": "29098", "client": "55003", "first-month": "1", "length": "4", "debtors": "10000", "creditors": "70000",
        "purchase": "3400", "bank": "", "account-community": "8400", "account-fee": "8401", "output-key": "3", "input-key": "9"})
    assert kept.status_code == 200 and 'value="29098"' in kept.text, kept.text[:4000]
    file = first.session.get(batch, timeout=60)
    lines = file.content.split(b"\r\n")
    assert file.status_code == 200 and "EXTF_" in file.headers["Content-Disposition"], file.headers
    assert lines[0].startswith(b'"EXTF";700;21;"Buchungsstapel";13;') and lines[1].count(b";") == 124
    assert [line.split(b";")[7] for line in lines[2:-1]] == [b"8400", b"8401", b"3400"], lines[2:]
