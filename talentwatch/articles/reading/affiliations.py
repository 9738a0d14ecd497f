"""For which organization a person works, as the words beside the name say it."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.date_expressions import month_names, weekday_names
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, NEGATION_REACH, TITLE_REACH, VERBS

CAPITALIZED = re.compile(r" ([A-ZÀ-Þ][^\W\d_]+) ")


def affiliation(
    article: Article, sentence: Span, people: list[Mention], other_than: Mention | None = None
) -> Mention | None:
    """The organization of "OpenAI researcher Jane Doe", "Jane Doe of OpenAI", "OpenAI's Jane Doe"."""
    before = _affiliation_before(article, sentence, people)
    if before and (other_than is None or before.key != other_than.key):
        return before
    return _affiliation_behind(article, sentence, people[-1])


def _affiliation_before(article: Article, sentence: Span, people: list[Mention]) -> Mention | None:
    first, last = people[0], people[-1]
    before = article.organizations(max(sentence.start, first.start - TITLE_REACH), first.start)
    if not before:
        return None
    organization = before[-1]
    gap = article.text[organization.end : first.start]
    has_title = bool(titles_in(article, organization.end - 1, first.start)) or bool(
        titles_in(article, max(sentence.start, organization.start - TITLE_REACH), organization.start)
    )
    # "two researchers at Kyutai, A and B, announced"
    is_apposition = gap == ", " and article.text[last.end : last.end + 1] == ","
    # Before the colon stands somebody else, who says so: "Tom Baker, a researcher at OpenAI: Jane Doe joins".
    is_somebody_elses = ":" in gap and bool(article.people(sentence.start, organization.start))
    is_beside = (
        not is_somebody_elses
        and not BREAKS.search(gap.replace(":", ""))
        and ("," not in gap or is_apposition)
        and (has_title or gap.strip() in {"'s", "’s", "的"})
        and not article.triggers(organization.end, first.start, *VERBS)
    )
    return organization if is_beside else None


def _affiliation_behind(article: Article, sentence: Span, person: Mention) -> Mention | None:
    behind = article.organizations(person.end, min(sentence.end, person.end + TITLE_REACH + 20))
    if not behind or article.preposition(behind[0], person.end) not in {"at", "from"}:
        return None
    start, end = person.end, behind[0].start
    if article.triggers(start, end, *VERBS, "other") or article.people(start, end):
        return None
    return behind[0] if titles_in(article, start, end) or end - start <= 14 else None


def origin_behind(article: Article, sentence: Span, person: Mention) -> Mention | None:
    """ "Jane Doe, who came from Google", "Jane Doe, formerly a director at Google"."""
    behind = article.organizations(person.end, sentence.end)[:1]
    if not behind or article.people(person.end, behind[0].start):
        return None
    return behind[0] if article.has(person.end, behind[0].start + 1, "former", "spend", "now", "from") else None


def goes_on(article: Article, end: int) -> bool:
    """A word stands right behind somebody's name, such as what they do."""
    return re.match(r" [^\W\d_]", article.text[end : end + 2]) is not None


def place_of_service(article: Article, start: int, end: int) -> Mention | None:
    """ "after five years at DeepMind": the organization right behind a length of service."""
    for length in article.lengths:
        if start <= length.start and length.end <= end:
            near = article.organizations(length.end, min(end, length.end + NEGATION_REACH + TITLE_REACH))
            # "after six years running infrastructure at Meta"
            if (
                near
                and near[0].start - length.end <= TITLE_REACH
                and "," not in article.text[length.end : near[0].start]
                and not article.people(length.end, near[0].start)
                and not article.has(length.end, near[0].start, *VERBS)
                and article.preposition(near[0], length.end) in {"at", "from"}
            ):
                return near[0]
    return None


def company_of_founder(article: Article, clause: Clause, employer: Mention, people: list[Mention]) -> Mention | None:
    """ "Meta invested in Scale AI and hired co-founder Alexandr Wang": a founder's company was named just before."""
    titles = titles_in(article, clause.trigger.end, people[0].start)
    others = [one for one in article.organizations(employer.end, clause.trigger.start) if one.key != employer.key]
    is_founder = bool(titles) and titles[-1].role in {"founder", "executive"} and people[0].start - titles[-1].end <= 2
    return others[-1] if others and is_founder else None


def is_former(article: Article, organization: Mention, since: int) -> bool:
    """ "Jane Doe, a former chief of Acme, hired": not for Acme."""
    cues = article.triggers(max(since, organization.start - TITLE_REACH), organization.start, "former")
    return any("," not in article.text[cue.end : organization.start] for cue in cues)


def is_place_of_service(article: Article, organization: Mention) -> bool:
    """ "after five years at DeepMind", where somebody was."""
    return article.preposition(organization) in {"at", "from"} and any(
        0 <= organization.start - length.end <= NEGATION_REACH
        and not article.has(length.end, organization.start, *VERBS)
        and "," not in article.text[length.end : organization.start]
        for length in article.lengths
    )


def is_behind_and(article: Article, start: int, organization: Mention) -> bool:
    """ "has resigned and from May is vice-president of Acme": the first name behind an "and" belongs to another verb."""
    and_ = article.triggers(start, organization.start, "and")
    return bool(and_) and not article.organizations(start, and_[0].start)


def is_negated_name(article: Article, organization: Mention) -> bool:
    """ "not with Acme, but with Nvidia": the one that it isn't stands right behind the word."""
    words = article.triggers(max(0, organization.start - NEGATION_REACH), organization.start, "negation")
    gaps = [article.text[cue.end : organization.start] for cue in words]
    return any(len(gap.split()) <= 1 and "," not in gap for gap in gaps)


def belongs_to_another(article: Article, start: int, organization: Mention) -> bool:
    """ "…, as did John Roe, a founder of Acme": it stands beside somebody who is named behind the verb."""
    if _is_behind_and_somebody(article, start, organization):
        return True
    people = article.people(start, organization.start)
    if not people or article.owns(people[-1]):
        return False
    return article.text[people[-1].end : people[-1].end + 2].lstrip()[:1] in {",", "("}


def _is_behind_and_somebody(article: Article, start: int, organization: Mention) -> bool:
    """ "joined Acme in May, and Doe in June from Google": behind another organization and an "and" stands a capital letter."""
    named = article.organizations(start, organization.start)
    if not named or article.language.code == "de":
        return False
    for and_ in article.triggers(named[-1].end, organization.start, "and"):
        name = CAPITALIZED.match(article.text, and_.end, organization.start)
        if name and fold(name[1]) not in {*month_names(article.language.code), *weekday_names(article.language.code)}:
            return True
    return False


def is_in_relative_clause(article: Article, clause: Clause, organization: Mention) -> bool:
    """ "LeCun, who left Meta, has hired": the organization is part of another clause."""
    trigger = clause.trigger
    end = article.text.find(",", organization.end, trigger.start)
    start = article.text.rfind(", ", clause.sentence.start, organization.start)
    if min(start, end) < 0:
        return False
    if article.language.code == "he" and article.text[start + 2] == "ש":
        return True
    return any(cue.start - start <= 2 for cue in article.triggers(start, organization.start, "relative"))
