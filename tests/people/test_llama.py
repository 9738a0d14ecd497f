"""The story of the five articles, as it is shipped."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from people.models import Cohort, Employment, Organization, Person
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.records.models import VersionedModel
from tests.support.factories import delete_everything
from tests.support.worlds import load_llama

FILE = Path(settings.ROOT) / "fixtures" / "llama.json"
RECORDED = [model for model in apps.get_models() if issubclass(model, VersionedModel)]

pytestmark = [pytest.mark.usefixtures("llama"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def llama(django_db_setup, django_db_blocker):
    """The story, loaded once for the module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_llama()
        # PostgreSQL would check all of these rows again after each test: what it checks there is undone.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


def everything():
    return {model: list(model._base_manager.order_by("pk").values()) for model in RECORDED}


def test_a_dump_of_the_story_is_the_fixture_byte_for_byte():
    assert dump_timeline()[0] == FILE.read_text(encoding="utf-8")


def test_loading_it_twice_changes_nothing():
    before = everything()
    call_command("loaddata", "llama", verbosity=0)
    assert everything() == before


def test_it_loads_to_the_same_bytes_after_a_flush(tmp_path):
    copy = tmp_path / "copy.json"
    call_command("dump_timeline", str(copy), verbosity=0)
    delete_everything()
    call_command("loaddata", str(copy), verbosity=0)
    assert dump_timeline()[0] == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", RECORDED, ids=[model._meta.model_name for model in RECORDED])
def test_every_row_survives_full_clean(model):
    rows = model._base_manager.all()
    assert rows
    # That what it names exists, and the constraints, the database said when the row was loaded.
    references = {field.name for field in model._meta.concrete_fields if field.many_to_one}
    for row in rows:
        row.full_clean(exclude=references, validate_unique=False, validate_constraints=False)


def test_the_check_finds_nothing():
    assert check_timeline() == []


def test_everything_is_published_and_has_no_history():
    for model in RECORDED:
        assert not model.history.exists()
        if hasattr(model, "status"):
            assert set(model._base_manager.values_list("status", flat=True)) == {"published"}


def test_the_authors_of_the_paper_are_fourteen():
    cohort = Cohort.objects.get(slug="llama-paper-authors")
    assert (cohort.expected_size, cohort.members.count()) == (14, 14)
    meta = Organization.objects.with_parts(Organization.objects.filter(slug="meta").values_list("pk", flat=True))
    left = Employment.objects.filter(person__memberships__cohort=cohort, end_state="ended").at_organizations(meta)
    assert left.values("person").distinct().count() == 11


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        *((text, "guillaume-lample") for text in ("lample", "LAMPLE", "Lampl", "למפל")),
        ("aurelien rodriguez", "aurelien-rodriguez"),
    ],
)
def test_the_authors_are_found_by_any_name(text, slug):
    assert [person.slug for person in Person.objects.search(text)] == [slug]
