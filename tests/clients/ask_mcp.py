"""Ask the MCP server with the SDK's own client, first in this process and then over standard input and output.

Runs in the environment of the clients: ask_mcp.py URL COMMAND, with a list of [tool, arguments] on standard input.
"""

import json
import os
import sys
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from talentwatch_client import Client as Talentwatch
from talentwatch_client.mcp_server.server import build_server


async def ask(server: Any, calls: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    async with Client(server) as client:
        tools = await client.list_tools()
        answers = []
        for name, arguments in calls:
            result = await client.call_tool(name, arguments)
            texts = [getattr(each, "text", "") for each in result.content]
            answers.append({"is_error": bool(result.is_error), "text": texts, "data": result.structured_content})
        return {"tools": [tool.model_dump(mode="json") for tool in tools.tools], "answers": answers}


async def main(url: str, command: str) -> None:
    calls = json.load(sys.stdin)
    with Talentwatch(url) as talentwatch:
        in_memory = await ask(build_server(talentwatch), calls)
    over_stdio = await ask(StdioServerParameters(command=command, args=[url], env=dict(os.environ)), calls)
    sys.stdout.write(json.dumps({"in_memory": in_memory, "over_stdio": over_stdio}))


anyio.run(main, *sys.argv[1:])
