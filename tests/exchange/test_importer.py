"""Importing a timeline file: every record checked, every error reported, all of it or nothing."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Organization, Person, Source
from talentwatch.dates import ACCEPTED
from talentwatch.exchange import run_import
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.run_import import TimelineError, import_timeline
from talentwatch.publishing import transitions
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.typed_dates import TYPED
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source
from tests.support.timeline_file import claim, small_timeline, source

pytestmark = pytest.mark.django_db

RECORDED = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
CURATED = [model for model in RECORDED if issubclass(model, PublishableRecord)]
NEW = {"sources": 2, "organizations": 2, "people": 1, "employments": 2, "events": 1, "cohorts": 1}


def tally(counts):
    """The counts that aren't zero."""
    return {name: number for name, number in counts.items() if number}


def everything():
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in RECORDED}
    return rows, {model: model.history.count() for model in RECORDED}


def refused(data, **options):
    """The errors of a file, after which nothing has changed."""
    before = everything()
    with pytest.raises(TimelineError) as refusal:
        import_timeline(data, **options)
    assert everything() == before
    assert str(refusal.value) == "\n".join(refusal.value.errors)
    return refusal.value.errors


def test_a_file_is_imported():
    counts = import_timeline(small_timeline(), reason="the first file")
    assert tally(counts) == {f"{name} new": number for name, number in NEW.items()}
    post = Employment.objects.get(slug="ada-acme-research")
    assert (post.person.slug, post.organization.parent.slug, str(post.start), str(post.end)) == (
        "ada-lovelace",
        "acme",
        "[..2018-06]",
        "2023",
    )
    assert list(post.claims.order_by("slug").values_list("source__slug", "stance", "stated_months", "title")) == [
        ("calcalist", "reported", None, "Analyst"),
        ("fortune", "announced", 60, ""),
    ]
    assert Employment.objects.get(slug="ada-acme").came_from == post
    event = NewsEvent.objects.get()
    assert [organization.slug for organization in event.organizations.all()] == ["acme", "acme-research"]
    assert (event.employments.get().slug, event.citations.get().stance) == ("ada-acme", "announced")
    assert Person.objects.search("לאבלייס").get().slug == "ada-lovelace"
    assert Source.objects.get(slug="calcalist").derived_from.slug == "fortune"
    assert Cohort.objects.get().members.get().position == 2
    for model in CURATED:
        for record in model.objects.all():
            assert (record.version, record.status, record.published_at) == (1, "draft", None)
            assert record.history.get().history_change_reason == "the first file"
    assert check_timeline() == []


def test_a_second_run_changes_nothing():
    import_timeline(small_timeline())
    before = everything()
    assert tally(import_timeline(small_timeline())) == {f"{name} same": number for name, number in NEW.items()}
    assert everything() == before


def test_text_that_is_not_normal_is_found_again():
    data = small_timeline()
    data["people"][0]["names"][0]["text"] = "  Aure\u0301lie "
    data["people"][0]["name"] = " Ada  Lovelace\n"
    import_timeline(data)
    before = everything()
    assert tally(import_timeline(data)) == {f"{name} same": number for name, number in NEW.items()}
    assert everything() == before
    assert Person.objects.get().names.get().text == "Aurélie"


def test_only_what_differs_is_changed():
    import_timeline(small_timeline())
    data = small_timeline()
    data["employments"][1]["claims"][1]["title"] = "Mathematician"
    data["people"][0]["names"][0]["kind"] = "alias"
    data["events"][0]["people"] = []
    data["organizations"][0]["parent"] = None
    assert tally(import_timeline(data)) == {
        "sources same": 2,
        "organizations changed": 1,
        "organizations same": 1,
        "people changed": 1,
        "employments changed": 1,
        "employments same": 1,
        "events changed": 1,
        "cohorts same": 1,
    }
    assert {post.slug: post.version for post in Employment.objects.all()} == {"ada-acme": 1, "ada-acme-research": 2}
    assert Claim.objects.get(title="Mathematician").source.slug == "calcalist"
    assert list(NewsEvent.objects.get().people.all()) == []


def test_what_the_file_leaves_out_stays():
    import_timeline(small_timeline())
    other = make_employment()
    data = small_timeline()
    data["employments"][1]["claims"].pop()
    assert tally(import_timeline({"employments": data["employments"]})) == {"employments same": 2}
    assert Claim.objects.count() == 4
    assert Employment.objects.filter(pk=other.pk).exists()
    assert tally(import_timeline({})) == {}


def test_new_records_are_published_on_request():
    at = datetime(2026, 11, 21, tzinfo=UTC)
    import_timeline(small_timeline(), publish=True, at=at)
    for model in CURATED:
        for record in model.objects.all():
            assert (record.status, record.published_at, record.updated_at, record.created_at) == (
                "published",
                at,
                at,
                at,
            )
            assert record.history.get().history_date == at
    assert Employment.objects.get(slug="ada-acme-research").confidence == "confirmed"
    assert check_timeline() == []


def test_a_stored_record_keeps_its_status():
    import_timeline(small_timeline())
    transitions.publish(Person.objects.get())
    transitions.submit(Source.objects.get(slug="fortune"))
    data = small_timeline()
    data["people"][0]["name"] = "Ada King"
    import_timeline(data)
    assert Person.objects.get().status == "published"
    assert Source.objects.get(slug="fortune").status == "in_review"


# Errors


def test_all_errors_are_reported_at_once_with_their_place():
    data = small_timeline()
    data["sources"][0]["kind"] = "gossip"
    data["sources"][1]["published"] = "2024-13"
    data["organizations"][0]["parent"] = "nobody"
    data["organizations"][1]["names"][0]["language"] = "klingon"
    data["people"][0]["name"] = None
    data["people"][0]["names"][0]["age"] = 36
    data["employments"][0]["start"] = "soon"
    data["employments"][0]["claims"][0]["end"] = "next month"
    data["employments"][1]["end"] = None
    data["events"][0]["citations"][0]["source"] = "the-moon"
    data["cohorts"][0]["members"][0]["position"] = 0
    # What names a record that is refused isn't wrong itself.
    assert refused(data) == [
        "sources/fortune: kind: “gossip” is no choice here. Choose one of: statement, report, interview, aggregator.",
        f"sources/calcalist: published: “2024-13” is not a date (months are 01 to 12). Accepted: {ACCEPTED} · {TYPED}.",
        "organizations/acme-research: parent: there is no 'nobody'.",
        "organizations/acme names/0: language: Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.",
        "people/ada-lovelace: name: This field cannot be blank.",
        "people/ada-lovelace names/0: this must have language, text, and beyond that only kind.",
        f"employments/ada-acme: start: “soon” is not a date. Accepted: {ACCEPTED} · {TYPED}.",
        f"employments/ada-acme claims/0: end: “next month” is not a date. Accepted: {ACCEPTED} · {TYPED}.",
        "cohorts/the-authors members/0: position: Ensure this value is greater than or equal to 1.",
        "events/ada-joins-acme citations/0: source: there is no 'the-moon'.",
    ]


def change(path, value):
    """The small file with one value changed: change("people 0 name", "Ada")."""
    data = small_timeline()
    *way, last = (int(step) if step.isdigit() else step for step in path.split())
    place = data
    for step in way:
        place = place[step]
    place[last] = value
    return data


PLAIN = "this must be a text, a whole number or null."


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        ("people 0 slug", 360, "people, record 1: slug: every record needs a slug, as a text."),
        ("people 0 slug", ["a"], "people, record 1: slug: every record needs a slug, as a text."),
        ("people 0 slug", "Ada L", "people/Ada L: slug: Use lower-case letters a–z, digits and single hyphens between them."),
        ("people 0 name", ["Ada"], f"people/ada-lovelace: name: {PLAIN}"),
        ("people 0 name", 3.5, f"people/ada-lovelace: name: {PLAIN}"),
        ("people 0 name", True, f"people/ada-lovelace: name: {PLAIN}"),
        ("people 0 name", "Ada\x00", f"people/ada-lovelace: name: {PLAIN}"),
        ("people 0 names", None, "people/ada-lovelace: names: this must be a list of records."),
        ("people 0 names 0", "עדה", "people/ada-lovelace names/0: this must have language, text, and beyond that only kind."),
        ("events 0 people", None, "events/ada-joins-acme: people: this must be a list of slugs."),
        ("events 0 people", "ada-lovelace", "events/ada-joins-acme: people: this must be a list of slugs."),
        ("events 0 people", [{}], "events/ada-joins-acme: people: this must be a list of slugs."),
        ("events 0 people", ["nobody"], "events/ada-joins-acme: people: there is no 'nobody'."),
        ("events 0 date", None, "events/ada-joins-acme: An event needs a date with an earliest and a latest day; “2023” is enough."),
        ("events 0 date", "[2023..]", "events/ada-joins-acme: An event needs a date with an earliest and a latest day; “2023” is enough."),
        ("employments 0 person", {"slug": "x"}, f"employments/ada-acme: person: {PLAIN}"),
        ("employments 1 end_state", "ongoing", "employments/ada-acme-research: Only a job that ended has an end: set the end state to “ended”, or clear the end."),
        ("employments 1 claims 0 source", None, "employments/ada-acme-research claims/0: source: This field cannot be null."),
        ("employments 1 claims 0 source", "calcalist", "employments/ada-acme-research claims/1: this is in the file twice."),
        ("employments 1 claims 0 stated_months", "many", "employments/ada-acme-research claims/0: stated_months: “many” value must be an integer."),
        ("cohorts 0 expected_size", None, "cohorts/the-authors: expected_size: This field cannot be null."),
        ("cohorts 0 expected_size", 10**9, "cohorts/the-authors: expected_size: Ensure this value is less than or equal to 10000."),
        ("organizations 0 slug", "acme", "organizations/acme: this is in the file twice."),
        ("organizations 0", None, "organizations, record 1: this must have slug, and beyond that only parent, name, kind, country, founded, dissolved, website, wikidata_id, description, names."),
        ("organizations 1 parent", "acme-research", "organizations/acme: parent: An organization can't be part of itself."),
        ("sources 0 url", "http://[", "sources/fortune: url: Enter a valid URL."),
        ("sources 0 derived_from", "calcalist", "sources/calcalist: derived_from: A source can't repeat itself."),
        ("people", {}, "people: this must be a list of records."),
        ("people", None, "people: this must be a list of records."),
    ],
)  # fmt: skip
def test_an_error_names_its_record_and_field(path, value, error):
    assert error in refused(change(path, value))


@pytest.mark.parametrize("data", [None, [], "people", {"persons": []}, {"people": [], "persons": []}])
def test_a_file_is_one_object_of_known_lists(data):
    assert refused(data) == [
        "The file must be one object with lists called sources, organizations, people, employments, cohorts, events."
    ]


def test_an_error_is_reported_once():
    assert refused(change("employments 0 claims 0 start", "soon")) == [
        f"employments/ada-acme claims/0: start: “soon” is not a date. Accepted: {ACCEPTED} · {TYPED}."
    ]


def test_a_slug_never_becomes_another_record():
    import_timeline(small_timeline())
    data = {"sources": [{**source("fortune", "Fortune", "2024-04"), "url": "https://example.org/other"}]}
    assert tally(import_timeline(data)) == {"sources changed": 1}
    assert Source.objects.get(slug="fortune").pk == Source.objects.get(url="https://example.org/other").pk


# Requirements of publication


def test_a_record_that_cannot_be_published_stops_the_file():
    data = change("employments 0 claims", [])
    assert refused(data, publish=True) == ["Ada Lovelace, Acme has no source: every fact needs one."]
    import_timeline(data)
    assert Employment.objects.get(slug="ada-acme").status == "draft"


def test_a_stored_draft_stops_what_would_be_published_with_it():
    make_person(slug="ada-lovelace", status="draft")
    assert set(refused(small_timeline(), publish=True)) == {
        "Ada Lovelace, Acme Research is published, but Ada Lovelace isn't.",
        "Ada Lovelace, Acme is published, but Ada Lovelace isn't.",
        "Ada Lovelace joins Acme is published, but Ada Lovelace isn't.",
        "The authors is published, but Ada Lovelace isn't.",
    }


def test_a_new_draft_is_not_smuggled_into_a_published_event():
    event = make_event("Ada Lovelace joins Acme", slug="ada-joins-acme", sources=(make_source(slug="fortune"),))
    make_organization("Acme", slug="acme")
    assert "Ada Lovelace joins Acme is published, but Ada Lovelace isn't." in refused(small_timeline())
    event.refresh_from_db()
    assert list(event.people.all()) == []


def test_a_claim_on_a_published_post_may_rest_on_a_draft():
    import_timeline(small_timeline(), publish=True)
    data = {"sources": [source("wired", "Wired", "2025")], "employments": small_timeline()["employments"][:1]}
    data["employments"][0]["claims"].append(claim("wired", stance="denied"))
    import_timeline(data)
    post = Employment.objects.get(slug="ada-acme")
    assert (post.status, post.version, post.confidence, post.claims.count()) == ("published", 2, "reported", 2)
    assert Organization.objects.get(slug="acme").version == 1


def test_why_a_job_ended_and_what_it_was_left_for_may_be_left_out():
    data = small_timeline()
    post = data["employments"].pop()
    data["employments"] = [post]
    said = {"end": "2023", "end_state": "ended", "end_reason": "laid_off", "left_for": "study"}
    post |= {"end_reason": "resigned", "left_for": "own_venture"}
    post["claims"][0] |= said
    data["events"].clear()
    import_timeline(data)
    for key in ("end_reason", "left_for"):
        del post[key], post["claims"][0][key]
    assert import_timeline(data)["employments same"] == 1
    stored = Employment.objects.get()
    assert (stored.end_reason, stored.left_for) == ("resigned", "own_venture")
    claimed = Claim.objects.get(source__slug="fortune")
    assert (claimed.end_reason, claimed.left_for) == ("laid_off", "study")
    post |= {"end_state": "unknown", "end": None}
    (error,) = refused(data)
    assert error == (
        "employments/ada-acme-research: Only a job that ended has an end reason or “left for”: set the end state to "
        "“ended”, or clear both."
    )


def people(number, **values):
    return {
        "people": [{"slug": f"ada-{count}", "name": f"Ada {count}", "names": [], **values} for count in range(number)]
    }


def test_a_row_that_only_the_database_refuses_stops_no_other_of_its_batch():
    make_person("Grace", orcid="0000-0002-1825-0097")
    file = people(9)
    file["people"][4]["orcid"] = "0000-0002-1825-0097"
    file["people"][7]["orcid"] = file["people"][8]["orcid"] = "0000-0001-5109-3700"
    assert refused(file) == [
        "people/ada-4: Another person has this ORCID iD.",
        "people/ada-8: Another person has this ORCID iD.",
    ]


def test_many_records_take_as_many_queries_as_two():
    def queries(first, number):
        file = {
            "sources": [source(f"source-{first + count}", "Paper", "2024") for count in range(number)],
            "organizations": [{"slug": "acme", "name": "Acme", "kind": "lab"}],
            "people": [{"slug": f"ada-{first + count}", "name": "Ada"} for count in range(number)],
            "employments": [
                {
                    "slug": f"ada-{first + count}-acme",
                    "person": f"ada-{first + count}",
                    "organization": "acme",
                    "start": f"20{10 + count}",
                    "claims": [claim(f"source-{first + count}")],
                }
                for count in range(number)
            ],
        }
        with CaptureQueriesContext(connection) as captured:
            import_timeline(file, publish=True)
        return len(captured)

    queries(0, 1)
    assert queries(40, 8) == queries(20, 2)


def test_a_row_that_takes_the_place_of_another_is_imported_in_the_order_of_the_file():
    make_person("Grace", slug="grace", orcid="0000-0002-1825-0097")
    rows = [
        {"slug": "grace", "name": "Grace", "orcid": "0000-0001-5109-3700"},
        {"slug": "ada", "name": "Ada", "orcid": "0000-0002-1825-0097"},
    ]
    import_timeline({"people": rows})
    assert dict(Person.objects.values_list("slug", "orcid")) == {row["slug"]: row["orcid"] for row in rows}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time by itself")
def test_a_slug_that_somebody_takes_meanwhile_is_not_overwritten(monkeypatch):
    prepare = run_import.prepare_import

    def save_another():
        make_person("Ada King", slug="ada-lovelace")
        connection.close()

    def prepare_slowly(content, options):
        prepared = prepare(content, options)
        if not Person.objects.exists():
            editor = Thread(target=save_another)
            editor.start()
            editor.join()
        return prepared

    monkeypatch.setattr(run_import, "prepare_import", prepare_slowly)
    import_timeline({"people": [{"name": "Ada Lovelace"}]})
    assert dict(Person.objects.values_list("slug", "name")) == {
        "ada-lovelace": "Ada King",
        "ada-lovelace-2": "Ada Lovelace",
    }
