"""loaddata runs no save(): what is derived is right all the same, in whatever order the rows come."""

import json
from datetime import UTC, datetime
from random import Random

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from people.models import Claim, Employment, Organization, OrganizationName, Person, Source
from talentwatch.exchange.dump import MODELS, dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.resources import children_of
from tests.support.built_once import built_once
from tests.support.factories import (
    delete_everything,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db

RECORDED = [model for model in apps.get_models() if issubclass(model, VersionedModel)]


@pytest.fixture
@built_once
def story(db):
    """A report and its repetitions, a post left for another, a unit of a company, an event and a list."""
    with edit(at=datetime(2026, 11, 21, tzinfo=UTC)):
        make_story()


def make_story():
    root = make_source("Business Insider", published="2025-05-26")
    far = root
    for name in ("Calcalist", "Ynet", "Ctech", "Mirror"):
        far = make_source(name, derived_from=far, published="2025-05-27")
    ada = make_person("Ada Lovelace", names=("Augusta", "Countess"))
    acme = make_organization("Acme")
    unit = make_organization("Acme Research", kind="team", parent=acme)
    OrganizationName.objects.create(organization=unit, text="AR", language="en", kind="abbreviation")
    old = make_employment(
        ada,
        unit,
        start="2018",
        end="2023",
        end_state="ended",
        claims=({"source": root, "start": "2019"}, {"source": far}),
    )
    new = make_employment(
        ada,
        make_organization("Zenith"),
        end_state="ongoing",
        came_from=old,
        claims=(
            {"source": far, "end_state": "ongoing", "stance": "rumoured"},
            {"source": root, "end_state": "ongoing"},
        ),
    )
    make_event(people=(ada,), organizations=(unit,), employments=(old, new), sources=((root, "announced"), far))
    make_cohort(ada, source=root)


def everything():
    """All that the rows hold, by natural key: numbers left out, links by slug."""
    return {
        (model._meta.model_name, *row.natural_key()): [
            _told(row, field)
            for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
            if field.name != "id"
        ]
        for model in RECORDED
        for row in model._base_manager.all()
    }


def _told(row, field):
    value = getattr(row, field.name)
    if field.many_to_many:
        return [other.slug for other in value.all()]
    return value.slug if value and field.is_relation else value


def load(tmp_path, rows):
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    call_command("loaddata", str(file), verbosity=0)


def by_primary_key():
    """The rows as dumpdata writes them."""
    return [row for model in RECORDED for row in json.loads(serializers.serialize("json", model._base_manager.all()))]


def without_what_is_derived(rows):
    """But for the slug of a claim, which must be unique at all times."""
    for row in rows:
        for column in apps.get_model(row["model"]).derived_fields - {"slug"}:
            row["fields"].pop(column, None)
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_rows_by_primary_key_may_come_in_any_order(story, tmp_path, seed):
    """In five orders."""
    before, rows = everything(), without_what_is_derived(by_primary_key())
    delete_everything()
    Random(seed).shuffle(rows)
    load(tmp_path, rows)
    assert everything() == before
    assert check_timeline() == []


@pytest.mark.parametrize("seed", range(2))
def test_rows_by_natural_key_may_come_in_any_order_within_their_model(story, tmp_path, seed):
    """In two orders."""
    before, rows = everything(), without_what_is_derived(json.loads(dump_timeline()[0]))
    delete_everything()
    Random(seed).shuffle(rows)
    order = [model._meta.label_lower for record in MODELS for model in (record, *children_of(record))]
    rows.sort(key=lambda row: order.index(row["model"]))
    load(tmp_path, rows)
    assert everything() == before
    assert check_timeline() == []


def test_the_story_is_as_it_was_meant(story):
    old, new = Employment.objects.order_by("slug")
    assert (old.slug, old.confidence, old.has_conflict) == ("ada-lovelace-acme-research", "reported", True)
    assert (new.slug, new.confidence, str(new.verified_on)) == ("ada-lovelace-zenith", "reported", "2025-05-27")


def test_loading_writes_no_history_and_counts_no_version(story, tmp_path):
    rows = json.loads(dump_timeline()[0])
    delete_everything()
    load(tmp_path, rows)
    assert {model.__name__: model.history.count() for model in RECORDED} == dict.fromkeys(
        (m.__name__ for m in RECORDED), 0
    )
    assert {
        row.version for model in RECORDED if issubclass(model, PublishableRecord) for row in model._base_manager.all()
    } == {1}


def test_a_source_loaded_alone_is_weighed_in_what_is_there(story, tmp_path):
    post = Employment.objects.get(slug="ada-lovelace-acme-research")
    text = serializers.serialize("json", Source.objects.filter(publisher="Calcalist"))
    (row,) = json.loads(text)
    row["fields"]["derived_from"] = None
    load(tmp_path, [row])
    post.refresh_from_db()
    assert post.confidence == "confirmed"
    assert {claim.slug: claim.conflicts for claim in Claim.objects.filter(employment=post)} == {
        "ada-lovelace-acme-research--business-insider-2025-05-26": ["start"],
        "ada-lovelace-acme-research--mirror-2025-05-27": [],
    }


def test_names_loaded_raw_are_found(story, tmp_path):
    rows = without_what_is_derived(by_primary_key())
    delete_everything()
    load(tmp_path, rows)
    assert Person.objects.search("countess").get().slug == "ada-lovelace"
    assert Organization.objects.search("ar").filter(slug="acme-research").exists()


def test_a_row_more_costs_no_query_more_but_its_own_insert(db, tmp_path):
    counts = []
    for number in (2, 6):
        delete_everything()
        with edit():
            for index in range(number):
                person, place, source = make_person(f"P {index}", names=("Alias",)), make_organization(), make_source()
                make_employment(person, place, claims=({"source": source},))
                make_cohort(person, source=source, name=f"Cohort {index}")
        rows = json.loads(dump_timeline()[0])
        delete_everything()
        with CaptureQueriesContext(connection) as queries:
            load(tmp_path, rows)
        counts.append(len([query for query in queries if "SELECT" in query["sql"]]))
    assert counts[0] == counts[1]


def test_people_loaded_alone_have_their_last_move_again(story, tmp_path):
    ada = Person.objects.get(slug="ada-lovelace")
    assert ada.last_move_earliest
    dumped = serializers.serialize("json", [ada], fields=["slug", "name", "status", "published_at"])
    file = tmp_path / "ada.json"
    file.write_text(dumped, "utf-8")
    call_command("loaddata", file, verbosity=0)
    assert Person.objects.get(pk=ada.pk).last_move_earliest == ada.last_move_earliest


def source_row(slug: str, **fields):
    moments = {"created_at": "2026-11-21T00:00:00Z", "updated_at": "2026-11-21T00:00:00Z"}
    return {
        "model": "people.source",
        "fields": {"slug": slug, "publisher": slug.title(), "language": "en", **moments, **fields},
    }


def test_a_row_that_comes_twice_is_saved_as_it_comes_last(db, tmp_path):
    load(tmp_path, [source_row("mirror"), source_row("echo"), source_row("mirror", publisher="The Mirror")])
    assert dict(Source.objects.values_list("slug", "publisher")) == {"mirror": "The Mirror", "echo": "Echo"}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_row_may_name_another_of_its_model(db, tmp_path, is_first):
    rows = [source_row("mirror", derived_from=["echo"]), source_row("echo")]
    load(tmp_path, rows[::-1] if is_first else rows)
    assert Source.objects.get(slug="mirror").derived_from.slug == "echo"
    assert not check_timeline()


def test_a_row_that_the_database_refuses_is_named_and_nothing_is_loaded(db, tmp_path):
    rows = [
        source_row("echo"),
        source_row("mirror", published_earliest="2025-05-26", published_latest="2025-05-25"),
        source_row("wire"),
    ]
    with pytest.raises(IntegrityError, match=r"people\.Source mirror: .*source_published_in_order"):
        load(tmp_path, rows)
    assert not Source.objects.exists()
