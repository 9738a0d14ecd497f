"""Print the JSON Schema of the timeline file."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from talentwatch.exchange.json_schema import timeline_schema


class Command(BaseCommand):
    help = "Print the JSON Schema of the timeline file, as docs/timeline.schema.json has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(timeline_schema(), ensure_ascii=False, indent=2))
