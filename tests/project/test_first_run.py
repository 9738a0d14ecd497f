"""The first run on a new database: with our timeline or empty, and an account for the desk."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from people.models import Employment, Person, Source
from talentwatch.exchange.dump import dump_timeline
from tests.support.behind_the_rules import delete_behind_the_rules
from tests.support.factories import make_person, make_source

pytestmark = pytest.mark.django_db

LOGIN = "Log in to the desk as admin with the password "


def first_run(*arguments):
    out = StringIO()
    call_command("first_run", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def a_short_timeline(settings, tmp_path):
    """The fixture called timeline, of one person."""
    person = make_person("Ada")
    (tmp_path / "timeline.json").write_text(dump_timeline()[0], encoding="utf-8")
    delete_behind_the_rules(Person._base_manager.filter(pk=person.pk))
    settings.FIXTURE_DIRS = [tmp_path]


def test_it_loads_the_timeline_and_creates_an_admin(a_short_timeline):
    loading, login = first_run()
    assert loading == "Loading the timeline …"
    assert Person.objects.get().slug == "ada"
    password = login.removeprefix(LOGIN).removesuffix(" (shown only now).")
    assert User.objects.get(username="admin", is_superuser=True, is_staff=True).check_password(password)
    assert len(password) >= 16


def test_every_further_run_changes_nothing(a_short_timeline):
    make_source("Fortune")
    User.objects.create_superuser("boss", password="x")
    assert first_run() == first_run() == []
    assert (Person.objects.count(), User.objects.get().username) == (0, "boss")


def test_a_user_without_rights_is_no_admin(a_short_timeline):
    make_source("Fortune")
    User.objects.create_user("reader")
    (login,) = first_run()
    assert login.startswith(LOGIN)


def test_an_empty_desk_stays_empty(a_short_timeline):
    (login,) = first_run("--empty")
    assert login.startswith(LOGIN)
    assert first_run() == first_run("--empty") == []
    assert (Person.objects.count(), Source.objects.count(), User.objects.count()) == (0, 0, 1)


def test_a_timeline_that_is_there_is_never_removed(a_short_timeline):
    make_source("Fortune")
    User.objects.create_superuser("boss", password="x")
    assert first_run("--empty") == [
        "This database already holds a timeline. Start an empty one in another DATABASE_URL."
    ]
    assert Source.objects.count() == 1


def test_the_fixtures_are_where_the_first_run_looks(settings):
    assert all((Path(folder) / "timeline.json").is_file() for folder in settings.FIXTURE_DIRS)
    assert not Employment.objects.exists()
