"""A read-only MCP server on the official SDK: `pip install talentwatch-client[mcp]`, then `talentwatch-mcp https://…`."""
