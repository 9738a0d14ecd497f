"""Farewells: who says one to a person stays, and that person leaves; who says one to an organization leaves it."""

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS

MAX_WORDS_BETWEEN = 3  # "to his colleague"


def is_farewell_to_people(article: Article, clause: Clause) -> bool:
    """ "xAI's chief bids farewell to Jane Doe": those who stand right behind it leave, and not who says so."""
    trigger = clause.trigger
    people = clause.group_behind(trigger.end, clause.sentence.end)
    is_farewell = trigger.has("lose") or article.has(trigger.start, trigger.end, "farewell")
    organizations = article.organizations(trigger.end, clause.end)
    if is_farewell and organizations and _is_office(article, trigger.end, organizations[0]):
        return True
    if not people or not is_farewell or article.owns(people[-1]):
        return False
    gap = article.text[trigger.end : people[0].start - len(people[0].prefix)]
    words = fold(gap).split()
    if trigger.has("departure") and not (words and words[0] in map(fold, article.language.words("prepositions", "to"))):
        # "the farewell of"
        return False
    has_title = bool(titles_in(article, trigger.end, people[0].start))
    return not BREAKS.search(gap) and "," not in gap and (len(words) <= MAX_WORDS_BETWEEN or has_title)


def _is_office(article: Article, start: int, organization: Mention) -> bool:
    """ "says farewell to one of the founders of Acme": to a person, whose name may not be known."""
    titles = titles_in(article, start, organization.start)
    return bool(titles) and not BREAKS.search(article.text[start : organization.start])
