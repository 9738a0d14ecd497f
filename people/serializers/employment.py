"""Posts to JSON, one of them with its evidence."""

from typing import Any

from django.db.models import Prefetch

from people.models import Claim, Employment
from people.serializers.claim import ClaimSerializer
from people.serializers.columns import RECORD, TENURE, named, own, post
from people.serializers.range import TenureMonthsSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class EmploymentSerializer(RecordSerializer):
    """A post: the desk's conclusion of who worked where, from when to when."""

    person = ReferenceSerializer(read_only=True)
    organization = ReferenceSerializer(read_only=True)
    came_from = ReferenceSerializer(read_only=True, allow_null=True)
    start = PartialDateField()
    end = PartialDateField()
    tenure_months = TenureMonthsSerializer(read_only=True)

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

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("person", "organization", "came_from__person", "came_from__organization")
        return related.only(*own(Employment), *named("person"), *named("organization"), *post("came_from"))


class EmploymentWithClaimsSerializer(EmploymentSerializer):
    """One post, with the evidence for it."""

    claims = ClaimSerializer(many=True, read_only=True)

    class Meta(EmploymentSerializer.Meta):
        fields = (*EmploymentSerializer.Meta.fields, "claims")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        claims = ClaimSerializer.fetch(Claim.objects.published())
        return super().fetch(rows).prefetch_related(Prefetch("claims", claims))
