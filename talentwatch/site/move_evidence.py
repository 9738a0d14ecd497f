"""What the API's rows of moves lack for a table: the job that each is about, and the sources of its jobs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from people.models import Claim, Employment, Role, Stance
from people.serializers import CitedSourceSerializer
from people.serializers.columns import CITED_SOURCE_COLUMNS

MAX_SOURCES = 3
STRONGEST_FIRST = [Stance.ANNOUNCED, Stance.REPORTED, Stance.RUMOURED, Stance.DENIED]


def add_jobs_and_sources(rows: Iterable[dict[str, Any]]) -> None:
    """Add to each move its job (the one they start, else the one they leave) and its sources, the strongest and latest first."""
    rows = list(rows)
    slugs = {slug for row in rows for slug in _job_slugs(row)}
    jobs = Employment.objects.published().filter(slug__in=slugs).only("slug", "title", "role")
    jobs_by_slug = {job.slug: job for job in jobs}
    claims = Claim.objects.published().filter(employment__in=[job.pk for job in jobs]).select_related("source")
    columns = [f"source__{column}" for column in ("status", "url", *CITED_SOURCE_COLUMNS)]
    claims_by_job = defaultdict(list)
    for claim in claims.only("employment", "stance", "source", *columns):
        claims_by_job[claim.employment_id].append(claim)
    for row in rows:
        jobs_of_move = [jobs_by_slug[slug] for slug in _job_slugs(row) if slug in jobs_by_slug]
        job = jobs_of_move[0] if jobs_of_move else None
        row["job"] = job and {"slug": job.slug, "title": job.title, "role": "" if job.role == Role.OTHER else job.role}
        evidence = sorted((claim for job in jobs_of_move for claim in claims_by_job[job.pk]), key=_strength)
        sources = {claim.source.slug: claim for claim in reversed(evidence)}
        unique = sorted(sources.values(), key=_strength)
        row["sources"] = [
            {**CitedSourceSerializer(claim.source).data, "stance": claim.stance} for claim in unique[:MAX_SOURCES]
        ]
        row["more_sources"] = len(unique[MAX_SOURCES:])


def _job_slugs(move: Mapping[str, Any]) -> list[str]:
    jobs = (move["destination_employment"], move["origin_employment"])
    return [job["slug"] for job in jobs if job]


def _strength(claim: Any) -> tuple[int, int, str]:
    published = claim.source.published_latest or date.min
    return STRONGEST_FIRST.index(claim.stance), -published.toordinal(), claim.source.slug
