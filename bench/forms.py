"""What the largest forms and actions that somebody with a login can send cost in CPU, all of them refused.

    python bench/forms.py [--rows N] [--write]

Each is sent to the desk through Django's test client, on SQLite in memory. The tables of a form have as many rows as it
accepts, each wrong in every field; --rows sends another number. --write puts the table into docs/security.md.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parent.parent
SECURITY = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- bench/forms.py -->", "<!-- forms end -->"
# Each value is valid by itself, so that every rule is asked for; together they break as many as they can.
CLAIM = {
    "stance": "reported",
    "title": "x" * 200,
    "start": "2022",
    "end": "2020",
    "end_state": "ongoing",
    "end_reason": "resigned",
    "left_for": "study",
    "stated_months": "1200",
    "note": "y" * 1000,
    "quote_language": "he",
}
Post = tuple[str, dict[str, Any]]  # an address and what is sent to it


def make_posts(count: int | None) -> dict[str, Post]:
    """The requests by name, with so many rows in each table; None: as many as it accepts."""
    from django.urls import reverse

    from events.admin import CitationInline, EventOrganizationInline
    from people.admin.claims import ClaimInline
    from people.admin.cohort import CohortMemberInline
    from people.admin.names import PersonNameInline
    from people.models import Employment, Organization, Person, Source
    from talentwatch.desk.inlines import ChildInline
    from talentwatch.desk.model_admin import MAX_CHOICES
    from talentwatch.records.edit import edit

    with edit("for the bench"):
        person = Person.objects.create(name="Ada")
        organization = Organization.objects.create(name="Acme", kind="company")
        source = Source.objects.create(publisher="The Paper", language="en")
        for _ in range(2):
            Employment.objects.create(person=person, organization=organization)
    name = {"text": "Ada", "language": "en", "kind": "alias"}
    member = {"person": person.pk, "position": "1", "name_as_listed": "Ada"}
    citation = {"source": source.pk, "stance": "reported", "quote": "z" * 300, "quote_language": "xx-XX"}
    part = {"organization": organization.pk, "part": "subject"}
    tables: dict[str, tuple[str, dict[type[ChildInline], dict[str, Any]]]] = {
        "claims of a job": ("people_employment", {ClaimInline: {**CLAIM, "source": source.pk}}),
        "names of a person": ("people_person", {PersonNameInline: name}),
        "members of a cohort": ("people_cohort", {CohortMemberInline: member}),
        "organizations, and as many citations, of an event": (
            "events_newsevent",
            {EventOrganizationInline: part, CitationInline: citation},
        ),
    }
    posts = {}
    for label, (model, rows) in tables.items():
        data: dict[str, Any] = {"name": "", "reason": "why"}
        for inline, values in rows.items():
            prefix = inline.model._meta.get_field(inline.model.parent_field).remote_field.get_accessor_name()
            number_of_rows = count or inline.max_rows()
            data |= {f"{prefix}-TOTAL_FORMS": number_of_rows, f"{prefix}-INITIAL_FORMS": 0}
            for number in range(number_of_rows):
                data |= {f"{prefix}-{number}-{key}": value for key, value in values.items()}
        posts[f"{number_of_rows:,} wrong {label}"] = (reverse(f"admin:{model}_add"), data)
    keys = [str(number) for number in range(MAX_CHOICES)]
    posts[f"an event that names {MAX_CHOICES:,} people and as many jobs"] = (
        reverse("admin:events_newsevent_add"),
        {"people": keys, "employments": keys, "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}
        | {"citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0},
    )
    selected = [str(number) for number in range(20_000)]
    posts["an action on 20,000 people"] = (
        reverse("admin:people_person_changelist"),
        {"action": "publish", "index": "0", "_selected_action": selected},
    )
    posts["a reason of two million letters"] = (reverse("admin:people_person_add"), {"reason": "a" * 2_000_000})
    return posts


def clock(act: Callable[[], Any]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def report(rows: int | None) -> str:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("grace"))
    lines = ["| request | fields | s of CPU |", "|---|--:|--:|"]
    for name, (address, data) in make_posts(rows).items():
        body = urlencode(data, doseq=True)
        send = partial(client.generic, "POST", address, body, "application/x-www-form-urlencoded")
        # The first loads the templates.
        seconds = min(clock(send) for _ in range(2))
        lines.append(f"| {name} | {body.count('&') + 1:,} | {seconds:.1f} |")
    return "\n".join(lines)


def main() -> None:
    from django.core.management import call_command

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="rows in each table, instead of as many as a form accepts")
    parser.add_argument("--write", action="store_true", help="put the table into docs/security.md")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    table = report(options.rows)
    print(table)
    if options.write:
        text = SECURITY.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        SECURITY.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "talentwatch.settings"}
    django.setup()
    main()
