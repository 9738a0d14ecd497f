"""Timelines that several test modules need: many rows of everything, one of each type, and one with secrets."""

from typing import Any

from django.core.management import call_command

from people.models import Employment, OrganizationName
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.built_once import kept
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)


@kept
def load_timeline() -> None:
    """The whole shipped timeline; loading it takes half a minute, so its rows are kept."""
    call_command("loaddata", "timeline", verbosity=0)


@kept
def load_llama() -> None:
    """The shipped story of the authors of the LLaMA paper."""
    call_command("loaddata", "llama", verbosity=0)


def make_worlds(count: int) -> None:
    """This number of everything, each with two of every row that its page shows, and a later job for each person."""
    with edit():
        whole = make_organization("Whole")
        root = make_source("Root")
        for number in range(count):
            person = make_person(f"Person {number}", names=("Alias", "Nickname"))
            place = make_organization(f"Place {number}", parent=whole)
            OrganizationName.objects.create(organization=place, text="Alias", language="en")
            source = make_source(f"Source {number}", derived_from=root)
            claims = ({"source": source}, {"source": root})
            earlier = make_employment(person, place, end="2020", end_state="ended", claims=claims)
            later = make_employment(person, whole, came_from=earlier, claims=claims)
            make_event(
                f"Event {number}",
                people=(person,),
                organizations=(place, whole),
                employments=(earlier, later),
                sources=(source, root),
            )
            make_cohort(person, name=f"Cohort {number}", source=source)


def make_world_with_secrets() -> None:
    """Two public people, Ada and Mallory; Mallory is withdrawn, and everything hidden says "secret" or "Secret"."""
    secret = {"status": "draft"}
    ada, mallory = make_person("Ada"), make_person("Mallory", names=("Secret M.",))
    secret_source = make_source("Secret Paper", **secret)
    acme = make_organization("Acme", parent=make_organization("Secret Holding", **secret))
    post = make_employment(
        ada,
        acme,
        came_from=make_employment(
            ada, make_organization("Secret Lab", **secret), **secret, end="2020", end_state="ended"
        ),
        claims=({"source": make_source("Fortune")},),
    )
    make_claim(post, secret_source, title="Secret title")
    make_claim(post, make_source("Wired"), note="Secret note")
    Employment.objects.update(note="Secret note")
    make_employment(mallory, acme, **secret)
    event = make_event("Ada joins", people=(ada,), employments=(post,))
    event.sources.add(secret_source)
    make_event("Secret event", **secret)
    make_cohort(name="Secret cohort", **secret)
    make_cohort(ada, mallory)
    transitions.withdraw(mallory)
    for status in ("in_review", "withdrawn"):
        make_person(f"Secret {status}", status=status)


def make_one_of_each(text: str, status: str) -> list[Any]:
    """One record of each type, with this text in every field that takes text."""
    with edit():
        person = make_person(f"A {text}", names=(text,), description=text, status=status)
        parent = make_organization(f"Holding {text}", status=status)
        organization = make_organization(f"B {text}", parent=parent, description=text, status=status)
        root = make_source(f"Root {text}", status=status)
        source = make_source(text, title=text, author=text, derived_from=root, status=status, slug="one")
        claim = {"source": source, "title": text, "note": text}
        post = make_employment(person, organization, title=text, note=text, claims=(claim,), status=status)
        names = {"people": (person,), "organizations": (organization,), "employments": (post,), "sources": (source,)}
        event = make_event(text, summary=text, slug="event", status=status, **names)
        cohort = make_cohort(person, name=f"C {text}", source=source, description=text, status=status)
    return [person, organization, source, post, event, cohort]
