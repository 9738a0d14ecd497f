"""Claims to JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.models import Claim, Conflict
from people.serializers.columns import CITED, RECORD, TENURE, TENURE_KWARGS, own, post
from people.serializers.source import CitedSourceSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer, list_url


class ClaimSerializer(RecordSerializer):
    """What one source says about one post, as that source gives it."""

    url = serializers.SerializerMethodField(help_text="The address of the list that holds this claim alone.")
    employment = ReferenceSerializer(read_only=True, help_text="The post that it speaks of.")
    source = CitedSourceSerializer(read_only=True, help_text="Which source says it.")  # type: ignore[assignment]  # DRF itself calls a setting of fields source
    start = PartialDateField("When the post began, as the source gives it")
    end = PartialDateField("When it ended, as the source gives it")
    conflicts = serializers.ListField(
        child=serializers.ChoiceField(Conflict.choices),
        read_only=True,
        help_text="Where it can't be true together with the desk's conclusion.",
    )

    class Meta:
        model = Claim
        fields = (*RECORD, "employment", "source", "stance", *TENURE, "stated_months", "conflicts")
        extra_kwargs = TENURE_KWARGS

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("employment__person", "employment__organization", "source")
        return related.only(*own(Claim), *post("employment"), "source", *(f"source__{column}" for column in CITED))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, claim: Claim) -> str:
        return list_url("claim-list", self.context, employment=claim.employment.slug, source=claim.source.slug)
