"""The queues of employments, events, cohorts and sources, on the front page of the desk."""

from datetime import timedelta

from talentwatch.desk.queues import Queue

RUMOUR_DAYS = 90  # a rumour without a newer source should be confirmed or withdrawn
VERIFIED_DAYS = 180  # a source that calls a job ongoing is relied on for so long

IN_CONFLICT = Queue("in-conflict", "Sources in conflict", lambda records, _user, _day: records.in_conflict())
SINGLE_SOURCE = Queue("one-publisher", "Single-source", lambda records, _user, _day: records.from_one_publisher())
OLD_RUMOURS = Queue(
    "old-rumours",
    f"Rumours older than {RUMOUR_DAYS} days",
    lambda records, _user, day: records.rumours_older_than(day - timedelta(RUMOUR_DAYS)),
)
UNVERIFIED = Queue(
    "unverified",
    f"Ongoing, not verified for {VERIFIED_DAYS} days",
    lambda records, _user, day: records.unverified_since(day - timedelta(VERIFIED_DAYS)),
)
OVERDUE_ANNOUNCEMENTS = Queue(
    "due", "Announced dates now past", lambda records, _user, day: records.overdue_announcements(day)
)
WITH_GAPS = Queue("with-gaps", "Cohorts with gaps", lambda records, _user, _day: records.with_gaps())
WITHOUT_ADDRESS = Queue(
    "without-address", "Sources without an address", lambda records, _user, _day: records.without_address()
)
