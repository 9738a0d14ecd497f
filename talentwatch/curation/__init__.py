"""The kit for curated records: fields, edits with history, and the publishing gate; it knows no model of the domain."""
