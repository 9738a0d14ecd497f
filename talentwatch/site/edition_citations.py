"""How to cite an edition of the data: as a text, BibTeX and CSL-JSON, as CITATION.cff, and as DataCite's metadata for a deposit."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import orjson

from talentwatch.api.feeds import LICENCE, LICENCE_ADDRESS
from talentwatch.api.feeds import NAME as PUBLISHER
from talentwatch.editions.models import Edition
from talentwatch.exchange.datapackage import ABOUT
from talentwatch.site.citations import SuggestedCitation

DATACITE_SCHEMA = "http://datacite.org/schema/kernel-4"


@dataclass(frozen=True)
class EditionCitation(SuggestedCitation):
    """An edition, by its name."""

    csl_type: ClassVar[str] = "dataset"

    @property
    def version(self) -> str:
        return f"edition {self.slug}"


def cite_edition(edition: Edition, page: str, day: date) -> EditionCitation:
    """The citation of an edition as somebody reads its page on this day."""
    return EditionCitation(edition.slug, ABOUT["title"], page, edition.seq, edition.at.date(), day)


def citation_cff(edition: Edition, page: str) -> str:
    """CITATION.cff, version 1.2.0 of the Citation File Format: YAML, of which these lines are a small part."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite this edition.",
        "type": "dataset",
        "title": ABOUT["title"],
        "abstract": ABOUT["description"],
        "authors": [{"name": PUBLISHER}],
        "version": edition.slug,
        "date-released": edition.at.date().isoformat(),
        "license": LICENCE,
        "url": page,
    }
    # A JSON value is a YAML value.
    return "".join(f"{name}: {orjson.dumps(value).decode()}\n" for name, value in fields.items())


def datacite_json(edition: Edition, page: str, previous_page: str | None) -> bytes:
    """The metadata of DataCite's schema 4, without a DOI: who deposits the edition gets one for it."""
    released = edition.at.date()
    files = [file for file in edition.files if file["rows"] is not None]
    related = {
        "relatedIdentifier": previous_page,
        "relatedIdentifierType": "URL",
        "relationType": "IsNewVersionOf",
        "resourceTypeGeneral": "Dataset",
    }
    descriptions = [{"description": ABOUT["description"], "descriptionType": "Abstract", "lang": "en"}]
    if edition.note:
        descriptions.append({"description": edition.note, "descriptionType": "Other", "lang": "en"})
    metadata: dict[str, Any] = {
        "schemaVersion": DATACITE_SCHEMA,
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [{"name": PUBLISHER, "nameType": "Organizational"}],
        "titles": [{"title": ABOUT["title"], "lang": "en"}],
        "publisher": {"name": PUBLISHER},
        "publicationYear": str(released.year),
        "language": "en",
        "version": edition.slug,
        "url": page,
        "dates": [{"date": released.isoformat(), "dateType": "Issued"}],
        "alternateIdentifiers": [{"alternateIdentifier": page, "alternateIdentifierType": "URL"}],
        "relatedIdentifiers": [related] if previous_page else [],
        "rightsList": [
            {
                "rights": ABOUT["licenses"][0]["title"],
                "rightsUri": LICENCE_ADDRESS,
                "rightsIdentifier": LICENCE,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": "en",
            }
        ],
        "descriptions": descriptions,
        "formats": sorted({file["media_type"] for file in files}),
        "sizes": [f"{file['size']} bytes ({file['name']})" for file in files],
    }
    return orjson.dumps(metadata, option=orjson.OPT_INDENT_2) + b"\n"
