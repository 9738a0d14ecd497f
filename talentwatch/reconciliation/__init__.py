"""The W3C Reconciliation Service API 0.2: which of our people and organizations is meant by a name."""
