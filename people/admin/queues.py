"""What the front page of the desk asks of posts, sources, lists and events; the days that it counts are here alone."""

from datetime import timedelta

from talentwatch.desk.queues import Queue

RUMOUR_DAYS = 90  # after which a rumour should have come true, or go
VERIFIED_DAYS = 180  # for which a source that saw somebody in a post is taken to hold

IN_CONFLICT = Queue("in-conflict", "Sources in conflict", lambda records, _user, _day: records.in_conflict())
FROM_ONE_PUBLISHER = Queue(
    "one-publisher", "Published on one publisher’s word", lambda records, _user, _day: records.from_one_publisher()
)
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
DUE = Queue("due", "Foretold, and due by now", lambda records, _user, day: records.due(day))
WITH_GAPS = Queue("with-gaps", "Lists with gaps", lambda records, _user, _day: records.with_gaps())
WITHOUT_ADDRESS = Queue(
    "without-address", "Sources without an address", lambda records, _user, _day: records.without_address()
)
