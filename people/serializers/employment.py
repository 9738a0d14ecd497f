"""Posts to JSON, one of them with its evidence."""

from typing import Any

from django.db.models import Prefetch

from people.models import Claim, Employment
from people.serializers.claim import ClaimSerializer
from people.serializers.columns import RECORD, TENURE, TENURE_KWARGS, named, own, post
from people.serializers.range import RangeSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class EmploymentSerializer(RecordSerializer):
    """A post: the desk's conclusion of who worked where, from when to when."""

    person = ReferenceSerializer(read_only=True, help_text="Who held it.")
    organization = ReferenceSerializer(read_only=True, help_text="At which organization.")
    came_from = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The post that they left for this one; null where no source says."
    )
    start = PartialDateField("When it began")
    end = PartialDateField("When it ended")
    tenure_months = RangeSerializer(
        read_only=True,
        help_text="How long it lasted in whole months, counted to verified_on while it isn't known to be over.",
    )

    class Meta:
        model = Employment
        fields: tuple[str, ...] = (
            *RECORD,
            "person",
            "organization",
            *TENURE[:1],
            "role",
            "came_from",
            *TENURE[1:],
            "confidence",
            "verified_from",
            "verified_on",
            "has_conflict",
            "tenure_months",
        )
        extra_kwargs = {**TENURE_KWARGS, "role": {"help_text": "The sort of work; the title says it exactly."}}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("person", "organization", "came_from__person", "came_from__organization")
        return related.only(*own(Employment), *named("person"), *named("organization"), *post("came_from"))


class EmploymentWithClaimsSerializer(EmploymentSerializer):
    """One post, with the evidence for it."""

    claims = ClaimSerializer(many=True, read_only=True, help_text="What each source says of it.")

    class Meta(EmploymentSerializer.Meta):
        fields = (*EmploymentSerializer.Meta.fields, "claims")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        claims = ClaimSerializer.fetch(Claim.objects.published())
        return super().fetch(rows).prefetch_related(Prefetch("claims", claims))
