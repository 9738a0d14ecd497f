"""The MCP server itself: the questions as tools that only read."""

import argparse
import os
from importlib.metadata import version

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from talentwatch_client.client import DEFAULT_URL, Client
from talentwatch_client.errors import NoAnswerError
from talentwatch_client.mcp_server.questions import Questions

INSTRUCTIONS = """A newsroom's database of who works and worked at AI labs, and who moved where.
Cite the page and the sources of what you repeat, with its confidence: confirmed (by the person, the organization or two
independent publishers), reported (by one publisher), rumoured, disputed or refuted. Dates are as precise as they are known:
2023, 2023-06, [2023-01..2023-04]. Don't make them more precise. The data are CC-BY-4.0: credit talentwatch."""
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def build_server(client: Client) -> MCPServer:
    """A server whose tools read from this client."""
    server = MCPServer(
        "talentwatch",
        title="talentwatch",
        version=version("talentwatch-client"),
        instructions=INSTRUCTIONS,
        # Each request of httpx would be a line.
        log_level="WARNING",
    )
    questions = Questions(client)
    server.add_tool(questions.who_was_where, title="Who was where on a day", annotations=READ_ONLY)
    server.add_tool(questions.who_left, title="Who left", annotations=READ_ONLY)
    server.add_tool(questions.what_sources_say, title="What sources say of a person", annotations=READ_ONLY)
    server.add_tool(questions.search, title="Search", annotations=READ_ONLY)
    return server


def main() -> None:
    """Serve over standard input and output, as assistants start it."""
    parser = argparse.ArgumentParser(description="An MCP server that answers from a talentwatch installation.")
    parser.add_argument("url", nargs="?", default=os.environ.get("TALENTWATCH_URL", DEFAULT_URL))
    try:
        client = Client(parser.parse_args().url)
    except NoAnswerError as error:
        parser.error(str(error))
    with client:
        build_server(client).run()


if __name__ == "__main__":
    main()
