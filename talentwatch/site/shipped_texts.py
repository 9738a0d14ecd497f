"""The texts of /about/ as they ship: complete, and honest about what only the newsroom itself can say."""

from typing import NamedTuple

from django.db.models import TextChoices


class Section(TextChoices):
    """The sections of /about/, in their order; a key is the id of its section, which other pages link to."""

    WHO = "who", "Who runs this"
    METHOD = "method", "How we work"
    AGE = "age", "How old the data are"
    CERTAINTY = "certainty", "Certain and possible"
    CONFIDENCE = "confidence", "Confidence"
    CORRECTIONS = "corrections", "Corrections"
    ERRORS = "errors", "Report an error"
    PRIVACY = "privacy", "Privacy"
    LICENCE = "licence", "Licence"
    CONTACT = "contact", "Contact"


REPORT_ADDRESS = "report-address"  # the key of the text that is no section, but the address of “Report an error”


class ShippedText(NamedTuple):
    """The heading and the paragraphs of a text."""

    title: str
    text: str


SHIPPED_TEXTS = {
    Section.WHO.value: ShippedText(
        "Who runs this",
        """talentwatch is a newsroom’s database of who moves between AI labs. The software is open source, so anybody can run it.

The people who run this installation haven’t said here who they are. Until they do, judge each fact by the sources beside it.""",
    ),
    Section.METHOD.value: ShippedText(
        "How we work",
        """Editors read articles and statements in many languages, and enter what each of them says about each job. From all of them the newsroom draws one conclusion. Readers see both: the conclusion, and what every source says, also where it contradicts us.

No fact is shown without a source. No date is more precise than its source: if all that a paper says is “in 2023”, so do we. Where sources disagree, the page says on what.

Several papers that repeat one report count as one source. Who left which lab for which is worked out from the jobs by fixed rules.""",
    ),
    Section.AGE.value: ShippedText(
        "How old the data are",
        """What we know of a person is as old as the latest source about them. Somebody who has changed jobs since is still listed where they were last reported, with the date of that report. Nobody’s absence from a page says that nothing happened.""",
    ),
    Section.CERTAINTY.value: ShippedText(
        "What “certain” and “possible” mean",
        """Dates in the news are vague, so a list of who was at a lab on a day has two parts. Certain: by what the sources say, they were there on that day. Possible: the sources don’t rule it out.

An example. An article of 12 May 2024 says that somebody joined in 2023 and is still there. They may have joined on any day of 2023, so from 1 January 2023 they were possibly there, and from 31 December 2023 to 12 May 2024 they were certainly there. After that day nobody has verified it: they are possibly there, until a newer source says that they still are or that they left.

Counts follow the same rule. “12 to 15 people left in 2025” means that 12 certainly left in that year, and that three more left on a date that may or may not lie in it.""",
    ),
    Section.CONFIDENCE.value: ShippedText(
        "What the confidence of a fact means",
        """The confidence of a job, a move or an event is worked out from its sources. Nobody chooses it.""",
    ),
    Section.CORRECTIONS.value: ShippedText(
        "Corrections",
        """If something that was public turns out to be wrong, we correct it and say so: on the page itself, and in the list of corrections, with the date, what was said before and what was wrong.""",
    ),
    Section.ERRORS.value: ShippedText(
        "Report an error",
        """If something is wrong, out of date or missing, say on which page, what should be there, and which source says so. A link to the source helps most.""",
    ),
    Section.PRIVACY.value: ShippedText(
        "The people listed here",
        """People are listed because public sources report on their work. We record what concerns that work: names, positions, dates, why a job ended where a source says so, and the identifiers and websites under which they publish. We don’t record home addresses, families or health.

Anybody listed here can ask for a correction, or for the removal of what doesn’t concern their public work. A record that is withdrawn disappears from every page, list, feed and file, and its name from the corrections.""",
    ),
    Section.LICENCE.value: ShippedText(
        "Licence",
        """You may use the data for any purpose, also a commercial one, under the licence CC BY 4.0: name talentwatch, and link to the page. Its terms are at https://creativecommons.org/licenses/by/4.0/ and each record has a text to copy under “Cite this”.

Summaries, and the headlines of events, are our own words. The articles that we link to belong to their publishers.""",
    ),
    Section.CONTACT.value: ShippedText(
        "Contact",
        """The people who run this installation haven’t given an address here yet.""",
    ),
    REPORT_ADDRESS: ShippedText("Address for reports of errors", ""),
}
