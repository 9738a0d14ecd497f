"""The API as Python: a method for each of its lists, and one for each kind of record."""

from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, Unpack
from urllib.parse import quote

from talentwatch_client import models
from talentwatch_client.connection import Connection
from talentwatch_client.rows import Rows

Row = TypeVar("Row")
DEFAULT_URL = "http://127.0.0.1:8000"


class Client:
    """Reads one talentwatch server. The options are those of Connection."""

    def __init__(self, url: str = DEFAULT_URL, **options: Any) -> None:
        self.connection = Connection(url, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.connection.close()

    def get(self, address: str, **parameters: Any) -> Any:
        """Whatever else the API offers, such as `fields`, `expand` and `group_by`: the JSON at `people/`, with parameters."""
        return self.connection.get(address, parameters)

    def people(self, **parameters: Unpack[models.PeopleParameters]) -> Rows[models.Person]:
        return self._rows("people/", models.Person, parameters)

    def organizations(self, **parameters: Unpack[models.OrganizationsParameters]) -> Rows[models.Organization]:
        return self._rows("organizations/", models.Organization, parameters)

    def employments(self, **parameters: Unpack[models.EmploymentsParameters]) -> Rows[models.Employment]:
        return self._rows("employments/", models.Employment, parameters)

    def claims(self, **parameters: Unpack[models.ClaimsParameters]) -> Rows[models.Claim]:
        return self._rows("claims/", models.Claim, parameters)

    def sources(self, **parameters: Unpack[models.SourcesParameters]) -> Rows[models.Source]:
        return self._rows("sources/", models.Source, parameters)

    def moves(self, **parameters: Unpack[models.MovesParameters]) -> Rows[models.Move]:
        return self._rows("moves/", models.Move, parameters)

    def flows(self, **parameters: Unpack[models.FlowsParameters]) -> Rows[models.Flow]:
        return self._rows("flows/", models.Flow, parameters)

    def cohorts(self, **parameters: Unpack[models.CohortsParameters]) -> Rows[models.Cohort]:
        return self._rows("cohorts/", models.Cohort, parameters)

    def events(self, **parameters: Unpack[models.EventsParameters]) -> Rows[models.NewsEvent]:
        return self._rows("events/", models.NewsEvent, parameters)

    def changes(self, **parameters: Unpack[models.ChangesParameters]) -> Rows[models.Change]:
        return self._rows("changes/", models.Change, parameters)

    def corrections(self, **parameters: Unpack[models.CorrectionsParameters]) -> Rows[models.Correction]:
        return self._rows("corrections/", models.Correction, parameters)

    def differences(self, **parameters: Unpack[models.DifferencesParameters]) -> Rows[models.ChangedRow]:
        return self._rows("differences/", models.ChangedRow, parameters)

    def editions(self, **parameters: Unpack[models.EditionsParameters]) -> Rows[models.Edition]:
        return self._rows("editions/", models.Edition, parameters)

    def organization_flows(
        self, slug: str, **parameters: Unpack[models.OrganizationsFlowsParameters]
    ) -> Rows[models.Balance]:
        """How many joined and how many left an organization, by period."""
        return self._rows(f"organizations/{quote(slug, safe='')}/flows/", models.Balance, parameters)

    def person(self, slug: str) -> models.PersonWithEmployments:
        return self._record("people", slug, models.PersonWithEmployments)

    def organization(self, slug: str) -> models.OrganizationWithChildren:
        return self._record("organizations", slug, models.OrganizationWithChildren)

    def employment(self, slug: str) -> models.EmploymentWithClaims:
        return self._record("employments", slug, models.EmploymentWithClaims)

    def source(self, slug: str) -> models.Source:
        return self._record("sources", slug, models.Source)

    def move(self, slug: str) -> models.Move:
        return self._record("moves", slug, models.Move)

    def cohort(self, slug: str) -> models.CohortWithMembers:
        return self._record("cohorts", slug, models.CohortWithMembers)

    def event(self, slug: str) -> models.NewsEvent:
        return self._record("events", slug, models.NewsEvent)

    def edition(self, slug: str) -> models.Edition:
        return self._record("editions", slug, models.Edition)

    def retention(
        self,
        cohort: str,
        organization: str | list[str],
        *,
        first: str | date | None = None,
        last: str | date | None = None,
        interval: Literal["month", "quarter", "year"] | None = None,
    ) -> models.Retention:
        """How many of a cohort are at an organization over time; `first` and `last` are the API's `from` and `to`."""
        period = {"from": first, "to": last, "interval": interval}
        address = f"cohorts/{quote(cohort, safe='')}/retention/"
        answer: models.Retention = self.connection.get(address, {"organization": organization, **period})
        return answer

    def _rows(self, address: str, model: type[Row], parameters: Mapping[str, Any]) -> Rows[Row]:
        return Rows(self.connection, address, model, parameters)

    def _record(self, name: str, slug: str, model: type[Row]) -> Row:
        record: Row = self.connection.get(f"{name}/{quote(slug, safe='')}/")
        return record
