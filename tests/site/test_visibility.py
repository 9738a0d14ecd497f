"""Nothing unpublished reaches a public page; a withdrawn record says so, in HTML."""

import pytest
from django.utils import timezone

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

PAGES = {"people": Person, "organizations": Organization, "cohorts": Cohort, "events": NewsEvent}
SITEMAPS = [f"/sitemap-{name}.xml" for name in PAGES]

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def scene():
    """Eve at Stealth and then at Acme with Ada; on a list; in the news of Whisper, which Echo repeats."""
    ada, eve = make_person("Ada"), make_person("Eve", names=("Evangeline",))
    acme = make_organization("Acme")
    stealth = make_organization("Stealth", parent=acme)
    whisper = make_source("Whisper", title="Heard", url="https://whisper.example/")
    echo = make_source("Echo", derived_from=whisper)
    both = ({"source": whisper}, {"source": echo})
    first = make_employment(eve, stealth, end="2020", end_state="ended", claims=both)
    make_employment(eve, acme, came_from=first, claims=both)
    with_ada = make_employment(ada, acme, claims=({"source": whisper, "start": "1999"}, {"source": echo}))
    named = {"people": (ada, eve), "organizations": (acme, stealth), "employments": (first, with_ada)}
    make_event("They met", summary="So.", sources=(whisper, echo), **named)
    make_cohort(ada, eve, name="Both", source=echo)


def everything(reader):
    """The text of every page there is, but those that say that something isn't there any more."""
    addresses = ["/", *SITEMAPS, "/sitemap.xml"]
    addresses += [f"/{name}/" for name in ("moves", "people", "organizations", "cohorts")]
    addresses += ["/moves/?organization=acme"]
    addresses += [
        f"/{name}/{slug}/" for name, model in PAGES.items() for slug in model.objects.values_list("slug", flat=True)
    ]
    answers = [reader.get(address) for address in addresses]
    return " ".join(one.content.decode() for one in answers if one.status_code == 200).casefold()


@pytest.fixture
@built_once
def shown(reader, scene):
    """What there is to read before something is hidden: asked for once, as it is the same for each case."""
    return everything(reader)


CASES = [
    (Person, "eve", ["/eve/", "eve-", ">eve<", "evangeline"]),
    (Organization, "stealth", ["stealth"]),
    (Source, "whisper-heard", ["whisper"]),
    (Employment, "eve-stealth", ["eve-stealth"]),
    (Cohort, "both", ["/both/", ">both<"]),
    (NewsEvent, "they-met", ["they met", "they-met"]),
]


@pytest.mark.parametrize(("model", "slug", "words"), CASES, ids=[slug for _, slug, _ in CASES])
def test_a_hidden_record_is_nowhere(reader, scene, shown, model, slug, words):
    assert all(word in shown for word in words)
    set_behind_the_rules(model.objects.get(slug=slug), status="withdrawn")
    left = everything(reader)
    assert [word for word in words if word in left] == []


@pytest.mark.parametrize("name", PAGES)
def test_status_codes_of_a_record_that_is_not_public(reader, scene, name):
    record = PAGES[name].objects.first()
    address = f"/{name}/{record.slug}/"
    unknown = reader.open(f"/{name}/nobody/", 404).text
    for status, was_public, answer in [
        ("draft", False, 404),
        ("draft", True, 410),
        ("in_review", True, 410),
        ("withdrawn", False, 404),
        ("withdrawn", True, 410),
    ]:
        set_behind_the_rules(record, status=status, published_at=timezone.now() if was_public else None)
        page = reader.open(address, answer)
        assert page.text == unknown if answer == 404 else "Gone This record is no longer public." in page.text
        assert str(record) not in page.text


def test_a_merged_record_leads_to_its_survivor(reader, scene):
    survivor = make_person("Evelyn")
    set_behind_the_rules(Person.objects.get(slug="eve"), status="withdrawn", merged_into=survivor)
    response = reader.get("/people/eve/")
    assert (response.status_code, response["Location"]) == (301, "http://testserver/people/evelyn/")
    assert response.url == response["Location"]
    assert "Eve " not in response.content.decode()
    set_behind_the_rules(survivor, status="draft")
    reader.open("/people/evelyn/", 410)
    set_behind_the_rules(survivor, published_at=None)
    reader.open("/people/eve/", 410)


def test_drafts_change_no_byte(reader, scene):
    addresses = [
        "/",
        "/moves/",
        "/people/",
        "/organizations/",
        "/organizations/acme/?on=2020-01-01",
        "/people/ada/",
        "/cohorts/both/",
        *SITEMAPS,
    ]

    def all_bytes():
        return [reader.get(address).content for address in addresses]

    before = all_bytes()
    zoe, source = make_person("Zoe", status="draft"), make_source("Zine", status="draft", language="tlh")
    place = make_organization("Zeta", status="draft", parent=Organization.objects.get(slug="acme"))
    post = make_employment(zoe, place, status="draft", claims=({"source": source},))
    make_event("Zoe goes", status="draft", people=(zoe,), employments=(post,), sources=(source,))
    make_employment(Person.objects.get(slug="ada"), place, status="draft", claims=({"source": source},))
    assert all_bytes() == before
