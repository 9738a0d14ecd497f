"""Logs as one JSON object a line, for programs that collect them: time, level, logger, message, request_id, and more."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

# What gunicorn knows of a request, by the atoms of its access log.
ACCESS_ATOMS = {"client": "h", "request": "r", "bytes": "B", "user_agent": "a", "request_id": "{x-request-id}o"}


class JSONFormatter(logging.Formatter):
    """Formats a record of the application or of gunicorn, its access log included, as JSON without line breaks."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name == "gunicorn.access" and isinstance(record.args, dict):
            atoms: Any = record.args
            line |= {name: str(atoms[atom]) for name, atom in ACCESS_ATOMS.items()}
            line |= {"status": int(atoms["s"]), "milliseconds": int(atoms["M"])}
        else:
            line |= {"message": record.getMessage(), "request_id": getattr(record, "request_id", "-")}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # Lone surrogates of a request would be no UTF-8, so everything beyond ASCII is escaped.
        return json.dumps(line)


def gunicorn_logging() -> dict[str, Any]:
    """The value of gunicorn's logconfig_dict: both of its logs in JSON, on standard output."""
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}
    logger = {"level": "INFO", "handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "talentwatch.json_logs.JSONFormatter"}},
        "handlers": {"console": handler},
        "root": {"level": "INFO", "handlers": ["console"]},
        "loggers": {"gunicorn.error": logger, "gunicorn.access": logger},
    }
