"""/api/v1/corrections/"""

import csv
import io
import re
from urllib.parse import urljoin

import feedparser
import pytest
from django.core.cache import cache

from people.models import Claim, Person, PersonName
from talentwatch.dates import parse
from talentwatch.merging.merge import merge
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, save
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


def corrections_of(api, **parameters):
    return api.get_json("corrections/", **parameters)["results"]


def changes(api, **parameters):
    """What the newest correction says: before and after, by field."""
    found = corrections_of(api, **parameters)
    return {one["field"]: (one["before"], one["after"]) for one in found[0]["changes"]} if found else {}


def change(row, correction="", *, is_typo=False, **values):
    with edit() as current:
        if correction or is_typo:
            current.set_correction(correction, is_typo=is_typo)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


@pytest.fixture
@built_once
def ada():
    return make_person("Ada Lovelace")


@pytest.fixture
@built_once
def post(ada):
    return make_employment(ada, make_organization("Acme"), start="2020", claims=({"source": make_source()},))


def test_one_correction_in_full(api, post):
    change(post, "The first version had the year of her thesis.", start=parse("2021-03"))
    (row,) = corrections_of(api)
    assert row.pop("at").endswith("Z")
    assert row.pop("seq") > 1
    assert row == {
        "resource": "employments",
        "slug": "ada-lovelace-acme",
        "url": "http://testserver/api/v1/employments/ada-lovelace-acme/",
        "reason": "The first version had the year of her thesis.",
        "is_typo": False,
        "changes": [{"field": "start", "before": "2020", "after": "2021-03"}],
    }


def test_without_a_word_for_readers_the_reason_is_null(api, ada):
    with edit("only for the desk"):
        ada.name = "Ada King"
        ada.save()
    assert corrections_of(api)[0]["reason"] is None


def test_nothing_from_before_publication(api):
    person = make_person("Ada", status="draft")
    change(person, name="Ada L.")
    transitions.publish(person)
    assert corrections_of(api) == []
    change(person, name="Ada Lovelace")
    assert changes(api) == {"name": ("Ada L.", "Ada Lovelace")}


def test_what_was_withdrawn_and_came_back_otherwise_is_corrected(api, ada):
    transitions.withdraw(ada)
    assert corrections_of(api) == []
    change(ada, name="Ada Byron")
    change(ada, name="Ada King")
    assert corrections_of(api) == []
    transitions.publish(ada)
    assert changes(api) == {"name": ("Ada Lovelace", "Ada King")}


def test_of_what_left_nothing_is_said(api, ada):
    change(ada, name="Ada King")
    transitions.withdraw(ada)
    assert corrections_of(api) == []


def test_of_a_list_only_what_the_other_side_lacks(api, ada):
    PersonName.objects.create(person=ada, text="Augusta", language="en")
    PersonName.objects.create(person=ada, text="Countess", language="en")
    assert changes(api) == {"names": ([], [{"text": "Countess", "language": "en", "kind": "alias"}])}


def test_a_misspelling_is_no_statement(api, ada):
    PersonName.objects.create(person=ada, text="Ada Lovelase", language="en", kind="misspelling")
    assert corrections_of(api) == []


def test_a_new_name_corrects_the_person_and_not_her_posts(api, post):
    change(post.person, name="Ada King")
    assert [row["slug"] for row in corrections_of(api)] == ["ada-lovelace"]


def test_a_claim_that_comes_and_what_follows(api, post):
    make_claim(post, make_source("Acme itself"), stance="announced")
    found = changes(api)
    assert found["confidence"] == ("reported", "confirmed")
    before, (claim,) = found["claims"]
    assert before == []
    assert (claim["source"]["slug"], claim["stance"]) == ("acme-itself", "announced")


def test_typos_are_left_out_unless_asked_for(api, ada):
    change(ada, is_typo=True, name="Ada Lovelacé")
    assert corrections_of(api) == []
    assert [row["is_typo"] for row in corrections_of(api, typos="true")] == [True]
    assert corrections_of(api, typos="false") == []


def test_by_record_and_resource(api, post):
    change(post.person, name="Ada King")
    change(post.organization, name="Acme Inc")
    assert [row["slug"] for row in corrections_of(api)] == ["acme", "ada-lovelace"]
    assert [row["slug"] for row in corrections_of(api, slug="ada-lovelace")] == ["ada-lovelace"]
    assert [row["slug"] for row in corrections_of(api, resource="organizations")] == ["acme"]
    assert corrections_of(api, resource="events") == []


def test_since(api, post):
    change(post.person, name="Ada King")
    assert corrections_of(api, since=corrections_of(api)[0]["seq"]) == []


def test_what_it_refuses(api, ada):
    make_person("Bob", status="draft")
    assert api.refusals("corrections/", slug="bob,nobody", resource="claims", typos="yes") == {
        "slug": "Unknown record: bob, nobody.",
        "resource": "Accepted: sources, organizations, people, employments, cohorts, events; at most 100, separated by commas.",
        "typos": "Accepted: true, false.",
    }


def test_in_a_file_each_side_has_a_column(api, ada):
    PersonName.objects.create(person=ada, text="A|ugusta", language="en")
    change(ada, name="Ada King", website="https://example.org/")
    lines = b"".join(api.get("/api/v1/corrections/?format=csv&fields=slug,changes").streaming_content).decode()
    header, *rows = csv.reader(io.StringIO(lines))
    assert header == ["slug", "changes_field", "changes_before", "changes_after"]
    assert rows == [
        ["ada-lovelace", "name|website", "Ada Lovelace|", "Ada King|https://example.org/"],
        ["ada-lovelace", "names", "[]", r'[{"kind":"alias","language":"en","text":"A\|ugusta"}]'],
    ]


# Whoever isn't public any more


def test_who_left_is_in_no_list_and_in_no_text(api, ada):
    bob = make_person("Bob Newman")
    event = make_event("Bob joins Acme", people=(bob,))
    with edit():
        event.headline, event.summary = "Ada joins Acme", "Not Bob."
        event.save()
        event.people.set([ada])
    assert changes(api)["headline"] == ("Bob joins Acme", "Ada joins Acme")
    assert changes(api)["people"] == (
        [{"slug": "bob-newman", "name": "Bob Newman"}],
        [{"slug": "ada-lovelace", "name": "Ada Lovelace"}],
    )
    transitions.withdraw(bob)
    assert changes(api)["people"] == ([], [{"slug": "ada-lovelace", "name": "Ada Lovelace"}])
    assert {name: value for name, value in changes(api).items() if name in ("headline", "summary")} == {
        "headline": (None, None),
        "summary": (None, None),
    }
    assert "Bob" not in api.get("/api/v1/corrections/").content.decode()


@pytest.mark.parametrize("texts_first", [True, False])
def test_no_word_for_readers_names_who_left(api, ada, texts_first):
    """Whether the link or the texts were mended first, the other correction is silent too."""
    bob = make_person("Bob Newman")
    event = make_event("Bob joins Acme", people=(ada, bob))

    def mend_texts():
        change(event, "Bob Newman had nothing to do with it.", headline="Ada joins Acme")

    def mend_link():
        with edit() as current:
            current.correction = "Bob Newman was never part of it."
            event.people.remove(bob)

    for mend in (mend_texts, mend_link) if texts_first else (mend_link, mend_texts):
        mend()
    assert sorted(row["reason"] for row in corrections_of(api)) == [
        "Bob Newman had nothing to do with it.",
        "Bob Newman was never part of it.",
    ]
    transitions.withdraw(bob)
    assert [row["reason"] for row in corrections_of(api)] == [None, None]
    assert "Bob" not in api.get("/api/v1/corrections/").content.decode()
    assert "Bob" not in api.get("/api/v1/corrections/?format=csv").getvalue().decode()


def test_the_title_in_a_claim_is_a_text_too(api, ada, post):
    bob = make_employment(make_person("Bob Newman"), post.organization, claims=({"source": make_source()},))
    claim = post.claims.get()
    change(post, came_from=make_employment(ada, make_organization("Beta"), claims=({"source": make_source()},)))
    change(claim, "Bob was wrong", title="Deputy of Bob Newman")
    change(claim, title="Deputy")
    transitions.withdraw(bob.person)
    assert changes(api)["claims"][0][0]["title"] == "Deputy of Bob Newman"
    transitions.withdraw(post.came_from)
    for row in corrections_of(api, slug=post.slug):
        claims = [claim for one in row["changes"] if one["field"] == "claims" for claim in one["before"] + one["after"]]
        assert {claim["title"] for claim in claims} <= {None}
    assert "Bob" not in api.get("/api/v1/corrections/").content.decode()


def test_a_list_of_people_is_called_nothing_that_may_name_them(api, ada):
    cohort = make_cohort(ada, make_person("Bob"), name="The team of Ada Lovelace", source=make_source())
    change(cohort, name="The team")
    transitions.withdraw(ada)
    found = [one for row in corrections_of(api) for one in row["changes"] if one["field"] == "name"]
    assert found == [{"field": "name", "before": None, "after": None}]


def test_a_source_that_left_silences_the_correction_that_cites_it_and_no_other(api, post):
    source = make_source("Gossip")
    claim = make_claim(post, source)
    with edit() as current:
        current.correction = "Gossip took it back."
        claim.delete()
    change(post, "A typing error.", title="Chief")
    transitions.withdraw(source)
    assert [row["reason"] for row in corrections_of(api)] == ["A typing error.", None, None]


def test_a_claim_leaves_with_its_source(api, post):
    claim = make_claim(post, make_source("Gossip"), start="2019")
    change(claim, start=parse("2018"))
    assert changes(api)["claims"][0][0]["start"] == "2019"
    transitions.withdraw(claim.source)
    assert "gossip" not in api.get("/api/v1/corrections/").content.decode()
    assert Claim.objects.count() == 2


def test_that_others_left_is_no_correction(api, ada):
    whole, gossip = make_organization("Whole"), make_source("Gossip")
    bob, paper = make_person("Bob"), make_source()
    told_of = ({"source": paper}, {"source": gossip})
    make_employment(bob, make_organization("Acme", parent=whole), claims=told_of)
    make_employment(bob, make_organization("Beta"), claims=({"source": paper, "stance": "announced"}, *told_of[1:]))
    make_cohort(ada, bob, source=paper)
    make_event(people=(bob,), sources=(gossip, paper, (make_source("Bob"), "announced")))
    for record in (gossip, ada, whole):
        transitions.withdraw(record)
    assert [(row["slug"], row["changes"]) for row in corrections_of(api)] == [
        ("bob-acme", [{"field": "confidence", "before": "confirmed", "after": "reported"}]),
    ]


def test_who_was_merged_is_the_survivor(api, post):
    twin, bob = make_person("Ada King"), make_person("Bob")
    make_employment(twin, make_organization("Beta"))
    event = make_event("They meet", people=(post.person, twin, bob))
    merge(post.person, twin, {}, "the same")
    assert {row["slug"]: [one["field"] for one in row["changes"]] for row in corrections_of(api)} == {
        "ada-lovelace": ["names"]
    }
    event.people.remove(bob)
    assert changes(api, slug="they-meet") == {"people": ([{"slug": "bob", "name": "Bob"}], [])}
    change(event, headline="She left")
    assert changes(api, slug="they-meet") == {"headline": ("They meet", "She left")}


def test_a_hidden_member_keeps_no_name(api, ada):
    cohort = make_cohort(ada, name="The authors", source=make_source())
    member = cohort.members.get()
    change(member, name_as_listed="A. Lovelace")
    assert changes(api)["members"][1][0]["name_as_listed"] == "A. Lovelace"
    transitions.withdraw(ada)
    assert "Lovelace" not in api.get("/api/v1/corrections/").content.decode()


def test_it_costs_the_same_for_one_row_and_for_twenty(api, django_assert_num_queries, post):
    change(post, start=parse("2019"))
    with django_assert_num_queries(
        5
    ):  # corrections · all of these records · the people, organizations and sources that they name
        assert len(corrections_of(api)) == 1
    for number in range(20):
        change(post.organization, parent=make_organization(f"Whole {number}"))
    cache.clear()
    with django_assert_num_queries(5):
        assert len(corrections_of(api)) == 21


# How the desk tells them


def test_the_form_of_what_was_public_asks_what_readers_are_told(api, ada):
    grace = make_editor()
    page = address(Person, "change", ada.pk)
    assert 'name="correction"' in grace.get(page).content.decode()
    save(grace, page, name="Ada King", reason="a letter to us", correction=" We had her\nmaiden name. ")
    (row,) = corrections_of(api)
    assert (row["reason"], row["is_typo"]) == ("We had her maiden name.", False)
    save(grace, page, name="Ada Kíng", reason="accent", is_typo="on")
    assert [row["is_typo"] for row in corrections_of(api, typos="true")] == [True, False]


def test_a_draft_has_no_readers_to_tell():
    person = make_person(status="draft")
    assert 'name="correction"' not in make_editor().get(address(Person, "change", person.pk)).content.decode()


def test_what_readers_are_told_is_readable(api, ada):
    response = save(
        make_editor(), address(Person, "change", ada.pk), name="Ada King", reason="so", correction="a\u202eb"
    )
    assert "Remove the characters that override" in response.content.decode()
    assert corrections_of(api) == []


def test_undoing_tells_readers_too(api, ada):
    grace = make_editor()
    save(grace, address(Person, "change", ada.pk), name="Ada King", reason="a letter", correction="Her name.")
    history = grace.get(address(Person, "history", ada.pk)).content.decode()
    link = re.search(r'href="([^"]*undo/\?change=[^"]*)"', history).group(1).replace("&amp;", "&")
    page = grace.get(urljoin(address(Person, "history", ada.pk), link))
    assert 'name="correction"' in page.content.decode()
    grace.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
        {"reason": "it was right", "correction": "It was right before.", "seen": 2},
    )
    assert [row["reason"] for row in corrections_of(api)] == ["It was right before.", "Her name."]


def test_as_feeds_they_lead_to_pages(api, post):
    change(post.claims.get().source, "It was published later.", published=parse("2020-05"))
    change(post, "The first version had the year of her thesis.", start=parse("2021-03"), title="Chair")
    feed = feedparser.parse(api.get("/api/v1/corrections/?format=atom").content)
    assert not feed.bozo
    assert [(entry.title, entry.summary, entry.link) for entry in feed.entries] == [
        (
            "Ada Lovelace, Acme",
            "The first version had the year of her thesis. Changed: title, start.",
            "http://testserver/people/ada-lovelace/#ada-lovelace-acme",
        ),
        (
            "The Paper, May 2020",
            "It was published later. Changed: published.",
            "http://testserver/corrections/?resource=sources&slug=the-paper",
        ),
    ]
    assert feed.entries[0].id.endswith(f":corrections/{corrections_of(api)[0]['seq']}")
    assert [tag.term for tag in feed.entries[1].tags] == ["sources"]
    for entry in feed.entries:
        assert api.get(entry.link).status_code == 200
    page = api.get_json("corrections/", format="jsonfeed", page_size=1, resource="employments")
    assert [item["title"] for item in page["items"]] == ["Ada Lovelace, Acme"]
    assert page["home_page_url"] == "http://testserver/corrections/?resource=employments"


def test_a_feed_hides_what_the_list_hides(api, ada, post):
    change(post, "Eve had said so.", start=parse("2021-03"))
    transitions.withdraw(ada)
    assert api.get_json("corrections/", format="jsonfeed")["items"] == []


@pytest.mark.parametrize("count", [1, 5])
def test_a_feed_costs_the_same_for_one_row_and_for_five(api, django_assert_num_queries, post, count):
    for year in range(count):
        change(post, "Again.", start=parse(str(2001 + year)))
    with django_assert_num_queries(6):
        api.get("/api/v1/corrections/?format=atom")
