"""People."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, UniqueConstraint

from people.models.name import Named, NamedQuerySet
from talentwatch.records.constraints import http_address, lengths, orcid_form, wikidata_form
from talentwatch.records.fields import MAX_ADDRESS_LENGTH, MAX_TEXT_LENGTH, CodeField, MultiLineField, WebAddressField
from talentwatch.records.status import Status

ORCID = r"([0-9]{4}-){3}[0-9]{3}[0-9X]"
PASTED_ORCID = re.compile(
    r"(?:.*\borcid\.org/)?([0-9]{4})[- ]?([0-9]{4})[- ]?([0-9]{4})[- ]?([0-9]{3}[0-9Xx])/?(?:[?#].*)?"
)
PASTED_WIKIDATA = re.compile(r"(?:wd:|.*\bwikidata\.org/(?:\w+/)?)?(q[0-9]+)/?(?:[?#].*)?", re.IGNORECASE)
WIKIDATA_ID = RegexValidator(r"\AQ[1-9][0-9]*\Z", "Enter a Wikidata item such as Q42.")


def check_orcid(orcid: str) -> None:
    """The last character of an ORCID iD is its ISO 7064 MOD 11-2 check digit."""
    if not re.fullmatch(ORCID, orcid):
        # Django runs every validator; the pattern has one of its own.
        return
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != orcid[-1]:
        raise ValidationError("This ORCID iD has a wrong check digit.", code="orcid")


class OrcidField(CodeField):
    """An ORCID iD, typed with or without its hyphens, or pasted as an address: https://orcid.org/0000-0002-1825-0097."""

    def normalise(self, text: str) -> str:
        text = super().normalise(text)
        match = PASTED_ORCID.fullmatch(text)
        return "-".join(match.groups()).upper() if match else text


class WikidataField(CodeField):
    """A Wikidata item, typed in any case, or pasted as an address: https://www.wikidata.org/wiki/Q42."""

    def normalise(self, text: str) -> str:
        text = super().normalise(text)
        match = PASTED_WIKIDATA.fullmatch(text)
        return match[1].upper() if match else text


def wikidata_field() -> WikidataField:
    return WikidataField(
        "Wikidata item",
        max_length=20,
        blank=True,
        default="",
        validators=[WIKIDATA_ID],
        help_text="Such as Q42, or its address.",
    )


class Person(Named):
    """A person who works, or has worked, in AI."""

    description = MultiLineField(
        blank=True, default="", help_text="One or two sentences for readers, in our own words."
    )
    wikidata_id = wikidata_field()
    orcid = OrcidField(
        "ORCID iD",
        max_length=19,
        blank=True,
        default="",
        validators=[
            RegexValidator(rf"\A{ORCID}\Z", "Enter an ORCID iD such as 0000-0002-1825-0097."),
            check_orcid,
        ],
        help_text="Such as 0000-0002-1825-0097, or its address.",
    )
    website = WebAddressField(help_text="The person's website: an http or https address.")
    last_move_earliest = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The earliest day on which their latest move can have happened.",
    )

    objects = NamedQuerySet.as_manager()

    derived_fields = Named.derived_fields | {"last_move_earliest"}  # kept with the table of moves
    hidden_fields = Named.hidden_fields | {
        "last_move_earliest": "lists of people are sorted by it; moves have the dates"
    }

    class Meta(Named.Meta):
        verbose_name_plural = "people"
        constraints = [
            *Named.Meta.constraints,
            lengths(
                "person", slug=200, name=200, wikidata_id=20, website=MAX_ADDRESS_LENGTH, description=MAX_TEXT_LENGTH
            ),
            wikidata_form("person"),
            orcid_form("person"),
            http_address("website", "person"),
            UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="person_wikidata_id_once",
                violation_error_message="Another person has this Wikidata item.",
            ),
            UniqueConstraint(
                fields=["orcid"],
                condition=~Q(orcid=""),
                name="person_orcid_once",
                violation_error_message="Another person has this ORCID iD.",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="person_not_public", condition=~Q(status=Status.PUBLISHED)),
            models.Index(fields=["last_move_earliest", "slug"], name="person_by_last_move"),
            models.Index(fields=["-last_move_earliest", "slug"], name="person_by_last_move_first"),
        ]
