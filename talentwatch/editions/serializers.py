"""Editions as the API shows them."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.feeds import LICENCE_ADDRESS
from talentwatch.api.serializers import OptionalText, RecordSerializer
from talentwatch.editions.files import latest_change_of_visibility, withheld_after
from talentwatch.editions.models import Edition
from talentwatch.editions.release import NOUNS, ListChanges, describe_changes
from talentwatch.resources import RECORD_TYPES


class EditionFileSerializer(serializers.Serializer):
    """One file of an edition, as it was released."""

    name = serializers.CharField(help_text="Its name.")
    url = serializers.URLField(help_text="Where it is.")
    media_type = serializers.CharField(help_text="Its media type.")
    size = serializers.IntegerField(help_text="Its size in bytes.")
    sha256 = serializers.CharField(help_text="The SHA-256 of its bytes, in hexadecimal.")
    rows = serializers.IntegerField(allow_null=True, help_text="How many rows it has; null for the checksums.")


class ListChangesSerializer(serializers.Serializer):
    """What changed in one list since the edition before."""

    resource = serializers.ChoiceField(list(RECORD_TYPES), help_text="The list.")
    added = serializers.IntegerField(help_text="How many rows were added.")
    changed = serializers.IntegerField(help_text="How many rows say something else.")
    removed = serializers.IntegerField(help_text="How many rows aren't public any more.")


class LibrarySerializer(serializers.Serializer):
    """What wrote the files."""

    name = serializers.CharField(help_text="Its name.")
    version = serializers.CharField(help_text="Its version.")


# What an edition can be cited with, each with the name of its address.
CITATIONS = {"cff": "edition-cff", "datacite": "edition-datacite", "bibtex": "edition-bibtex"}


class EditionCitationSerializer(serializers.Serializer):
    """How to cite an edition, as a file."""

    format = serializers.ChoiceField(
        list(CITATIONS), help_text="CITATION.cff, the metadata of DataCite as JSON, or an entry of BibTeX."
    )
    url = serializers.URLField(help_text="Where it is.")


class EditionSerializer(RecordSerializer):
    """A named state of all that is public, to cite and to download."""

    page_name = "edition"

    updated_at = serializers.DateTimeField(source="at", read_only=True, help_text="When it was released.")
    note = OptionalText(read_only=True, allow_null=True, help_text="What the newsroom says of it; null if nothing.")
    previous = serializers.CharField(
        source="previous_slug", read_only=True, allow_null=True, help_text="The edition before."
    )
    summary = serializers.SerializerMethodField(help_text="What changed since the edition before, in words.")
    changes = serializers.SerializerMethodField(help_text="The same in numbers, list by list.")
    withheld = serializers.SerializerMethodField(
        help_text="How many records its files leave out now, since they, or what they name, aren't public any more."
    )
    licence = serializers.SerializerMethodField(help_text="The licence of the data.")
    citations = serializers.SerializerMethodField(help_text="How to cite it.")
    libraries = serializers.SerializerMethodField(
        help_text="With these versions, the files can be written again byte for byte."
    )
    files = serializers.SerializerMethodField(help_text="Its files as they were released.")

    class Meta:
        model = Edition
        fields = (
            "slug",
            "url",
            "page",
            "updated_at",
            "at",
            "seq",
            "note",
            "previous",
            "summary",
            "changes",
            "withheld",
            "licence",
            "citations",
            "libraries",
            "files",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        before = Edition.objects.filter(at__lt=OuterRef("at"))
        return rows.defer("package", "layouts").annotate(previous_slug=Subquery(before.values("slug")[:1]))

    def get_summary(self, edition: Edition) -> str:
        return " ".join(describe_changes({name: ListChanges(**one) for name, one in edition.changes.items()}))

    @extend_schema_field(ListChangesSerializer(many=True))
    def get_changes(self, edition: Edition) -> list[dict[str, Any]]:
        return [{"resource": name, **edition.changes[name]} for name in NOUNS if name in edition.changes]

    @extend_schema_field(serializers.IntegerField())
    def get_withheld(self, edition: Edition) -> int:
        return withheld_after(edition, self._latest_change_of_visibility).count

    @cached_property
    def _latest_change_of_visibility(self) -> int | None:
        # A list has one serializer for all its rows.
        return latest_change_of_visibility()

    @extend_schema_field(serializers.URLField())
    def get_licence(self, edition: Edition) -> str:
        return LICENCE_ADDRESS

    @extend_schema_field(EditionCitationSerializer(many=True))
    def get_citations(self, edition: Edition) -> list[dict[str, str]]:
        request = self.context.get("request")
        return [
            {"format": name, "url": reverse(route, args=[edition.slug], request=request)}
            for name, route in CITATIONS.items()
        ]

    @extend_schema_field(LibrarySerializer(many=True))
    def get_libraries(self, edition: Edition) -> list[dict[str, str]]:
        return [{"name": name, "version": number} for name, number in sorted(edition.libraries.items())]

    @extend_schema_field(EditionFileSerializer(many=True))
    def get_files(self, edition: Edition) -> list[dict[str, Any]]:
        return [
            {
                "name": file["name"],
                "url": reverse("edition-file", args=[edition.slug, file["name"]], request=self.context.get("request")),
                **{name: file[name] for name in ("media_type", "size", "sha256", "rows")},
            }
            for file in edition.files
        ]
