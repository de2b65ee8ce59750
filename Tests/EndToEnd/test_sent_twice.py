# SPDX-License-Identifier: EUPL-1.2
"""A form that makes a secret, sent again by reloading the page or by a second click, makes one: both are answered with the same page."""
import concurrent.futures
import re

import pytest

from conftest import running
from test_people import administrator
from test_planning_decision import bring_in, plan

NEED = {"title": "Keine Bänke am Markt", "check": "1"}
# the page with the form, what is sent to it first, its address, its fields, the secret of the answer
FORMS = [
    ("/account/keys", None, "/account/keys", {"name": "gauge", "role": "viewer"}, r"amk_[\w-]{20,}"),
    ("/account/people", None, "/account/people", {"name": "Eva", "login": "eva", "role": "viewer"}, r"/join/[\w-]{20,}"),
    ("/account/people/1", None, "/account/people/1/link", {}, r"/join/[\w-]{20,}"),
    ("/planning/measures/1/paper", None, "/planning/measures/1/invite", {"name": "Rat"}, r"/planning/invited/[\w-]{20,}"),
    ("/planning/assessments/1/matrix", None, "/planning/assessments/1/raters", {"name": "Bea", "deed": "link"},
     r"/planning/rating/[\w-]{20,}"),
    ("/planning/submit", NEED, "/planning/submit", {"title": NEED["title"]}, r"/planning/invited/[\w-]{20,}"),
]


@pytest.fixture(scope="module")
def ada(tmp_path_factory):
    with running(tmp_path_factory.mktemp("twice") / "town.gpkg") as server:
        documents = plan()
        documents["W-1"] = {
            "title": "Was hilft am Radweg?", "candidates": ["M-1", "M-2"], "criteria": [{"criterion": "A1"}, {"criterion": "A2"}]}
        bring_in(server, documents)
        yield administrator(server)


def mark(person, page, first, action):
    """The mark of the form with that address, on a page asked for anew."""
    answer = person.get(page) if first is None else person.post(page, data=first)
    assert answer.status_code == 200, answer.text[:300]
    return re.search(rf'action="{re.escape(action)}">.*?name="once" value="([\w-]+)"', answer.text, re.S)[1]


@pytest.mark.parametrize("page,first,action,fields,secret", FORMS, ids=[form[0] for form in FORMS])
def test_a_form_sent_twice_makes_one(ada, page, first, action, fields, secret):
    form = {**fields, "once": mark(ada, page, first, action)}
    with concurrent.futures.ThreadPoolExecutor(2) as clicks:
        answers = list(clicks.map(lambda _: ada.post(action, data=form), range(2)))
    answers.append(ada.post(action, data=form))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({re.search(secret, answer.text)[0] for answer in answers}) == 1
    another = {**fields, "once": mark(ada, page, first, action)}
    if "login" in another:
        another["login"] = "eva.two"
    if "name" in another:
        another["name"] += " two"
    assert re.search(secret, ada.post(action, data=another).text)[0] not in answers[0].text


def test_a_form_that_failed_is_carried_out_when_it_comes_again(ada):
    form = {"name": "far", "role": "viewer", "networks": "192.0.2.7/24", "once": mark(ada, "/account/keys", None, "/account/keys")}
    assert ada.post("/account/keys", data=form).status_code == 400
    assert re.search(r"amk_[\w-]{20,}", ada.post("/account/keys", data={**form, "networks": ""}).text)
