"""format=svg: careers, cohorts and retention, as the API serves them."""

from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import CohortMember, Person
from talentwatch.charts.career import CareerChart
from talentwatch.charts.renderer import POLICY, WIDTHS, Frame
from talentwatch.phrases import format_date
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support import svg
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

PERSON, COHORT = "/api/v1/people/ada/", "/api/v1/cohorts/the-authors/"
RETENTION = f"{COHORT}retention/"
ADDRESSES = [f"{PERSON}?format=svg", f"{COHORT}?format=svg", f"{RETENTION}?organization=acme&format=svg"]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</text></svg><svg onload=alert(1)>",
    "]]><![CDATA[<b>&amp;&#60;",
    "{{ chart.title }}{% include 'x' %}",
    "javascript:alert(1)",
    "&lt;&quot;&apos; \u202eesrever\u2066 \ufffe\uffff",
    "x\u0301" * 80,
    "👩‍👩‍👧‍👦" * 40,
    "W" * 190,
    "吴" * 150,
    "ש" * 150,
]

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada():
    """Ada left Acme for Beta; Bob may be at Acme."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    person, bob = make_person("Ada"), make_person("Bob")
    left = make_employment(person, acme, start="2018", end="Jan 2020", end_state="ended", title="Researcher")
    still = {"end_state": "ongoing", "source": make_source("Third", published="2021-06-30")}
    make_employment(person, beta, came_from=left, end_state="ongoing", claims=(still,), role="founder")
    make_employment(bob, acme, end_state="ongoing", claims=({"stance": "rumoured"},))
    make_cohort(person, bob, expected_size=3)
    return person


def draw(api, address):
    response = api.get(address)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "image/svg+xml"
    return svg.read(response.content)


def pale(root):
    return [one for one in root.iter(f"{svg.SVG}rect") if "pale" in one.get("class", "")]


def links(root):
    return [link.attrib["href"] for link in root.iter(f"{svg.SVG}a")]


def test_parts_of_a_career_lead_to_the_page(api, ada):
    addresses = links(draw(api, f"{PERSON}?format=svg"))
    host = "http://testserver"
    pages = ("organizations/acme/", "organizations/beta/", "people/ada/#ada-acme", "people/ada/#ada-beta")
    assert set(addresses) == {f"{host}/{page}" for page in pages}
    assert f"{host}/people/bob/" in links(draw(api, f"{COHORT}?format=svg"))
    assert links(draw(api, f"{RETENTION}?organization=acme&format=svg")) == [f"{host}/organizations/beta/"]


def test_a_chart_says_its_day_and_changes_the_next(api, ada):
    first = api.get(f"{PERSON}?format=svg")
    data = first.data
    days = [date(2030, 1, 31), date(2030, 2, 1)]
    charts = [CareerChart().svg(data, Frame(day)) for day in days]
    assert charts[0] != charts[1]
    assert "Data: talentwatch, CC BY 4.0 · 31 January 2030" in svg.texts(fromstring(charts[0]))
    assert format_date(timezone.now().date()) in first.content.decode()


def test_a_career(api, ada):
    root = draw(api, f"{PERSON}?format=svg")
    assert root[0].text == "Ada"
    assert root[1].text == (
        "The career of Ada, as far as sources say: Acme, 2018 → Jan 2020; Beta, ? → still there on 30 Jun 2021."
    )
    texts = svg.texts(root)
    assert texts[0] == "Ada"
    assert [text for text in texts if text in {"Acme", "Researcher", "2018 → Jan 2020", "Beta", "Founder", "?"}] == [
        *("Acme", "Researcher", "2018 → Jan 2020", "Beta", "Founder", "?"),
    ]
    assert len(root.findall(f".//{svg.SVG}path[@class='arrow']")) == 1
    assert len(pale(root)) == 1
    legend = " ".join(texts)
    assert "Pale: ongoing, but no source has reported it since." in legend
    assert "Striped" not in legend


def test_what_somebody_left_for_is_shown_where_no_next_job_is_known(api, ada):
    left = make_employment(ada, make_organization("Beta Labs"), end="2022", end_state="ended", left_for="study")
    assert "Beta Labs, ? → 2022 (left to study)" in draw(api, f"{PERSON}?format=svg")[1].text
    assert "Other (left to study)" in svg.texts(draw(api, f"{PERSON}?format=svg"))
    assert "Beta Labs, to 2022 (left to study)" in svg.texts(draw(api, f"{COHORT}?format=svg"))
    make_employment(ada, make_organization("Gamma"), start="2022-12", end_state="ongoing")
    assert ada.moves.filter(origin_employment=left, destination__slug="gamma")
    assert "left to study" not in draw(api, f"{PERSON}?format=svg")[1].text


@pytest.mark.parametrize("end_reason", ["retired", "died"])
def test_a_last_departure_is_shown(api, ada, end_reason):
    make_employment(ada, make_organization("Beta Labs"), end="2022", end_state="ended", end_reason=end_reason)
    assert f"Beta Labs, ? → 2022 ({end_reason})" in draw(api, f"{PERSON}?format=svg")[1].text


def test_a_cohort(api, ada):
    root = draw(api, f"{COHORT}?format=svg")
    assert root[1].text == (
        "The careers of The authors: 3 people by the source's count. "
        "Ada: Acme, 2018 → Jan 2020; Beta, ? → still there on 30 Jun 2021. Bob: Acme, ? → ongoing (rumoured)."
    )
    texts = svg.texts(root)
    assert [text for text in texts if text in {"Ada", "Bob", "Acme, to Jan 2020", "Beta", "Acme (rumoured)"}] == [
        *("Ada", "Acme, to Jan 2020", "Beta", "Bob", "Acme (rumoured)"),
    ]
    assert "And 1 more, by the source’s count of 3." in " ".join(texts)


def test_retention(api, ada):
    root = draw(api, f"{RETENTION}?organization=acme&format=svg")
    assert root[0].text == "The authors: who is still at Acme"
    assert root[1].text.startswith("The authors at Acme. Of 3, 1 has left and 1 remains; no job there is known of 1.")
    assert "On 1 Jan 2018, 0 were certainly there, 2 possibly." in root[1].text
    assert root[1].text.endswith("Where those who left are: Beta 1.")
    assert {"3 on the list", "possibly there", "Beta"} <= set(svg.texts(root))


def test_retention_says_what_time_was_asked_for(api, ada):
    root = draw(api, f"{RETENTION}?organization=acme&from=2019&to=2021&format=svg")
    assert root[0].text == "The authors: who is still at Acme, 2019 to 2021"


def test_retention_where_nothing_is_dated(api, ada):
    make_organization("Core")
    assert "No dates are known." in svg.texts(draw(api, f"{RETENTION}?organization=core&format=svg"))


def test_a_person_without_jobs(api):
    make_person("Ada")
    assert "No jobs are known." in svg.texts(draw(api, f"{PERSON}?format=svg"))


def test_jobs_without_dates_are_dashed(api):
    person = make_person("Ada")
    for name in ("Acme", "Beta"):
        make_employment(person, make_organization(name))
    root = draw(api, f"{PERSON}?format=svg")
    assert len([path for path in root.iter(f"{svg.SVG}path") if "dashed" in path.get("class", "")]) == 2
    assert svg.texts(root).count("? → ?") == 2


def test_a_cohort_of_one(api):
    person = make_person("Ada")
    make_employment(person, make_organization("Acme"), start="2020-01-01", end="2020-01-01", end_state="ended")
    make_cohort(person)
    assert {"Ada", "Acme, to 1 Jan 2020"} <= set(svg.texts(draw(api, f"{COHORT}?format=svg")))


def test_a_long_cohort_is_cut_and_says_so(api, ada, monkeypatch):
    monkeypatch.setattr("talentwatch.charts.cohort.MAX_PEOPLE", 1)
    with CaptureQueriesContext(connection) as queries:
        text = " ".join(svg.texts(draw(api, f"{COHORT}?format=svg")))
    assert "And 2 more, by the source’s count of 3." in text
    assert "Bob" not in text
    (sql,) = (query["sql"] for query in queries if query["sql"].startswith('SELECT "people_employment"'))
    assert f"IN ({ada.pk})" in sql


def test_more_may_be_listed_than_the_source_counts(api, monkeypatch):
    monkeypatch.setattr("talentwatch.charts.cohort.MAX_PEOPLE", 1)
    make_cohort(make_person("Ada"), make_person("Bob"), expected_size=1)
    assert "And 1 more, by the source’s count of 1." in " ".join(svg.texts(draw(api, f"{COHORT}?format=svg")))


def test_a_member_who_is_not_public_is_an_empty_row(api, ada):
    transitions.withdraw(ada)
    answer = api.get(f"{COHORT}?format=svg").content.decode()
    assert "Ada" not in answer
    assert "Not public" in svg.texts(svg.read(answer))
    assert "3 people by the source's count, 1 of them not public. One is not public. Bob:" in svg.read(answer)[1].text


def test_nothing_unpublished_is_drawn(api, ada):
    make_employment(ada, make_organization("Secret"), status="draft", claims=())
    make_employment(ada, make_organization("Hidden", status="draft"), status="draft", claims=())
    for address in ADDRESSES:
        answer = api.get(address).content.decode()
        assert "Secret" not in answer
        assert "Hidden" not in answer


def test_what_left_is_gone_moved_or_never_was(api, ada):
    make_person("Draft", status="draft")
    assert api.get_json("people/draft/", 404, format="svg")["status"] == 404
    transitions.withdraw(ada)
    assert api.get_json("people/ada/", 410, format="svg")["status"] == 410
    merged, survivor = make_person("Eda"), make_person("Edda")
    Person._base_manager.filter(pk=merged.pk).update(status="withdrawn", merged_into=survivor)
    response = api.get("/api/v1/people/eda/?format=svg")
    assert (response.status_code, response["Location"]) == (301, "http://testserver/api/v1/people/edda/?format=svg")
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", [PERSON, COHORT])
def test_a_chart_takes_its_width_only(api, ada, address):
    for parameter in ("&fields=name", "&width=300", "&width=", "&page_size=5"):
        response = api.get(f"{address}?format=svg{parameter}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert api.get(f"{address}?fields=slug").json()
    assert list(api.refusals(address.removeprefix("/api/v1/"), width="560")) == ["width"]
    for width in WIDTHS:
        root = draw(api, f"{address}?format=svg&width={width}")
        assert root.attrib["viewBox"].split()[2] == str(width)


def test_a_format_that_is_not_there_is_refused(api, ada):
    for address in ("organizations/acme/", "people/", "cohorts/", "employments/"):
        assert list(api.refusals(address, format="svg")) == ["format"]
    assert api.refusals("people/ada/", format="png") == {"format": "Accepted: json, jsonld, timelinejs, svg."}


def test_a_page_that_wants_an_image_gets_one(api, ada):
    accept = "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8"
    response = api.get(PERSON, headers={"Accept": accept})
    assert (response["Content-Type"], response["Vary"].split(", ")[0]) == ("image/svg+xml", "Accept")
    assert api.get(PERSON)["Content-Type"] == "application/json"


def test_options_stay_json(api, ada):
    response = api.options(f"{PERSON}?format=svg")
    assert response["Content-Type"] == "application/json"
    assert response.json()["name"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_policy_allows_its_own_style_only_also_with_304(api, ada, address):
    response = api.get(address)
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    again = api.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Content-Security-Policy"]) == (304, POLICY)
    assert api.head(address)["ETag"] == response["ETag"]
    assert api.get(address).content == response.content


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_more_than_a_text(api, text):
    with edit():
        organization = make_organization(text[:190], slug="acme")
        person = make_person(text[:190], slug="ada", description=text)
        left = make_employment(person, organization, title=text[:190], start="2020", end="2021", end_state="ended")
        make_employment(person, organization, came_from=left, title=text[:190], start="2021", end_state="ongoing")
        cohort = make_cohort(person, name=text[:190], slug="the-authors", description=text)
    CohortMember.objects.filter(cohort=cohort).update(name_as_listed=text[:190])
    for address in ADDRESSES:
        root = draw(api, address)
        assert "\ufffe" not in "".join(root.itertext())
        shown = text[:190].replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").split()
        assert root[0].text.split()[: len(shown)][:-1] == shown[:-1]


def test_a_name_that_runs_from_right_to_left_stands_in_its_place(api):
    make_person("גיום למפל", slug="ada")
    root = draw(api, f"{PERSON}?format=svg")
    name = next(root.iter(f"{svg.SVG}text"))
    assert len(name) == 0
    assert (name.attrib["direction"], name.attrib["text-anchor"], name.text) == ("rtl", "end", "גיום למפל")
    assert "\u2068גיום למפל\u2069" in root[1].text


def test_more_jobs_and_people_cost_no_more_queries(api, ada):
    counted = [CaptureQueriesContext(connection) for _ in range(4)]
    # the person · names · posts · moves; the cohort · members · people · posts · moves
    for queries, address in zip(counted[:2], ADDRESSES, strict=False):
        with queries:
            draw(api, address)
    for number in range(3):
        make_employment(ada, make_organization(f"Place {number}"), start="2022", end="2023", end_state="ended")
        other = make_person(f"Person {number}")
        make_employment(other, make_organization(f"Other {number}"))
        CohortMember.objects.create(cohort=other.memberships.model.objects.first().cohort, person=other)
    cache.clear()
    for queries, address in zip(counted[2:], ADDRESSES, strict=False):
        with queries:
            draw(api, address)
    assert [len(queries) for queries in counted] == [4, 5, 4, 5]
