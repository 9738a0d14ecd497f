"""docs/analysis.md does what it says: each block, pasted into a shell, prints what stands under it.

The section on downloads is tested in tests/analysis/, with tools that are too heavy for everybody's environment.
"""

import io
import re
from code import InteractiveConsole
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

DOWNLOADS = re.compile(r"## The downloads\n.*?(?=\n## )", re.DOTALL)
BLOCK = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_every_example_prints_what_stands_under_it(live_server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call_command("loaddata", "llama", verbosity=0)
    call_command("export_datapackage", "talentwatch-data", verbosity=0)
    text = (Path(settings.ROOT) / "docs" / "analysis.md").read_text(encoding="utf-8")
    text = DOWNLOADS.sub("", text)
    shell = InteractiveConsole()
    found = []
    for code, _ in BLOCK.findall(text):
        printed = io.StringIO()
        with redirect_stdout(printed):
            for line in [*code.replace("http://127.0.0.1:8000", live_server.url).splitlines(), ""]:
                shell.push(line)
        found.append(printed.getvalue())
    assert found == [expected for _, expected in BLOCK.findall(text)]
