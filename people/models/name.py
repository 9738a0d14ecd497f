"""Other names of people and organizations, in any script and spelling, and the search by name."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import TextChoices, UniqueConstraint

from talentwatch.matching.comparison import PERSON_NAMES
from talentwatch.records.constraints import language_form, lengths, not_blank
from talentwatch.records.declarations import OnMerge
from talentwatch.records.fields import CodeField, SearchKeyField, SingleLineField, one_of
from talentwatch.records.models import ChildRecord, PublishableRecord
from talentwatch.records.querysets import ChildQuerySet, PublishableQuerySet
from talentwatch.records.search_text import search
from talentwatch.text import search_key

LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"
SCRIPT_LENGTH = 4  # letters of a script, such as Hans; a region has two letters or three digits
UNKNOWN_LANGUAGE = "und"  # BCP 47: undetermined
LANGUAGE_HELP = "BCP 47: it, de, he, zh-Hans, pt-BR."


class LanguageField(CodeField):
    """A BCP 47 language tag, typed in any case: language, script, region."""

    def normalise(self, text: str) -> str:
        language, *subtags = super().normalise(text).replace("_", "-").split("-")
        cased = (tag.title() if len(tag) == SCRIPT_LENGTH else tag.upper() for tag in subtags)
        return "-".join([language.lower(), *cased])


def language_field(help_text: str, **options: Any) -> LanguageField:
    valid = RegexValidator(rf"\A{LANGUAGE}\Z", "Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.")
    return LanguageField(max_length=12, validators=[valid], help_text=f"{help_text} {LANGUAGE_HELP}", **options)


class NameKind(TextChoices):
    ALIAS = "alias", "Alias"
    FORMER = "former", "Former name"
    TRANSLITERATION = "transliteration", "Transliteration"
    NATIVE = "native", "Native script"
    ABBREVIATION = "abbreviation", "Abbreviation"
    INITIALS = "initials", "With initials"
    MISSPELLING = "misspelling", "Misspelling (for search only)"


class NamedQuerySet(PublishableQuerySet):
    """Records that go by several names."""

    def identities(self) -> list[tuple[int, str]]:
        """The search key of every name of these records, as (primary key, search key); for finding duplicates."""
        model: Any = self.model
        names = model.names.rel.related_model
        canonical = self.order_by("pk").values_list("pk", "search_key")
        others = names._base_manager.filter(**{f"{names.parent_field}__in": self.order_by()})
        other_keys = others.order_by("pk").values_list(f"{names.parent_field}_id", "search_key")
        return [*canonical, *other_keys]

    def search(self, text: str) -> Self:
        """Every word of the text occurs in a name; case, accents and punctuation are ignored."""
        found: Self = search(self, text, in_order_of_words=True)
        return found


class Named(PublishableRecord):
    """A publishable record with a canonical name."""

    name = SingleLineField(max_length=200, help_text="The name in Latin letters, as readers see it.")
    search_key = SearchKeyField(editable=False, default="")

    derived_fields = frozenset({"search_key"})
    hidden_fields = {"search_key": "search compares it"}
    comparison = PERSON_NAMES

    class Meta(PublishableRecord.Meta):
        abstract = True
        constraints = [*PublishableRecord.Meta.constraints, not_blank("name", "%(class)s")]

    def __str__(self) -> str:
        return self.name

    def own_derived_values(self) -> dict[str, Any]:
        return {"search_key": search_key(self.name)}

    @classmethod
    def keys_of(cls, values: dict[str, Any]) -> list[str]:
        """The keys by which a record with these values is compared with others."""
        return [search_key(values.get("name") or "")]

    def carried_over_details(self, other: Any) -> list[ChildRecord]:
        """The name of a merged record, which becomes an alias of unknown language."""
        rows: Any = self.names  # type: ignore[attr-defined]  # each subclass has them
        if other.name == self.name or rows.filter(text=other.name).exists():
            return []
        return [rows.model(**{rows.field.name: self}, text=other.name, language=UNKNOWN_LANGUAGE)]


class NameQuerySet(ChildQuerySet):
    def for_readers(self) -> Self:
        """The names that readers see: all but misspellings, which serve the search only."""
        return self.exclude(kind=NameKind.MISSPELLING)

    def in_order(self) -> Self:
        return self.order_by("search_key", "language", "pk")


class OtherName(ChildRecord):
    """Another name, as a source or the person writes it."""

    text = SingleLineField(max_length=200, help_text="The name in its own script.")
    language = language_field("The language of this spelling.")
    kind = models.CharField(
        max_length=20,
        choices=NameKind,
        default=NameKind.ALIAS,
        help_text="Misspellings help people find the record; readers never see them.",
    )
    search_key = SearchKeyField(editable=False, default="")

    objects = NameQuerySet.as_manager()

    derived_fields: ClassVar[frozenset[str]] = frozenset({"search_key"})
    hidden_fields: ClassVar[Mapping[str, str]] = {"search_key": "search compares it"}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def is_redundant(self) -> bool:
        return self.text == self.parent.name  # type: ignore[attr-defined]  # the parent is Named

    def derived_values(self) -> dict[str, Any]:
        return {"search_key": search_key(self.text)}


def other_name_constraints(owner: str) -> list[models.CheckConstraint]:
    return [lengths(owner, text=200), not_blank("text", owner), language_form("language", owner)]


class PersonName(OtherName):
    """Another name of a person."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="names")

    parent_field = "person"
    natural_key_fields = ("person__slug", "text", "language")
    on_merge = {"person": OnMerge.COMBINE}

    class Meta:
        ordering = ["search_key", "language"]
        constraints = [
            one_of("kind", NameKind, "personname"),
            *other_name_constraints("personname"),
            UniqueConstraint(
                fields=["person", "text", "language"],
                name="personname_once",
                violation_error_message="This person already has this name in this language.",
            ),
        ]


class OrganizationName(OtherName):
    """Another name of an organization."""

    organization = models.ForeignKey("people.Organization", on_delete=models.CASCADE, related_name="names")

    parent_field = "organization"
    natural_key_fields = ("organization__slug", "text", "language")
    on_merge = {"organization": OnMerge.COMBINE}

    class Meta:
        ordering = ["search_key", "language"]
        constraints = [
            one_of("kind", NameKind, "organizationname"),
            *other_name_constraints("organizationname"),
            UniqueConstraint(
                fields=["organization", "text", "language"],
                name="organizationname_once",
                violation_error_message="This organization already has this name in this language.",
            ),
        ]
