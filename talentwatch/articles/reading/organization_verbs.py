"""Verbs whose subject is an organization: it hires, loses, dismisses, was founded by; and who "former" is said of."""

import re
from dataclasses import replace

from talentwatch.articles.reading.affiliations import (
    affiliation,
    company_of_founder,
    goes_on,
    is_former,
    is_negated_name,
)
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader, side_of
from talentwatch.articles.reading.clauses import Clause, is_negated
from talentwatch.articles.reading.company_references import POSSESSIVES, CompanyReferences
from talentwatch.articles.reading.cues import Cue, between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import context_pattern, context_words
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import (
    BREAKS,
    TITLE_REACH,
    VERBS,
    Context,
    VerbStatement,
)

AS = frozenset(["as", "come", "comme", "como", "als", "zum", "zur", "a", "au", "poste", "כ"])
MAX_LETTERS_BETWEEN = 14  # of a name and what stands behind it
MAX_WORDS_BETWEEN = 2  # a subject and its verb
OBJECT_REACH = 20  # characters behind a verb in which its object begins
# Between an organization and the people who are listed behind it: ": ", " this week: ".
LISTED = re.compile(r"(?: [^\W\d_A-Z][^\W_]*){0,3} ?[:：] ?")
# "Acme named Jane Doe, its general counsel, chief executive"
ALREADY_THERE = re.compile(r", its [^,.;]{3,40}, (?:[a-z]+ )?(?:chief|head|president|director|vice)")


class OrganizationVerbReader:
    def __init__(
        self,
        article: Article,
        context: Context,
        participants: Participants,
        references: CompanyReferences,
        cells: SideReader,
    ) -> None:
        self.article = article
        self.context = context
        self.participants = participants
        self.references = references
        self.cells = cells

    # "former OpenAI researcher", "ex-Meta", "formerly of"

    def former(self, clause: Clause) -> list[VerbStatement]:
        """What the organization beside the word has been to the people beside both."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        organization = self._organization_of_former(clause)
        if organization is None:
            return []
        start, end = min(trigger.start, organization.start), max(trigger.end, organization.end)
        before, behind = self._people_before(clause, start), self._people_behind(clause, end)
        # "X, formerly of Y, has joined Z": the word belongs to who stands before its comma.
        is_of_before = before and (
            not behind
            or article.text[before[-1].end : start].strip()[:1] in {",", "(", "，", "（"}
            or start - before[-1].end < 6
        )
        people = before if is_of_before else behind
        if not people:
            return []
        if is_of_before and context_pattern(article.language, "both").search(
            fold(article.text[before[-1].end : start])
        ):
            # "A and his brother B, both former researchers at Acme"
            number = next(number for number, group in enumerate(clause.groups) if group is before)
            people = [*clause.groups[number - 1], *before] if number and len(before) == 1 else before
        title_start = start - TITLE_REACH if self._precedes_former(clause, organization) else start
        title_end = end + TITLE_REACH if is_of_before else people[0].start
        titles = titles_in(article, max(sentence.start, title_start), min(title_end, sentence.end))
        titles = [title for title in titles if title.end <= end + TITLE_REACH]
        side = self.cells.with_title(side_of(organization), titles[0] if titles else None)
        side = self.cells.with_length(side, start, end + TITLE_REACH)
        return [VerbStatement(person, side, is_proposed=False) for person in people]

    def _organization_of_former(self, clause: Clause) -> Mention | None:
        """The nearest one behind the word, in its part of the sentence; in Hebrew also one before it."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        near = article.organizations(
            max(sentence.start, trigger.start - TITLE_REACH), min(sentence.end, trigger.end + TITLE_REACH + 15)
        )
        before = [one for one in near if one.end <= trigger.start and self._is_same_part(one.end, trigger.start)]
        behind = [one for one in near if one.start >= trigger.end and self._is_same_part(trigger.end, one.start)]
        is_hebrew = article.language.code == "he"
        if is_hebrew and before and (self._precedes_former(clause, before[-1]) or not behind):
            return before[-1]
        if not behind or article.people(trigger.end, behind[0].start):
            return None
        return behind[0]

    def _precedes_former(self, clause: Clause, organization: Mention) -> bool:
        """In Hebrew, the word may follow its organization."""
        is_before = organization.end <= clause.trigger.start <= organization.end + 3
        return self.article.language.code == "he" and is_before

    def _is_same_part(self, start: int, end: int) -> bool:
        return not BREAKS.search(self.article.text[start:end]) and not self.article.triggers(start, end, *VERBS)

    def _people_before(self, clause: Clause, place: int) -> list[Mention]:
        for group in reversed(clause.groups):
            end = group[-1].end
            if end <= place <= end + TITLE_REACH and not self._other_verbs(end, place):
                return group
        return []

    def _other_verbs(self, start: int, end: int) -> list[Cue]:
        """In German, "wurde von Jane Doe gegründet, einer früheren Forscherin von Google": not the participle of the same clause."""
        verbs, text = self.article.triggers(start, end, *VERBS), self.article.text
        is_german = self.article.language.code == "de"
        if verbs and is_german and text[start : verbs[0].start] == " " and text[verbs[0].end : verbs[0].end + 1] == ",":
            return verbs[1:]
        return verbs

    def _people_behind(self, clause: Clause, place: int) -> list[Mention]:
        return next((g for g in clause.groups if place <= g[0].start and not self._breaks(place, g[0].start)), [])

    def _breaks(self, start: int, end: int) -> bool:
        gap = self.article.text[start:end]
        return (
            end - start > 3 * TITLE_REACH
            or re.search(r"[.;\n。；]", gap) is not None
            or bool(self.article.triggers(start, end, *VERBS, "now"))
            or gap.count(",") > 1
        )

    # "Meta hires Jane Doe from OpenAI"

    def hire(self, clause: Clause) -> list[VerbStatement]:
        article = self.article
        behind_verb = fold(article.text[clause.trigger.end : clause.sentence.end])
        if context_pattern(article.language, "not_offices").search(behind_verb):
            return []
        if not clause.groups and (statements := self._hire_them(clause)):
            return statements
        people = self.participants.hired_people(clause)
        if not people or ALREADY_THERE.match(article.text, people[-1].end) or self._is_of_one_of_two(clause, people):
            return []
        employer = self._employer(clause, people) or self._destination(clause)
        left = self._origin(clause, people, employer)
        employer = employer or self._employer_in_context(clause)
        if employer is None:
            return []
        left = left or company_of_founder(self.article, clause, employer, people)
        if left and left.key == employer.key:
            return []
        is_denied = is_negated(self.article, clause)
        statements = []
        for person in people:
            # Each of several may come from elsewhere: A, the chief of X, and B, formerly of Y.
            group = next((group for group in clause.groups if person in group), people)
            is_before = left and (
                left.start < people[0].start
                or (person.end <= left.start and not self._is_of_another(clause, group[-1], left, people))
            )
            own = left if is_before else affiliation(self.article, clause.sentence, [person], employer)
            own = self._origin_before(people, person) or own
            left_side = self._side_before_hiring(clause, own, people) if own and own.key != employer.key else None
            joined_side = self.cells.joined_side(clause.part(group[-1].end, clause.end), employer, group, "hire")
            statements.append(VerbStatement(person, left_side, joined_side, "hire", is_denied=is_denied))
        return statements

    def _hire_them(self, clause: Clause) -> list[VerbStatement]:
        """ "Meta hired him a few weeks later": whom the sentence before was about."""
        article, trigger, people = self.article, clause.trigger, self.context.people
        employer = self.participants.acting_organization(clause)
        has_title = bool(titles_in(article, trigger.end, clause.end))
        if trigger.has("naming") and not has_title:
            return []
        if employer is None or len(people) != 1 or self._is_of_many(clause):
            return []
        behind = re.findall(r"\w+|[.,;!?]|$", fold(article.text[trigger.end : trigger.end + OBJECT_REACH]))[:2]
        # "hired her team": not her, but "named her chief scientist".
        is_object = has_title and trigger.has("naming")
        others = context_words(article.language, "behind_object") | article.language.prepositions
        if behind[1:] and behind[1].isalpha() and behind[1] not in others and not is_object:
            behind = []
        before = re.findall(r"\w+", fold(article.text[employer.end : trigger.start]))
        objects_before = {word.strip("'") for word in context_words(article.language, "object_before")}
        is_behind = not context_words(article.language, "object_behind").isdisjoint(behind[:1])
        is_meant = is_behind or not objects_before.isdisjoint(before[:2])
        if not is_meant:
            return []
        origin = next(
            (
                one
                for one in article.organizations(trigger.end, clause.end)
                if article.preposition(one, trigger.end - 1) == "from"
            ),
            None,
        )
        joined = self.cells.joined_side(clause, employer, people, "hire")
        left = side_of(origin) if origin and origin.key != employer.key else None
        return [VerbStatement(people[0], left, joined, "hire", is_denied=is_negated(article, clause))]

    def _is_of_many(self, clause: Clause) -> bool:
        """ "Meta hired them": not one person."""
        return self.article.has(clause.sentence.start, clause.sentence.end, "together")

    def _origin_before(self, people: list[Mention], person: Mention) -> Mention | None:
        """ "hired from Amazon the engineer A and from Nvidia B": each has the place before them."""
        earlier = [one for one in people if one.end <= person.start]
        if not earlier:
            return None
        organizations = self.article.organizations(earlier[-1].end, person.start)
        if not organizations or self.article.preposition(organizations[-1], earlier[-1].end) != "from":
            return None
        start = organizations[-2].end if organizations[1:] else earlier[-1].end
        and_ = {fold(word) for word in self.article.language.words("prepositions", "and")}
        gap = self.article.text[organizations[-1].end : person.start]
        is_own = fold(self.article.text[start : organizations[-1].start]).split()[:1]
        is_bare = "," not in gap and len(gap.split()) <= MAX_WORDS_BETWEEN
        return organizations[-1] if is_bare and not and_.isdisjoint(is_own) else None

    def _is_of_another(self, clause: Clause, person: Mention, organization: Mention, people: list[Mention]) -> bool:
        """ "hired A, an engineer at Google, as well as B, formerly of Meta": what stands behind B is hers."""
        between = self.article.people(person.end, organization.start)
        own = affiliation(self.article, clause.sentence, [person], organization)
        return bool(between) and between[-1] in people and own is not None and own.key != organization.key

    def _is_of_one_of_two(self, clause: Clause, people: list[Mention]) -> bool:
        """ "Meta failed to buy Acme and hired its chief, Jane Doe": whose chief, and by whom?"""
        words = fold(self.article.text[clause.trigger.end : people[0].start]).split()
        before = self.article.organizations(clause.sentence.start, clause.trigger.start)
        return not POSSESSIVES.isdisjoint(words) and len({one.key for one in before}) > 1

    def _employer(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """The subject; in German, "Microsoft hat den DeepMind-Gründer X eingestellt", what stands first."""
        if clause.trigger.has("final") and people[-1].end <= clause.trigger.start:
            earlier = [
                one
                for one in self.article.organizations(clause.start, people[0].start)
                if not is_former(self.article, one, clause.sentence.start) and not is_negated_name(self.article, one)
            ]
            if earlier:
                return earlier[0]
        if self.article.language.code == "de" and not clause.trigger.has("final"):
            # "Unterdessen holt Acme Jane Doe": behind another word, the verb stands before its subject.
            behind = self.article.organizations(clause.trigger.end, people[0].start)[:1]
            before = fold(self.article.text[clause.start : clause.trigger.start]).split()
            is_right_behind = behind and self.article.text[clause.trigger.end : behind[0].start] == " "
            # "Ausgerechnet diese warb Anthropic …"
            if is_right_behind and context_words(self.article.language, "first_objects").isdisjoint(before):
                return behind[0]
        return self.participants.acting_organization(clause) or self._employer_before(clause)

    def _employer_before(self, clause: Clause) -> Mention | None:
        """ "Meta hired A from OpenAI and poached B": the second verb has the subject of the first."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        hires = article.triggers(sentence.start, trigger.start, "hire")
        before = clause.groups_before_trigger()
        if not hires or not before or before[-1][0].start < hires[-1].end:
            return None
        gap = article.text[before[-1][-1].end : trigger.start]
        for organization in article.organizations(before[-1][-1].end, trigger.start):
            gap = gap.replace(article.text[organization.start : organization.end], "")
        and_ = {fold(word) for word in article.language.words("prepositions", "and")}
        words = fold(gap).replace(",", " ").replace("，", " ").split()
        words = [word for word in words if word in and_ or word not in article.language.prepositions]
        is_bare = len(words) <= MAX_WORDS_BETWEEN and (not and_.isdisjoint(words) or gap.lstrip()[:1] in {",", "，"})
        first = replace(clause, trigger=hires[0])
        return self.participants.acting_organization(first) if is_bare else None

    def _destination(self, clause: Clause) -> Mention | None:
        """ "Jane Doe has hired, for her Acme, …": where somebody who isn't its voice hires people for."""
        article, trigger = self.article, clause.trigger
        behind = article.organizations(trigger.end, clause.sentence.end)
        if destination := next((one for one in behind if article.preposition(one, trigger.end) == "to"), None):
            return destination
        # "the appointment of Jane Doe as chief executive of Acme"
        people = clause.group_behind(trigger.end, clause.sentence.end)
        if not people or article.organizations(clause.sentence.start, trigger.start):
            return None
        of = article.language.words_of
        if trigger.phrase.split()[-1] in of or trigger.phrase.endswith("'"):
            # "the arrival of Jane Doe at Acme"
            end = people[-1].end
            near = (
                behind
                and behind[0].start - end <= MAX_LETTERS_BETWEEN
                and "," not in article.text[end : behind[0].start]
            )
            if near and article.preposition(behind[0], end) == "at":
                return behind[0]
        return next((one for one in behind if self._is_new_office(people[-1].end, one)), None)

    def _is_new_office(self, start: int, organization: Mention) -> bool:
        titles = titles_in(self.article, start, organization.start)
        before = fold(self.article.text[start : titles[-1].start]).split()[-1:] if titles else []
        gap = self.article.text[titles[-1].end : organization.start] if titles else ","
        return bool(before) and before[0] in AS and len(gap.split()) <= MAX_WORDS_BETWEEN and "," not in gap

    def _employer_in_context(self, clause: Clause) -> Mention | None:
        """ "The company hired": the one meant, or the one that the sentence before was about."""
        start, end = clause.sentence.start, clause.trigger.start
        if company := self.references.company(start, end):
            return company[0]
        people = clause.group_behind(end, clause.sentence.end)
        if people and (company := self.references.company(end, people[0].start)):
            # "Von Google holte der Konzern Jane Doe": in German, the subject may stand behind its verb.
            return company[0]
        if self.article.has(start, end, "company"):
            return None
        # "Murati hired …": another sentence may say for which organization, but it needn't be the one before.
        groups = clause.groups_before_trigger()
        has_person = bool(groups) and len(self.article.text[groups[-1][-1].end : end].split()) <= MAX_WORDS_BETWEEN
        return None if has_person or self.article.organizations(start, end) else self.context.organization

    def _origin(self, clause: Clause, people: list[Mention], employer: Mention | None) -> Mention | None:
        """From where somebody was hired: behind the verb, or before it."""
        article, trigger = self.article, clause.trigger
        end = clause.sentence.end if people[0].start > clause.end else max(clause.end, people[-1].end)
        if article.language.code == "zh":
            # 从苹果挖走王芳, behind a comma, is said of somebody else.
            comma = article.text.find("，从", people[-1].end, end)
            end = comma if comma > 0 else end
        for organization in article.organizations(trigger.end, end):
            # 任命某人为实验室首席科学家: what somebody was made chief of.
            is_office = article.text[organization.start - 1] == "为"
            if is_office or (employer and organization.key == employer.key):
                continue
            preposition = article.preposition(organization, trigger.end)
            if (
                preposition == "from"
                or (preposition == "to" and self._is_snatched_from(people, organization))
                # "hires OpenAI researcher Jane Doe"
                or organization.end <= people[0].start
                or (article.language.code in {"zh", "he"} and preposition != "to")
            ):
                return organization
        # 从OpenAI挖走: in Chinese, the origin stands before the verb.
        starts = [clause.sentence.start, clause.start] if article.language.code == "zh" else [clause.start]
        for start in starts:
            before = [o for o in article.organizations(start, trigger.start) if article.preposition(o, start) == "from"]
            if before:
                return before[-1]
        return None

    def _is_snatched_from(self, people: list[Mention], organization: Mention) -> bool:
        """ "Meta strappa Jane Doe ad Apple", "arrache Jane Doe à Apple": in Romance languages, right behind the person."""
        gap = self.article.text[people[-1].end : organization.start]
        return self.article.language.code in {"it", "fr", "es"} and len(gap.split()) == 1

    def _side_before_hiring(self, clause: Clause, organization: Mention, people: list[Mention]) -> Side:
        behind = clause.part(clause.trigger.end, clause.end)
        side = self.cells.left_side(behind, organization, people, "hire")
        if side.title:
            return side
        titles = titles_in(self.article, clause.trigger.end, people[0].start)
        return self.cells.with_title(side, titles[-1] if titles else None)

    # "OpenAI loses Jane Doe to Meta", "Google fired Jane Doe"

    def lose(self, clause: Clause) -> list[VerbStatement]:
        article, trigger = self.article, clause.trigger
        left = self.participants.acting_organization(clause) or self._represented(clause)
        people, start, end = self.participants.lost_people(clause), trigger.end, clause.sentence.end
        before = clause.groups_before_trigger()
        if not people and trigger.has("final") and before:
            # "hat seine Chefin Jane Doe an Meta verloren": in German, the participle stands behind both.
            people, start, end = before[-1], before[-1][-1].end, trigger.start
            left = next(iter(article.organizations(clause.start, people[0].start)), None)
            not_lost = context_pattern(article.language, "not_lost", " ", " ")
            if left and not_lost.search(fold(article.text[left.end : people[0].start])):
                # "hat den Streit mit Jane Doe verloren"
                return []
        if left is None or not people:
            return []
        others = [
            organization
            for organization in article.organizations(start, end)
            if organization.key != left.key and article.preposition(organization, start) in {"to", "at"}
        ]
        left_side = self.cells.left_side(clause.part(start, clause.sentence.end), left, people, "lose")
        joined_side = None
        if others:
            behind_people = clause.part(people[-1].end, clause.sentence.end)
            joined_side = self.cells.joined_side(behind_people, others[0], people, "lose")
        is_denied = is_negated(article, clause)
        return [VerbStatement(person, left_side, joined_side, "departure", is_denied=is_denied) for person in people]

    def _represented(self, clause: Clause) -> Mention | None:
        """ "The head of xAI, Elon Musk, bids farewell to": the organization that the subject speaks for."""
        before = next(reversed(clause.groups_before_trigger()), [])
        organization = affiliation(self.article, clause.sentence, before) if before else None
        if organization and is_former(self.article, organization, clause.sentence.start):
            return None
        return organization

    def dismiss(self, clause: Clause) -> list[VerbStatement]:
        behind = clause.part(clause.trigger.end, clause.end)
        people = clause.group_behind(behind.start, behind.end + 1)
        left = self.participants.acting_organization(clause) or self._dismissing_behind(clause, people)
        if left is None:
            return []
        side = self.cells.left_side(behind, left, people, "dismiss")
        is_denied = is_negated(self.article, clause)
        return [VerbStatement(person, side, None, "departure", is_denied=is_denied) for person in people]

    def _dismissing_behind(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """ "Laid off at Meta: Jane Doe, Tom Baker": at the beginning, before "is" or a colon and the people."""
        article, trigger = self.article, clause.trigger
        if not people or re.search(r"\w", article.text[clause.sentence.start : trigger.start]):
            return None
        organizations = article.organizations(trigger.end, people[0].start)
        if len(organizations) != 1 or article.preposition(organizations[0], trigger.end - 1) not in {"at", "from"}:
            return None
        gap = article.text[organizations[0].end : people[0].start]
        # Not what she does, as in "Laid off at Meta: Jane Doe counts them".
        if goes_on(article, people[-1].end):
            return None
        words = article.triggers(organizations[0].end, people[0].start, "is")
        before, behind = r"[:：]?(?: [\w-]+){0,4},? ", r" (?:[a-zà-ÿ-]+ ){0,3}"
        among_them = context_pattern(article.language, "among_them", before, behind, is_folded=False)
        is_listed = (
            LISTED.fullmatch(gap)
            or among_them.fullmatch(gap)
            or (words and not article.text[words[-1].end : people[0].start].strip())
        )
        return organizations[0] if is_listed else None

    # "Meta and Jane Doe part ways"

    def part(self, clause: Clause) -> list[VerbStatement]:
        """Who parts with an organization: the two stand beside each other, with "and" between."""
        article, trigger = self.article, clause.trigger
        start, end = clause.start, trigger.start
        people = next(reversed(clause.groups_before_trigger()), [])
        if not people and "*" in trigger.phrase:
            # "Seit Mai gehen Acme und Jane Doe getrennte Wege"
            start, end = trigger.end, clause.sentence.end
            people = clause.group_behind(start, end)
        organizations = article.organizations(start, end)
        if company := self.references.company(start, end):
            organizations.append(company[0])
        left = next((one for one in reversed(organizations) if people and self._are_joined(one, people[0])), None)
        if left is None or len(people) > 1:
            return []
        # Empty where the verb stands before both.
        gap = article.text[max(left.end, people[0].end) : trigger.start]
        if "," in gap or len(gap.split()) > MAX_WORDS_BETWEEN or self._is_about_something(trigger.end):
            return []
        side = self.cells.left_side(clause, left, people, "leave")
        return [VerbStatement(people[0], side, None, "departure", is_denied=is_negated(article, clause))]

    def _is_about_something(self, start: int) -> bool:
        """ "part ways on the question of": an opinion, unless the preposition is that of a date."""
        about = context_pattern(self.article.language, "about", " ", " ", is_folded=False)
        match = about.match(self.article.text, start)
        return match is not None and not any(
            match.start() <= date.start <= match.end()
            for date in between(self.article.dates, start, start + TITLE_REACH)
        )

    def _are_joined(self, one: Mention, other: Mention) -> bool:
        """ "Meta and Jane Doe", "Jane Doe and Meta"; in Hebrew, the "and" is joined to the second name."""
        first, second = sorted((one, other), key=lambda mention: mention.start)
        words = {fold(word) for word in self.article.language.words("prepositions", "and")}
        gap = fold(self.article.text[first.end : second.start]).strip()
        return gap in words
