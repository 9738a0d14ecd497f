"""The table of docs/reliability.md: one row per fault."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HEADER = (
    "| fault | database | acknowledged writes | lost | 503 | other 5xx | seconds to recovery |\n"
    "|---|---|---|---|---|---|---|\n"
)
BEGIN, END = "<!-- faults: written by make test-faults -->\n", "<!-- end of faults -->\n"


@dataclass
class Report:
    rows: list[str] = field(default_factory=list)

    def add(
        self, fault: str, database: str, *, acknowledged: int, lost: int, unavailable: int, errors: int, recovery: float
    ) -> None:
        self.rows.append(
            f"| {fault} | {database} | {acknowledged} | {lost} | {unavailable} | {errors} | {recovery:.1f} |\n"
        )

    def write(self, file: Path) -> None:
        """Put the rows between the two marks of the file."""
        text = file.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        file.write_text(f"{before}{BEGIN}{HEADER}{''.join(self.rows)}{END}{after}", encoding="utf-8")


_report = Report()


@contextmanager
def reporting() -> Iterator[Report]:
    """The report of this process, which is written at the end to the file that FAULTS_REPORT names, if it does."""
    yield _report
    if os.environ.get("FAULTS_REPORT"):
        _report.write(Path(os.environ["FAULTS_REPORT"]))
