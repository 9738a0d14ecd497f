"""A client of the API: it sends requests and reads the JSON of the answers."""

from typing import Any

from django.test import Client


class ApiClient(Client):
    """Asks the API and reads its JSON."""

    def get_json(self, address: str, status: int = 200, **parameters: Any) -> Any:
        """The body of /api/v1/{address}; fails where the status is another one."""
        response = self.get(f"/api/v1/{address}", parameters)
        assert response.status_code == status, response.content.decode()
        return response.json()

    def slugs(self, address: str, **parameters: Any) -> list[str]:
        """The slugs on the first page of a list."""
        return [row["slug"] for row in self.get_json(address, **parameters)["results"]]

    def refusals(self, address: str, **parameters: Any) -> dict[str, str]:
        """What a 400 says of each parameter."""
        body = self.get_json(address, 400, **parameters)
        return {error["parameter"]: error["detail"] for error in body["errors"]}
