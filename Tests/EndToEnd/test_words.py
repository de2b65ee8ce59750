# SPDX-License-Identifier: EUPL-1.2
"""Every page in both languages: no word of the other one, and numbers, shares and days written as the language writes them.

The town is empty but for a plan whose texts are made of signs, so that all words on a page are the program's own.
"""
import html
import json
import re

import pytest

from conftest import allmende, running
from test_pages import described
from test_planning_decision import bring_in, plan

# words that stand in nearly every sentence of one language and in none of the other
ENGLISH = {
    "the", "and", "of", "with", "is", "are", "this", "that", "not", "from", "which", "what", "who", "has", "have", "be",
    "for", "your", "you", "it", "nothing", "no", "yet", "by", "each", "all", "when", "where", "there", "entry", "entries",
}
GERMAN = {
    "der", "die", "das", "und", "ist", "sind", "mit", "nicht", "von", "für", "ein", "eine", "einen", "wird", "werden",
    "oder", "noch", "keine", "kein", "auf", "zu", "im", "den", "dem", "sie", "ihre", "wer", "wie", "alle", "einträge",
}
# "all", "die", "an" or "in" mean something in both, or stand in names
SHARED = {"all", "die", "no", "is"}
# what is a name, a word of a format, or a program's line wherever it stands
CODE = re.compile(r"<(pre|code|kbd|samp|script|style|svg|textarea)\b.*?</\1>", re.S)
NAMES = re.compile(
    r"Open Data|Open Source|Single Sign-on|OGC API|The Things \w+|Smart City|Creative Commons [^<]*|Data [Ll]icen[cs]e Germany[^<]*|"
    r"Attribution[^<]*|Public Domain[^<]*|[\w.-]+@[\w.-]+|https?://\S+|/[\w{}./?=&-]+")


def signs(value):
    """The same document with each free text as signs; choices, codes, days and numbers stay."""
    if isinstance(value, dict):
        return {name: signs(item) if name not in FREE else "Qx " + str(len(str(item))) for name, item in value.items()}
    return [signs(item) for item in value] if isinstance(value, list) else value


FREE = {"title", "name", "skill", "operator", "note", "source", "assessor"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("words") / "town.gpkg") as server:
        documents = {code: signs(document) for code, document in plan().items()}
        for names in (row for document in documents.values() for row in document.get("weights", [])):
            names["assessor"] += " " + str(names["points"])
        bring_in(server, documents)
        yield server


@pytest.fixture(scope="module")
def addresses(town):
    """All described pages without a blank, and those of the plan's objects."""
    analyses = [
        "/planning/analysis/cost?measure=M-1", "/planning/analysis/checks?measure=M-4", "/planning/analysis/renew?asset=S-1",
        "/planning/analysis/assessment?assessment=W-1", "/planning/analysis/assessment?assessment=W-2",
        "/planning/analysis/portfolio?portfolio=P-1", "/planning/measures/1", "/planning/measures/1/paper",
        "/planning/measures/1/edit", "/planning/measures/1/history", "/planning/needs/1", "/planning/assessments/1",
        "/planning/assessments/1/matrix", "/planning/portfolios/1", "/planning/start/5?need=B-1",
        "/planning/start/6?need=B-1&measure=M-1", "/planning/needs/new", "/planning/indicators/new",
        "/planning/assessments/new", "/planning/decisions/new", "/search?q=qx", "/search?q=nothingatall"]
    return [address for address in described() if not address.startswith("/logout")] + analyses


def words_of(page, language):
    """What people read, without the other language's own marks (a link to it, quotations with `lang`)."""
    page = page.split("<body")[-1]
    page = CODE.sub(" ", page)
    page = re.sub(r"<(\w+)[^>]*\blang=\"(?!%s)[^\"]*\"[^>]*>.*?</\1>" % language, " ", page, flags=re.S)
    spoken = re.findall(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", page)
    text = html.unescape(re.sub(r"<[^>]*>", " \u2028 ", page) + " \u2028 " + " \u2028 ".join(spoken))
    return re.sub(r"[\u202f\u00a0]", " ", NAMES.sub(" ", text))


def asked(town, address, language):
    answer = town.session().get(
        town.url + address + ("&" if "?" in address else "?") + "lang=" + language, timeout=60,
        headers={"Accept": "text/html", "Accept-Language": language})
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    return answer.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_page_speaks_the_other_language(town, addresses, language):
    foreign = (ENGLISH if language == "de" else GERMAN) - SHARED
    found, read = {}, 0
    for address in addresses:
        page = asked(town, address, language)
        if page is None:
            continue
        read += 1
        for piece in words_of(page, language).split("\u2028"):
            words = re.findall(r"[A-Za-zÄÖÜäöüß]+", piece)
            strange = [word for word in words if word.lower() in foreign]
            # one such word may be a name; a sentence has several, a short label is one
            if len(strange) >= 2 or strange and len(words) <= 4:
                found.setdefault(" ".join(piece.split())[:160], []).append(address)
    assert read > 60, read
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def test_numbers_and_days_are_written_as_the_language_writes_them(town, addresses):
    assert not misread(town, addresses)


# a day stands alone (within a document's number it is none); one of them is no plural; a share has the language's mark; nobody is left
# to choose between "(n)" and nothing
WRONG = {
    "de": [r"\d\.\d{1,2} ?%", r"\d%", r"€ ?\d", r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])", r"\b0 Eintrag\b", r"[a-zäöüß]\((?:n|en|e|er|s|innen)\)",
           r"(?<![\d.,] )(?<![\d.,])\b1 (?:Einträge|Personen|Menschen|Werte|Maßnahmen|Prüfungen|Tage|Sensoren|Messstellen|Messreihen|Zeilen"
           r"|Datensätze|Objekte|Ebenen|Bedarfe|Ziele|Fragen|Dateien|Monate|Jahre|Stunden|Konten|Schlüsseln|Kandidaten|Kriterien"
           r"|Einstufungen|Gebiete|Abschnitte|Lücken|Warnungen|Meldungen|Angaben|Punkten|weitere|übliche|Versuche|Rollen)\b"],
    "en": [r"\d,\d{1,2} ?%(?!\d)", r"\d ?€", r"\b\d\d?\.\d\d?\.\d{4}\b", r"[a-z]\((?:s|es|ies)\)",
           r"(?<![\d.,] )(?<![\d.,])\b1 (?:entries|people|values|measures|checks|days|sensors|rows|lines|data sets|objects|layers|needs"
           r"|goals|questions|files|months|years|hours|minutes|accounts|keys|candidates|criteria|ratings|areas|periods|gaps|warnings"
           r"|messages|results|features|tries|roles)\b"],
}


def misread(town, addresses):
    found = {}
    for language, patterns in WRONG.items():
        for address in addresses:
            page = asked(town, address, language)
            if page is None:
                continue
            text = words_of(page, language).replace("\u2028", " ")
            for pattern in patterns:
                for match in re.finditer(pattern, text):
                    about = " ".join(text[max(0, match.start() - 40):match.end() + 20].split())
                    found.setdefault(f"{language} {about}", []).append(address)
    return json.dumps(found, ensure_ascii=False, indent=1) if found else None


def test_a_town_with_data_writes_numbers_and_days_alike(server):
    """The fictional town: sensors, layers, plan, pilots, shared power, findings; whatever its lists link to, some of each kind."""
    plain = [address for address in described() if not address.startswith("/logout")]
    linked = {}
    for address in plain:
        page = asked(server, address, "de")
        for link in re.findall(r'href="(/[^"#]*)"', page or ""):
            link = re.sub(r"lang=\w\w", "", html.unescape(link)).rstrip("?&")
            kind = re.sub(r"\d+", "0", re.sub(r"=[^&]*", "", link))
            if not link.startswith(("/assets", "/logout", "/v1.1", "/ogc")) and len(linked.setdefault(kind, [])) < 2:
                linked[kind].append(link)
    addresses = sorted({link for links in linked.values() for link in links} | set(plain))
    assert len(addresses) > 80, len(addresses)
    assert not misread(server, addresses[:400])
