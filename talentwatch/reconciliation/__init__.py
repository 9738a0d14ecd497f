"""The W3C Reconciliation Service API 0.2: which person or organization of the timeline a name means."""
