"""The rows and the parameters of the API, as types. Generated from its OpenAPI description: run `make schema` to renew it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypedDict


class Count(TypedDict):
    """How many moves, certainly and possibly."""

    certain: int
    possible: int


class Net(TypedDict):
    """Arrivals less departures, at least and at most."""

    min: int
    max: int


Balance = TypedDict("Balance", {"period": str | None, "in": Count, "out": Count, "net": Net})
"""How many people came to an organization and how many left it."""


class Change(TypedDict):
    """A row of a list was published, changed, withdrawn or merged; or rows were erased, which were those without a slug."""

    seq: int
    at: str
    action: Literal["published", "changed", "withdrawn", "merged", "erased"]
    resource: str | None
    slug: str | None
    url: str | None


class Difference(TypedDict):
    """One changed field; of a list, only the items that the other side lacks."""

    field: str
    before: Any
    after: Any


class ChangedRow(TypedDict):
    """A row that readers saw change, with what it said before and says after; nothing of what was published or withdrawn."""

    seq: int
    at: str
    action: Literal["published", "changed", "withdrawn", "merged", "erased"]
    resource: str
    slug: str
    url: str
    changes: list[Difference]


class Citation(TypedDict):
    """A cited source, with its stance on the headline."""

    slug: str
    publisher: str | None
    link: str | None
    language: str
    published: str | None
    stance: Literal["announced", "reported", "rumoured", "denied"]


class CitedSource(TypedDict):
    """A source, beside what it says."""

    slug: str
    publisher: str | None
    link: str | None
    language: str
    published: str | None


class Reference(TypedDict):
    """Another record; null if it isn't public."""

    slug: str
    name: str


class Claim(TypedDict):
    """What one source says about one employment, in that source's own terms."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    employment: Reference
    source: CitedSource
    stance: Literal["announced", "reported", "rumoured", "denied"]
    title: str | None
    start: str | None
    start_earliest: str | None
    start_latest: str | None
    end: str | None
    end_earliest: str | None
    end_latest: str | None
    end_state: Literal["ongoing", "ended", "unknown"]
    end_reason: Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"] | None
    left_for: Literal["independent", "own_venture", "unnamed_employer", "study", "leave"] | None
    stated_months: int | None
    conflicts: list[Literal["start", "end", "existence"]]


class Cohort(TypedDict):
    """A fixed list of people from one source."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    description: str | None
    source: Reference | None
    expected_size: int


class Member(TypedDict):
    """One member of a cohort; person and name_as_listed are null if the person isn't public."""

    person: Reference | None
    position: int | None
    name_as_listed: str | None


class CohortWithMembers(TypedDict):
    """One cohort, with its members."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    description: str | None
    source: Reference | None
    expected_size: int
    members: list[Member]


class Correction(TypedDict):
    """What a public record said before, and what it says since."""

    seq: int
    at: str
    resource: str
    slug: str
    url: str
    reason: str | None
    is_typo: bool
    changes: list[Difference]


class ListChanges(TypedDict):
    """What changed in one list since the edition before."""

    resource: Literal["sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"]
    added: int
    changed: int
    removed: int


class EditionCitation(TypedDict):
    """How to cite an edition, as a file."""

    format: Literal["cff", "datacite", "bibtex"]
    url: str


class Library(TypedDict):
    """What wrote the files."""

    name: str
    version: str


class EditionFile(TypedDict):
    """One file of an edition, as it was released."""

    name: str
    url: str
    media_type: str
    size: int
    sha256: str
    rows: int | None


class Edition(TypedDict):
    """A named state of all that is public, to cite and to download."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    at: str
    seq: int
    note: str | None
    previous: str | None
    summary: str
    changes: list[ListChanges]
    withheld: int
    licence: str
    citations: list[EditionCitation]
    libraries: list[Library]
    files: list[EditionFile]


class Elsewhere(TypedDict):
    """How many of those who left are now at one organization."""

    organization: Reference
    people: int


class Range(TypedDict):
    """The least and the most that it can be; null if not known."""

    min: int | None
    max: int | None


class Employment(TypedDict):
    """The desk's conclusion that a person held a job at an organization, from one date to another."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    person: Reference
    organization: Reference
    title: str | None
    role: Literal[
        "founder",
        "executive",
        "lead",
        "research",
        "engineering",
        "product",
        "policy",
        "advisor",
        "board",
        "student",
        "other",
    ]
    came_from: Reference | None
    start: str | None
    start_earliest: str | None
    start_latest: str | None
    end: str | None
    end_earliest: str | None
    end_latest: str | None
    end_state: Literal["ongoing", "ended", "unknown"]
    end_reason: Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"] | None
    left_for: Literal["independent", "own_venture", "unnamed_employer", "study", "leave"] | None
    confidence: Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
    verified_from: str | None
    verified_on: str | None
    has_conflict: bool
    tenure_months: Range


class EmploymentWithClaims(TypedDict):
    """One employment, with its claims."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    person: Reference
    organization: Reference
    title: str | None
    role: Literal[
        "founder",
        "executive",
        "lead",
        "research",
        "engineering",
        "product",
        "policy",
        "advisor",
        "board",
        "student",
        "other",
    ]
    came_from: Reference | None
    start: str | None
    start_earliest: str | None
    start_latest: str | None
    end: str | None
    end_earliest: str | None
    end_latest: str | None
    end_state: Literal["ongoing", "ended", "unknown"]
    end_reason: Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"] | None
    left_for: Literal["independent", "own_venture", "unnamed_employer", "study", "leave"] | None
    confidence: Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
    verified_from: str | None
    verified_on: str | None
    has_conflict: bool
    tenure_months: Range
    claims: list[Claim]


class EventOrganization(TypedDict):
    """An organization, with the part that it plays in the event."""

    slug: str
    name: str
    part: Literal["subject", "acquirer", "target", "investor", "origin", "destination"]


class Flow(TypedDict):
    """Moves from one organization to another, counted."""

    origin: Reference | None
    destination: Reference | None
    period: str | None
    certain: int
    possible: int


class Move(TypedDict):
    """Who left which organization for which: derived from two employments, or from one."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    person: Reference
    origin: Reference | None
    destination: Reference | None
    left_for: Literal["independent", "own_venture", "unnamed_employer", "study", "leave"] | None
    end_reason: Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"] | None
    date: str | None
    date_earliest: str | None
    date_latest: str | None
    gap_days: Range
    kind: Literal["departure", "internal", "return", "founding", "arrival", "move"]
    confidence: Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
    origin_employment: Reference | None
    destination_employment: Reference | None


class Name(TypedDict):
    """Another name."""

    text: str
    language: str
    kind: Literal["alias", "former", "transliteration", "native", "abbreviation", "initials", "misspelling"]


class PeopleAffected(TypedDict):
    """How many people an event affects, such as those laid off."""

    min: int | None
    max: int | None


class NewsEvent(TypedDict):
    """Something that happened, as the desk reports it."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    published_at: str | None
    kind: Literal[
        "departure",
        "hire",
        "founding",
        "role_change",
        "return",
        "acquisition",
        "investment",
        "layoff",
        "reorganisation",
        "offer_declined",
        "other",
    ]
    outcome: Literal["happened", "planned", "in_talks", "failed"]
    date: str | None
    date_earliest: str
    date_latest: str
    headline: str
    summary: str | None
    people_affected: PeopleAffected | None
    stake_percent: float | None
    amount: int | None
    currency: str | None
    confidence: Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
    people: list[Reference]
    organizations: list[EventOrganization]
    employments: list[Reference]
    sources: list[Citation]


class Organization(TypedDict):
    """An organization, or a part of one."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    kind: Literal["company", "startup", "lab", "university", "government", "nonprofit", "media", "team"]
    parent: Reference | None
    country: str | None
    founded: str | None
    founded_earliest: str | None
    founded_latest: str | None
    dissolved: str | None
    dissolved_earliest: str | None
    dissolved_latest: str | None
    website: str | None
    wikidata_id: str | None
    description: str | None
    names: list[Name]


class OrganizationWithChildren(TypedDict):
    """One organization, with its direct parts."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    kind: Literal["company", "startup", "lab", "university", "government", "nonprofit", "media", "team"]
    parent: Reference | None
    country: str | None
    founded: str | None
    founded_earliest: str | None
    founded_latest: str | None
    dissolved: str | None
    dissolved_earliest: str | None
    dissolved_latest: str | None
    website: str | None
    wikidata_id: str | None
    description: str | None
    names: list[Name]
    children: list[Reference]


class Person(TypedDict):
    """A person, with other names."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    description: str | None
    names: list[Name]
    wikidata_id: str | None
    orcid: str | None
    website: str | None


class PersonWithEmployments(TypedDict):
    """One person, with their employments in chronological order."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    name: str
    description: str | None
    names: list[Name]
    wikidata_id: str | None
    orcid: str | None
    website: str | None
    employments: list[Employment]


class Point(TypedDict):
    """How many people are there on one day, certainly and possibly."""

    date: str
    certain: int
    possible: int


class Stats(TypedDict):
    """Statistics of a number of months; null if it is known of nobody."""

    people: int
    min: float | None
    mean: float | None
    median: float | None
    max: float | None


class TenureStats(TypedDict):
    """How long those who left had stayed: as sources state it, and as the desk's dates allow at least and at most."""

    stated: Stats
    derived_min: Stats
    derived_max: Stats


class Retention(TypedDict):
    """How many of a cohort are at an organization over time."""

    cohort: Reference
    organizations: list[Reference]
    expected_size: int
    remaining: int
    left: int
    interval: Literal["month", "quarter", "year"]
    points: list[Point]
    elsewhere: list[Elsewhere]
    whereabouts_unknown: int
    tenure_months: TenureStats


class Source(TypedDict):
    """An article or a statement."""

    slug: str
    url: str
    page: str | None
    updated_at: str
    link: str | None
    title: str | None
    publisher: str | None
    author: str | None
    language: str
    published: str | None
    published_earliest: str | None
    published_latest: str | None
    archive_url: str | None
    kind: Literal["statement", "report", "interview", "aggregator"]
    derived_from: Reference | None


class ChangesParameters(TypedDict, total=False):
    """What changes/ accepts."""

    action: (
        Literal["published", "changed", "withdrawn", "merged", "erased"]
        | Sequence[Literal["published", "changed", "withdrawn", "merged", "erased"]]
    )
    ordering: Literal["seq", "-seq"]
    page_size: int
    resource: (
        Literal["sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"]
        | Sequence[Literal["sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"]]
    )
    since: int
    updated_after: str | date


class ClaimsParameters(TypedDict, total=False):
    """What claims/ accepts."""

    cohort: str | Sequence[str]
    employment: str | Sequence[str]
    has_conflict: bool
    include_descendants: bool
    language: str | Sequence[str]
    ordering: Literal["slug", "updated_at", "start", "end", "-slug", "-updated_at", "-start", "-end"]
    organization: str | Sequence[str]
    page_size: int
    person: str | Sequence[str]
    source: str | Sequence[str]
    stance: (
        Literal["announced", "reported", "rumoured", "denied"]
        | Sequence[Literal["announced", "reported", "rumoured", "denied"]]
    )
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]


class CohortsParameters(TypedDict, total=False):
    """What cohorts/ accepts."""

    ordering: Literal["slug", "updated_at", "-slug", "-updated_at"]
    page_size: int
    person: str | Sequence[str]
    q: str
    source: str | Sequence[str]
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]


class CorrectionsParameters(TypedDict, total=False):
    """What corrections/ accepts."""

    ordering: Literal["seq", "-seq"]
    page_size: int
    resource: (
        Literal["sources", "organizations", "people", "employments", "cohorts", "events"]
        | Sequence[Literal["sources", "organizations", "people", "employments", "cohorts", "events"]]
    )
    since: int
    slug: str | Sequence[str]
    typos: bool
    updated_after: str | date


DifferencesParameters = TypedDict(
    "DifferencesParameters",
    {
        "from": str,
        "ordering": Literal["seq", "-seq"],
        "page_size": int,
        "resource": Literal["sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"]
        | Sequence[
            Literal["sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"]
        ],
        "to": str,
    },
)
"""What differences/ accepts."""


class EditionsParameters(TypedDict, total=False):
    """What editions/ accepts."""

    ordering: Literal["slug", "at", "-slug", "-at"]
    page_size: int
    updated_after: str | date


class EmploymentsParameters(TypedDict, total=False):
    """What employments/ accepts."""

    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    confidence: (
        Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
        | Sequence[Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]]
    )
    end_reason: (
        Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]
        | Sequence[Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]]
    )
    end_state: Literal["ongoing", "ended", "unknown"] | Sequence[Literal["ongoing", "ended", "unknown"]]
    ended_after: str | date
    ended_before: str | date
    has_conflict: bool
    include_descendants: bool
    left_for: (
        Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]
        | Sequence[Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]]
    )
    on: str | date
    ordering: Literal["slug", "updated_at", "start", "end", "-slug", "-updated_at", "-start", "-end"]
    organization: str | Sequence[str]
    page_size: int
    person: str | Sequence[str]
    role: (
        Literal[
            "founder",
            "executive",
            "lead",
            "research",
            "engineering",
            "product",
            "policy",
            "advisor",
            "board",
            "student",
            "other",
        ]
        | Sequence[
            Literal[
                "founder",
                "executive",
                "lead",
                "research",
                "engineering",
                "product",
                "policy",
                "advisor",
                "board",
                "student",
                "other",
            ]
        ]
    )
    started_after: str | date
    started_before: str | date
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]


class EventsParameters(TypedDict, total=False):
    """What events/ accepts."""

    after: str | date
    before: str | date
    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    confidence: (
        Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
        | Sequence[Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]]
    )
    employment: str | Sequence[str]
    include_descendants: bool
    kind: (
        Literal[
            "departure",
            "hire",
            "founding",
            "role_change",
            "return",
            "acquisition",
            "investment",
            "layoff",
            "reorganisation",
            "offer_declined",
            "other",
        ]
        | Sequence[
            Literal[
                "departure",
                "hire",
                "founding",
                "role_change",
                "return",
                "acquisition",
                "investment",
                "layoff",
                "reorganisation",
                "offer_declined",
                "other",
            ]
        ]
    )
    language: str | Sequence[str]
    ordering: Literal["slug", "updated_at", "date", "-slug", "-updated_at", "-date"]
    organization: str | Sequence[str]
    outcome: (
        Literal["happened", "planned", "in_talks", "failed"]
        | Sequence[Literal["happened", "planned", "in_talks", "failed"]]
    )
    page_size: int
    part: (
        Literal["subject", "acquirer", "target", "investor", "origin", "destination"]
        | Sequence[Literal["subject", "acquirer", "target", "investor", "origin", "destination"]]
    )
    person: str | Sequence[str]
    q: str
    source: str | Sequence[str]
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]


class FlowsParameters(TypedDict, total=False):
    """What flows/ accepts."""

    after: str | date
    before: str | date
    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    confidence: (
        Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
        | Sequence[Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]]
    )
    destination: str | Sequence[str]
    end_reason: (
        Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]
        | Sequence[Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]]
    )
    include_descendants: bool
    kind: (
        Literal["departure", "internal", "return", "founding", "arrival", "move"]
        | Sequence[Literal["departure", "internal", "return", "founding", "arrival", "move"]]
    )
    left_for: (
        Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]
        | Sequence[Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]]
    )
    level: Literal["unit", "group"]
    ordering: Literal["origin", "-possible"]
    organization: str | Sequence[str]
    origin: str | Sequence[str]
    page_size: int
    period: Literal["all", "year", "month"]
    person: str | Sequence[str]
    role: (
        Literal[
            "founder",
            "executive",
            "lead",
            "research",
            "engineering",
            "product",
            "policy",
            "advisor",
            "board",
            "student",
            "other",
        ]
        | Sequence[
            Literal[
                "founder",
                "executive",
                "lead",
                "research",
                "engineering",
                "product",
                "policy",
                "advisor",
                "board",
                "student",
                "other",
            ]
        ]
    )
    source: str | Sequence[str]
    updated_after: str | date
    width: str


class MovesParameters(TypedDict, total=False):
    """What moves/ accepts."""

    after: str | date
    before: str | date
    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    confidence: (
        Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
        | Sequence[Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]]
    )
    destination: str | Sequence[str]
    end_reason: (
        Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]
        | Sequence[Literal["resigned", "dismissed", "laid_off", "retired", "contract_ended", "died", "other"]]
    )
    include_descendants: bool
    kind: (
        Literal["departure", "internal", "return", "founding", "arrival", "move"]
        | Sequence[Literal["departure", "internal", "return", "founding", "arrival", "move"]]
    )
    left_for: (
        Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]
        | Sequence[Literal["independent", "own_venture", "unnamed_employer", "study", "leave"]]
    )
    ordering: Literal["slug", "updated_at", "date", "-slug", "-updated_at", "-date"]
    organization: str | Sequence[str]
    origin: str | Sequence[str]
    page_size: int
    person: str | Sequence[str]
    role: (
        Literal[
            "founder",
            "executive",
            "lead",
            "research",
            "engineering",
            "product",
            "policy",
            "advisor",
            "board",
            "student",
            "other",
        ]
        | Sequence[
            Literal[
                "founder",
                "executive",
                "lead",
                "research",
                "engineering",
                "product",
                "policy",
                "advisor",
                "board",
                "student",
                "other",
            ]
        ]
    )
    source: str | Sequence[str]
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]
    width: str


class OrganizationsParameters(TypedDict, total=False):
    """What organizations/ accepts."""

    country: str | Sequence[str]
    kind: (
        Literal["company", "startup", "lab", "university", "government", "nonprofit", "media", "team"]
        | Sequence[Literal["company", "startup", "lab", "university", "government", "nonprofit", "media", "team"]]
    )
    ordering: Literal["slug", "updated_at", "founded", "dissolved", "-slug", "-updated_at", "-founded", "-dissolved"]
    page_size: int
    parent: str | Sequence[str]
    q: str
    updated_after: str | date
    wikidata_id: str | Sequence[str]
    as_published: str | date
    slug: str | Sequence[str]


class OrganizationsFlowsParameters(TypedDict, total=False):
    """What organizations/flows/ accepts."""

    after: str | date
    before: str | date
    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    confidence: (
        Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]
        | Sequence[Literal["confirmed", "reported", "rumoured", "disputed", "refuted", "unsourced"]]
    )
    include_descendants: bool
    kind: (
        Literal["departure", "internal", "return", "founding", "arrival", "move"]
        | Sequence[Literal["departure", "internal", "return", "founding", "arrival", "move"]]
    )
    ordering: Literal["period"]
    page_size: int
    period: Literal["all", "year", "month"]
    updated_after: str | date
    width: str


class PeopleParameters(TypedDict, total=False):
    """What people/ accepts."""

    certainty: Literal["possible", "certain"]
    cohort: str | Sequence[str]
    include_descendants: bool
    on: str | date
    orcid: str | Sequence[str]
    ordering: Literal["slug", "updated_at", "last_move", "-slug", "-updated_at", "-last_move"]
    organization: str | Sequence[str]
    page_size: int
    q: str
    role: (
        Literal[
            "founder",
            "executive",
            "lead",
            "research",
            "engineering",
            "product",
            "policy",
            "advisor",
            "board",
            "student",
            "other",
        ]
        | Sequence[
            Literal[
                "founder",
                "executive",
                "lead",
                "research",
                "engineering",
                "product",
                "policy",
                "advisor",
                "board",
                "student",
                "other",
            ]
        ]
    )
    updated_after: str | date
    wikidata_id: str | Sequence[str]
    as_published: str | date
    slug: str | Sequence[str]


class SourcesParameters(TypedDict, total=False):
    """What sources/ accepts."""

    after: str | date
    before: str | date
    certainty: Literal["possible", "certain"]
    kind: (
        Literal["statement", "report", "interview", "aggregator"]
        | Sequence[Literal["statement", "report", "interview", "aggregator"]]
    )
    language: str | Sequence[str]
    link: str
    ordering: Literal["slug", "updated_at", "published", "-slug", "-updated_at", "-published"]
    page_size: int
    publisher: str | Sequence[str]
    q: str
    updated_after: str | date
    as_published: str | date
    slug: str | Sequence[str]
