"""The database under a fault: `build` makes it, `verify` says what is wrong with it afterwards. Each prints JSON.

Run as `python -m tests.support.fault_world`, with the environment of tests/support/production.py.
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 once Django is set up
from django.conf import settings  # noqa: E402 once Django is set up
from django.contrib.auth.models import User  # noqa: E402 the same
from django.core.management import call_command  # noqa: E402 the same
from django.db.models import Max  # noqa: E402 the same
from django.test import Client  # noqa: E402 the same
from django.utils import timezone  # noqa: E402 the same

from people.models import Person  # noqa: E402 the same
from talentwatch.changefeed.models import Change  # noqa: E402 the same
from talentwatch.exchange.integrity import check_timeline  # noqa: E402 the same
from talentwatch.jobs.models import Job, State  # noqa: E402 the same
from talentwatch.records.edit import edit  # noqa: E402 the same
from talentwatch.records.models import PublishableRecord  # noqa: E402 the same
from tests.support.factories import make_employment, make_organization, make_person, make_source  # noqa: E402 the same

WRITERS = 10


def build() -> dict[str, Any]:
    """People who moved from one organization to the other."""
    call_command("migrate", verbosity=0)
    old, new, source = make_organization("Old Lab"), make_organization("New Lab"), make_source()
    for number in range(WRITERS):
        person = make_person(f"Writer {number}")
        make_employment(person, old, claims=({"source": source},), start="2020", end="2021", end_state="ended")
        make_employment(person, new, claims=({"source": source},), start="2021-06")
    User.objects.create_superuser("editor", password="unused")
    return {}


def log_in() -> dict[str, Any]:
    """The keys of one session for each writer, and the person that they edit."""
    user = User.objects.get(username="editor")
    sessions = []
    # Those who came since were imported.
    for person in Person.objects.order_by("pk")[:WRITERS]:
        client = Client()
        client.force_login(user)
        sessions.append({"session": client.cookies[settings.SESSION_COOKIE_NAME].value, "person": person.pk})
    return {"sessions": sessions}


def edit_ahead() -> dict[str, Any]:
    """An edit while the clock was an hour ahead."""
    with edit(at=timezone.now() + timedelta(hours=1)):
        make_person("Ahead of time")
    return {}


def verify(acknowledged: list[tuple[int, str]], imported: list[str]) -> dict[str, Any]:
    """What was acknowledged and isn't there, and everything else that is wrong; `imported` is what the slugs of each file begin with."""
    stored = set(Person.history.values_list("id", "name"))
    problems = [str(finding) for finding in check_timeline()]
    slugs = Person.objects.filter(slug__startswith="import-").values_list("slug", flat=True)
    files = Counter(slug.rpartition("-")[0] for slug in slugs)
    # Their number is part of the slugs.
    problems += [f"{number} rows of {mark}" for mark, number in files.items() if number != int(mark.split("-")[1])]
    if running := Job.objects.filter(state=State.RUNNING).count():
        problems.append(f"{running} jobs are still called running.")
    for model in (model for model in apps.get_models() if issubclass(model, PublishableRecord)):
        versions = Counter(model.history.values_list("id", "version"))
        problems += [f"{model.__name__} {key}: {number} history rows" for key, number in versions.items() if number > 1]
        for record in model.objects.all():
            expected = set(range(1, record.version + 1))
            if missing := expected - {version for pk, version in versions if pk == record.pk}:
                problems.append(f"{record!r} has no history of versions {sorted(missing)}")
    numbers = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append("The log has gaps.")
    moments = list(Change.objects.order_by("seq").values_list("at", flat=True))
    if moments != sorted(moments):
        problems.append("The log isn't in the order of time.")
    return {
        "lost": [one for one in acknowledged if tuple(one) not in stored]
        + [mark for mark in imported if mark not in files],
        "problems": problems,
        "changes": len(numbers),
        "last": str(Change.objects.aggregate(last=Max("at"))["last"]),
    }


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    result = {"build": build, "edit_ahead": edit_ahead, "log_in": log_in, "verify": verify}[command](
        *map(json.loads, arguments)
    )
    sys.stdout.write(json.dumps(result))
