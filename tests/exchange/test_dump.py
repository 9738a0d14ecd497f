"""Dumping everything public as a fixture: nothing hidden in it, and the same bytes each time."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Cohort, Employment, Person, PersonName, Source
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.run_import import import_timeline
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.factories import (
    delete_everything,
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.timeline_file import small_timeline
from tests.support.worlds import make_world_with_secrets, make_worlds

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 21, tzinfo=UTC)


def rows(*sources):
    return json.loads(dump_timeline(sources)[0])


def slugs(rows, model):
    return [row["fields"]["slug"] for row in rows if row["model"] == model]


def load(tmp_path, text):
    file = tmp_path / "dump.json"
    file.write_text(text, encoding="utf-8")
    call_command("loaddata", str(file), verbosity=0)


def test_a_dump_has_one_row_per_line_with_natural_keys_and_without_defaults():
    with edit(at=MOMENT):
        make_person("Ada", names=("Augusta",))
    moments = ", ".join(f'"{name}": "2026-11-21T00:00:00Z"' for name in ("created_at", "updated_at", "published_at"))
    text, count = dump_timeline()
    assert text.splitlines() == [
        "[",
        f'{{"model": "people.person", "fields": {{"slug": "ada", "status": "published", {moments}, "name": "Ada"}}}},',
        '{"model": "people.personname", "fields": {"text": "Augusta", "language": "en", "person": ["ada"]}}',
        "]",
    ]
    assert (count, text[-1]) == (2, "\n")


def test_a_dump_of_nothing_is_an_empty_list():
    assert dump_timeline() == ("[\n\n]\n", 0)
    assert rows() == []


def test_text_in_other_scripts_is_written_as_it_is():
    make_source("כלכליסט", slug="calcalist")
    assert '"publisher": "כלכליסט"' in dump_timeline()[0]


@pytest.mark.parametrize("publish", [{"at": MOMENT}, {"at": MOMENT + timedelta(microseconds=123)}, {}])
def test_a_loaded_dump_gives_the_same_bytes(tmp_path, publish):
    import_timeline(small_timeline(), publish=True, **publish)
    make_cohort(Person.objects.get(), name="Later", source=Source.objects.get(slug="fortune"))
    Person.objects.update(description="Countess\u2028of “Lovelace”")
    text, count = dump_timeline()
    delete_everything()
    assert dump_timeline()[1] == 0
    load(tmp_path, text)
    assert dump_timeline() == (text, count)
    assert check_timeline() == []
    load(tmp_path, text)
    assert dump_timeline() == (text, count)
    assert Person.objects.get().version == 2


def test_a_dump_is_in_the_order_of_the_natural_keys():
    for name in ("b", "a c", "a", "ab", "a-b"):
        make_person(name, names=("Z", "A", "é"))
    people = [row["fields"] for row in rows() if row["model"] == "people.person"]
    names = [row["fields"] for row in rows() if row["model"] == "people.personname"]
    assert [person["slug"] for person in people] == ["a", "a-b", "a-c", "ab", "b"]
    assert [(name["person"], name["text"]) for name in names][:4] == [
        (["a"], "A"),
        (["a"], "Z"),
        (["a"], "é"),
        (["a-b"], "A"),
    ]


def test_nothing_unpublished_is_in_a_dump():
    make_world_with_secrets()
    text, _ = dump_timeline()
    assert "ecret" not in text
    assert "mallory" not in text.casefold()
    assert (slugs(rows(), "people.person"), slugs(rows(), "people.cohort")) == (["ada"], ["the-authors"])


def test_a_dump_without_the_unpublished_still_loads(tmp_path):
    make_world_with_secrets()
    text, _ = dump_timeline()
    delete_everything()
    load(tmp_path, text)
    assert dump_timeline()[0] == text
    assert check_timeline() == []
    assert (Employment.objects.get().came_from, Cohort.objects.get().members.count()) == (None, 1)
    assert PersonName.objects.count() == 0


def test_dumping_changes_nothing():
    post = make_employment(came_from=None)
    make_claim(post, make_source(status="draft"))
    before = list(Employment._base_manager.values()), Employment.history.count()
    dump_timeline()
    assert (list(Employment._base_manager.values()), Employment.history.count()) == before


def test_a_merged_or_withdrawn_record_is_not_dumped():
    post = make_employment()
    transitions.withdraw(post.person)
    assert [row["model"] for row in rows()] == ["people.source", "people.organization"]


# A part of it


def test_the_dump_of_a_source_has_what_cites_it_and_all_that_this_refers_to():
    root = make_source("Business Insider")
    article = make_source("Calcalist", derived_from=root)
    other, elsewhere = make_source("Fortune"), make_source("Wired")
    ada, meta = make_person("Ada", names=("Augusta",)), make_organization("Meta")
    fair = make_organization("FAIR", parent=meta)
    old = make_employment(ada, fair, end="2023", end_state="ended", claims=({"source": other},))
    make_employment(ada, make_organization("Acme"), came_from=old, claims=({"source": article}, {"source": other}))
    make_employment(make_person("Eve"), make_organization("Zenith"), claims=({"source": elsewhere}, {"source": other}))
    make_event("About Ada", people=(ada,), sources=(other,))
    make_event("About Meta", organizations=(meta,), sources=(article,))
    make_cohort(make_person("Joan"), source=article)
    dumped = rows("calcalist")
    assert slugs(dumped, "people.source") == ["business-insider", "calcalist", "fortune"]
    assert slugs(dumped, "people.organization") == ["acme", "fair", "meta"]
    assert slugs(dumped, "people.person") == ["ada", "joan"]
    assert slugs(dumped, "people.employment") == ["ada-acme", "ada-fair"]
    assert slugs(dumped, "people.claim") == ["ada-acme--calcalist", "ada-acme--fortune", "ada-fair--fortune"]
    assert slugs(dumped, "events.newsevent") == ["about-meta"]
    assert slugs(dumped, "people.cohort") == ["the-authors"]


def test_the_dump_of_a_source_keeps_derived_values_correct(tmp_path):
    article, other = make_source("Calcalist"), make_source("Fortune")
    make_employment(claims=({"source": article}, {"source": other}))
    make_source("Unrelated")
    text, _ = dump_timeline(["calcalist"])
    delete_everything()
    load(tmp_path, text)
    assert Employment.objects.get().confidence == "confirmed"
    assert (check_timeline(), dump_timeline()[0]) == ([], text)


def test_only_published_sources_can_be_dumped():
    make_source("Fortune"), make_source("Wired", status="in_review")
    with pytest.raises(LookupError, match="There is no published source nowhere, wired"):
        dump_timeline(["fortune", "wired", "nowhere"])
    assert slugs(rows("fortune", "fortune"), "people.source") == ["fortune"]


def test_a_dump_of_many_rows_takes_as_many_queries_as_of_one():
    def count_queries():
        with CaptureQueriesContext(connection) as queries:
            dump_timeline()
        return len(queries)

    make_worlds(1)
    few = count_queries()
    delete_everything()
    make_worlds(4)
    assert count_queries() == few
