"""Pictures (SVG) of what the API serves: layouts in plain Python, drawn by templates; no script, no clock, no database."""
