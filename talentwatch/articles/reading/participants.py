"""Who acts in a sentence, and on whom."""

import itertools
import re

from talentwatch.articles.reading.affiliations import is_former, is_in_relative_clause
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause, Groups
from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import context_pattern, context_words
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.scene import LATIN_NAME
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import (
    BREAKS,
    CLAUSE_END,
    NEGATION_REACH,
    TITLE_REACH,
    VERBS,
    Context,
)

MAX_HANZI_BEFORE = 4  # in a sentence without a subject: an adverb, such as "before"
WITH_REACH = 20  # characters
MAX_WORDS_BEFORE = 5  # between a verb, or the last comma behind it, and whom it is about
# Not at the beginning of a sentence: "With her departure, Jane Doe …".
BEHIND_THEIR = r" (?:[^\W\d_]+[ -]?){1,3},? $"
# "I leave Acme after three years", wrote
QUOTED = re.compile(r"[”»“\"],? ")
# Between somebody and a participle, or the relative letter of Hebrew: "Tom Baker, gone to Acme".
OWN_CLAUSE = frozenset([", ", ", ש", "，"])
# Not behind the end of a quotation.
BEGINS_CLAUSE = re.compile(r"[^\"”»“,]*,(?!\s?[\"”»“])\W*\w")
# What somebody is, behind a name: "(ex-Google)", ", a researcher at Google,".
DESCRIPTION = re.compile(r" ?(?:\([^()\n]{1,60}\)|, [^,()\n]{2,60}(?=,))")
JOINED_BY = re.compile(r"[,、，]|\b(?:and|e|und|et|y)\b| ו(?=את )")


class Participants:
    """The people around a verb, and the organization that is its subject, those of earlier sentences included."""

    def __init__(self, article: Article, context: Context) -> None:
        self.article = article
        self.context = context

    def groups(self, people: list[Mention]) -> Groups:
        """People named in one breath: A, B and C."""
        groups: Groups = []
        for person in people:
            start = person.start - len(person.prefix)
            if groups and self._is_enumeration(groups[-1][-1].end, start) and not self._is_relative(groups[-1], person):
                groups[-1].append(person)
            elif (
                groups
                and person.key == groups[-1][-1].key
                and self.article.text[groups[-1][-1].end : person.start].strip() in {"(", "（"}
            ):
                # The same name in two scripts.
                continue
            else:
                groups.append([person])
        return groups

    def _is_relative(self, group: list[Mention], person: Mention) -> bool:
        """ "Il marito di Jane Doe, Tom Baker, ha lasciato": only he; behind both stands a comma."""
        article = self.article
        before = fold(article.text[max(0, group[-1].start - 8) : group[-1].start]).split()[-1:]
        of = article.language.words_of
        is_apposition = (
            article.text[group[-1].end : person.start] == ", " and article.text[person.end : person.end + 1] == ","
        )
        return is_apposition and len(group) == 1 and not of.isdisjoint(before)

    def _is_enumeration(self, end: int, start: int) -> bool:
        gap = fold(self.article.text[end:start]).strip()
        words = {fold(word) for word in self.article.language.words("prepositions", "and")}
        # "de Jane Doe y de Tom Baker"
        words |= {f"{word} {of}" for word in words for of in ("de", "d'", "di", "a", "von")}
        bare = re.sub(r"\([^)]{0,60}\)", "", gap).strip()
        if bare in {",", "、", "，"} | words or (
            bare == "" and self.article.language.code == "he" and self.article.text[start : start + 1] == "ו"
        ):
            return "(" not in gap or not self.article.organizations(end, start)
        return bare.strip(" ,") in words

    # An organization acts

    def acting_organization(self, clause: Clause) -> Mention | None:
        """The organization that is the subject of the verb: no person stands between."""
        start, trigger = clause.sentence.start, clause.trigger
        organizations = [
            (organization, preposition)
            for organization in self.article.organizations(start, trigger.start)
            if (preposition := self._role_of(organization, start)) not in {"from", "by"}
            and not is_in_relative_clause(self.article, clause, organization)
            and not is_former(self.article, organization, start)
        ]
        bare = [organization for organization, preposition in organizations if not preposition]
        subjects = bare or [organization for organization, _ in organizations]
        if not subjects:
            return None
        last_person = max((group[-1].end for group in clause.groups_before_trigger()), default=-1)
        if last_person > subjects[-1].end:
            # "Meta's chief Zuckerberg hired …": whoever acts for the organization.
            gap = self.article.text[subjects[-1].end : last_person]
            has_title = titles_in(self.article, subjects[-1].end, last_person)
            if len(gap) > TITLE_REACH or not has_title or BREAKS.search(gap):
                return None
        return subjects[-1]

    def _role_of(self, organization: Mention, start: int) -> str:
        """Its preposition, but none in "the lab of Acme"."""
        head = self.article.text[max(start, organization.start - TITLE_REACH) : organization.start]
        return "" if self.article.language.is_before_owner(head) else self.article.preposition(organization, start)

    def is_passive(self, clause: Clause) -> bool:
        """In German: a person first, then "von" an organization, then the participle."""
        start, trigger = clause.sentence.start, clause.trigger
        before = clause.groups_before_trigger()
        has_auxiliary = re.search(r"\b(?:wurden?|wird|werden|worden)\b", self.article.text[start : clause.sentence.end])
        if not trigger.has("final") or not before or not has_auxiliary:
            return False
        organizations = self.article.organizations(before[-1][-1].end, trigger.start)
        return any(self.article.preposition(one, start) in {"from", "by"} for one in organizations)

    def is_founded_by(self, clause: Clause, people: list[Mention]) -> bool:
        """ "was founded by Jane Doe"; in German, the start-up first, then "von" and people, then the participle."""
        article, start, person = self.article, clause.sentence.start, people[0]
        if article.preposition(person, start) == "by":
            return True
        by = article.triggers(max(start, person.start - 12), person.start, "by")
        if person.prefix == "" and any(cue.end + 1 >= person.start for cue in by):
            return True
        founded = article.organizations(start, person.start)
        return clause.trigger.has("final") and bool(founded) and article.has(founded[0].end, person.start, "by")

    # People act

    def subject(self, clause: Clause) -> list[Mention]:
        """Who acts: the nearest people before the verb, or right behind it, or those of whom the last sentence was."""
        trigger = clause.trigger
        if people := self._departing(clause) or self._antecedent(clause) or self._listed(clause):
            return people
        if self._is_behind_successor(clause):
            return self._right_behind(clause)
        if before := self._before(clause):
            return self._without_others(clause, self._without_successor(clause, before))
        if people := self._right_behind(clause):
            return people
        if any(group[0].start < trigger.start for group in clause.groups) or trigger.has("departure"):
            return []
        if not (self._has_pronoun(clause) or self._has_no_subject(clause)) or self._names_somebody_else(clause):
            return []
        return self.context.people

    def _names_somebody_else(self, clause: Clause) -> bool:
        """ "Dismissed by Acme, Xyz Abc has a new job: she will lead": "she" is a name that nobody knows."""
        article, start, end = self.article, clause.sentence.start, clause.trigger.start
        if article.language.code == "de":
            # Any noun has a capital.
            return False
        return any(
            " " in name[0]
            and not any(between(items, *name.span()) for items in (article.mentions, article.titles, article.dates))
            for name in LATIN_NAME.finditer(article.text, start, end)
        )

    def _is_behind_successor(self, clause: Clause) -> bool:
        """ "Jane Doe leaves, in her place comes Tom Baker": the verb's subject stands behind it."""
        article, trigger = self.article, clause.trigger
        words = article.triggers(
            max(clause.sentence.start, trigger.start - NEGATION_REACH), trigger.start, "succeed_passive"
        )
        return bool(words) and not article.text[words[-1].end : trigger.start].strip()

    def _without_successor(self, clause: Clause, people: list[Mention]) -> list[Mention]:
        """ "Replaced by Tom Baker, Jane Doe leaves": between the two stands no "and", and only one of them does."""
        start = people[0].start - len(people[0].prefix)
        words = self.article.triggers(max(clause.sentence.start, start - NEGATION_REACH), start, "succeed_passive")
        is_successor = bool(words) and not self.article.text[words[-1].end : start].strip()
        return people[1:] if is_successor and len(people) > 1 else people

    def _departing(self, clause: Clause) -> list[Mention]:
        """ "The founder announced the departure of Jane Doe", "… of its chief scientist, Jane Doe": who leaves stands behind."""
        article, trigger = self.article, clause.trigger
        if not trigger.has("departure"):
            return []
        people = clause.group_behind(trigger.end, min(clause.sentence.end, trigger.end + 2 * TITLE_REACH))
        if not people:
            return []
        end = people[0].start - len(people[0].prefix)
        # Behind the noun: some cues end in "of".
        words = fold(article.text[trigger.start : end]).split()[1:]
        language = article.language
        of = (language.words_of | set(map(fold, language.words("prepositions", "from")))) - {","}
        if article.preposition(people[0], trigger.end) == "to" and article.organizations(trigger.end, end):
            # "Last day at OpenAI for Jane Doe"
            return people
        is_of = bool(words) and (words[0] in of or any(words[0].startswith(word) for word in of if word.endswith("'")))
        has_title = len(words) == 1 or bool(titles_in(article, trigger.end, people[0].start))
        return people if is_of and has_title and not article.has(trigger.end, end, *VERBS) else []

    def _antecedent(self, clause: Clause) -> list[Mention]:
        """ "with Jane Doe, who joined": it is said of her, in whatever company."""
        text, trigger = self.article.text, clause.trigger
        nearest = next(reversed(clause.groups_before_trigger()), None)
        if nearest is None:
            return []
        is_antecedent = any(
            text[nearest[-1].end : cue.start] == ", " and "," not in text[cue.end : trigger.start]
            for cue in self.article.triggers(nearest[-1].end, trigger.start, "relative")
        )
        return nearest if is_antecedent else []

    def _listed(self, clause: Clause) -> list[Mention]:
        """ "Those who have joined the start-up are: A, B and C"."""
        people = clause.group_behind(clause.trigger.end, clause.sentence.end)
        if len(people) < 2:
            return []
        gap = self.article.text[clause.trigger.end : people[0].start]
        return people if re.fullmatch(r"[^,.;]{0,12}[,:：] ", gap) else []

    def _before(self, clause: Clause) -> list[Mention]:
        """The nearest people before the verb, if possible not those behind "with"."""
        groups = [
            group
            for group in clause.groups_before_trigger()
            if not self._is_owner(group[-1], clause) and not self._is_before_colon(group[-1], clause)
        ]
        subjects = [
            group
            for group in groups
            if not self._is_object(clause.sentence, group) and not self._is_predecessor(clause, group)
        ]
        return next(reversed(subjects or groups), [])

    def _is_before_colon(self, person: Mention, clause: Clause) -> bool:
        """ "Musk loses a founder: … is leaving", but "Jane Doe: from OpenAI to Meta", or "Jane Doe leaves OpenAI: she joins Meta"."""
        article, trigger = self.article, clause.trigger
        colon = article.text.rfind(":", person.end, trigger.start)
        if colon < 0 or not article.text[person.end : colon].strip():
            return False
        words = article.triggers(colon, trigger.start, "pronoun", "together", "first_of_two", "second_of_two")
        return not any(not article.text[colon + 1 : cue.start].strip() for cue in words)

    def _without_others(self, clause: Clause, people: list[Mention]) -> list[Mention]:
        """Those of the people before the verb whom it is said of, or others whom they speak of."""
        if len(people) == 2 and (person := self._one_of_two(people, clause)):
            return [person]
        if len(people) == 1 and self._speaks_of_others(people[0], clause):
            return self.context.people if len(self.context.people) > 1 else []
        if len(people) == 1 and self._speaks_of_somebody(people[0], clause):
            return []
        return people

    def _one_of_two(self, people: list[Mention], clause: Clause) -> Mention | None:
        """ "A and B: the former joined …, the latter founded …"."""
        trigger = clause.trigger
        cues = self.article.triggers(people[-1].end, trigger.start, "first_of_two", "second_of_two")
        if not cues or trigger.start - cues[-1].end > NEGATION_REACH:
            return None
        return people[1] if cues[-1].has("second_of_two") else people[0]

    def _speaks_of_others(self, person: Mention, clause: Clause) -> bool:
        """ "Musk said that the two had left": several people, those of the sentence before."""
        trigger = clause.trigger
        before = self.article.triggers(person.start - NEGATION_REACH, person.start, "other")
        is_quoted = bool(before) and not self.article.text[before[-1].end : person.start].strip()
        speaks = is_quoted or self.article.has(person.end, trigger.start, "other", "own_word")
        return speaks and self.article.has(person.end, trigger.start, "together")

    def _speaks_of_somebody(self, person: Mention, clause: Clause) -> bool:
        """ "Altman denied that she had been dismissed": perhaps the person that the sentence before was about."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        others = [one for one in self.context.people if one.key != person.key]
        speech = article.triggers(person.end, trigger.start, "other", "own_word", "denial")
        if not others or not speech or not article.has(speech[0].start, trigger.start, "pronoun"):
            return False
        if person.key in self.context.people_in_moves:
            return False
        titles = titles_in(article, max(sentence.start, person.start - TITLE_REACH), person.start)
        is_chief = any(title.role == "executive" for title in titles)
        return is_chief or not article.organizations(sentence.start, sentence.end)

    def _right_behind(self, clause: Clause) -> list[Mention]:
        """ "On Monday left chief scientist Jane Doe": people close behind the verb, in its clause."""
        article, start = self.article, clause.trigger.end
        people = clause.group_behind(start, clause.sentence.end)
        is_companion = self._has_pronoun(clause) and self._is_object(clause.sentence, people) if people else False
        if not people or article.owns(people[-1]) or is_companion:
            return []
        end = people[0].start
        # "Arrivano in Meta le critiche di Jane Doe"
        *_, before, last = ("", "", *fold(article.text[start:end]).split())
        of = article.language.words_of
        # "The exits follow those of Jane Doe"
        if (
            before
            and last in of
            and before not in of | context_words(article.language, "those")
            and not clause.trigger.has("departure")
        ):
            return []
        titles = titles_in(article, start, end)
        ends_with_title = bool(titles) and end - titles[-1].end <= NEGATION_REACH
        is_in_clause = (
            end - start
            <= (2 * TITLE_REACH if ends_with_title or QUOTED.search(article.text, start, end) else TITLE_REACH)
            and not CLAUSE_END.search(article.text[start:end])
            and not self._begins_clause(start, end)
            and not article.triggers(start, end, *VERBS)
        )
        return people if is_in_clause else []

    def _begins_clause(self, start: int, end: int) -> bool:
        """ "joins Nvidia, where he will meet": what comes behind the comma is said of somebody else."""
        organizations = self.article.organizations(start, end)
        return bool(organizations) and BEGINS_CLAUSE.match(self.article.text, organizations[0].end, end) is not None

    def _is_owner(self, person: Mention, clause: Clause) -> bool:
        """ "Elon Musk's company": what is said next isn't said of him; but "Jane Doe's departure" is hers."""
        if self.article.is_owner_of(person):
            return True
        if not self.article.owns(person):
            return False
        words = fold(self.article.text[person.end + 2 : clause.trigger.start]).split()
        return len(words) > 1 or not self.article.language.organization_nouns.isdisjoint(words)

    def _has_pronoun(self, clause: Clause) -> bool:
        """ "she", or "the two" if the sentence before was about several people, near its beginning or near the verb."""
        sentence, trigger = clause.sentence, clause.trigger
        kind = "together" if len(self.context.people) > 1 else "pronoun"
        return (kind == "pronoun" and self._is_described(sentence)) or any(
            (cue.start - sentence.start <= NEGATION_REACH or trigger.start - cue.end <= NEGATION_REACH)
            and not re.search(r"[:;]", self.article.text[cue.end : trigger.start])
            and not self._is_behind_with(sentence, cue.start)
            for cue in self.article.triggers(sentence.start, trigger.start, kind)
        )

    def _is_described(self, sentence: Span) -> bool:
        """ "The lawyer", "der Physiker", at the beginning: a title in place of a name."""
        titles = titles_in(self.article, sentence.start, min(sentence.end, sentence.start + TITLE_REACH))
        head = self.article.text[sentence.start : titles[0].start] if titles else ""
        words = fold(head).split()
        # "Die promovierte Informatikerin"
        return (
            bool(words)
            and words[0] in context_words(self.article.language, "definite")
            and len(words) <= 2
            and self.article.text[titles[0].end : titles[0].end + 1] == " "
        )

    def _has_no_subject(self, clause: Clause) -> bool:
        """Languages that leave the pronoun out: the sentence begins with its verb, or with a date."""
        article, start, end = self.article, clause.sentence.start, clause.trigger.start
        if article.language.code in {"it", "es"}:
            # "Renunció el 31 de julio y se incorporará a": the first verb has none, and nobody is named in between.
            end = next((cue.start for cue in article.triggers(start, end, *VERBS)), end)
        if article.language.code not in {"it", "es", "he", "zh"} or article.has(start, end, "pronoun"):
            return False
        head = article.text[start:end]
        for date in article.dates:
            if start <= date.start and date.end <= end:
                head = head.replace(article.text[date.start : date.end], "")
        for cue in article.triggers(start, end, "then"):
            head = head.replace(article.text[cue.start : cue.end], "")
        words = [word for word in re.findall(r"\w+", fold(head)) if word not in article.language.stop_words]
        if article.language.code == "zh" and sum(map(len, words)) > MAX_HANZI_BEFORE:
            # Without spaces, a whole clause is one word.
            return False
        is_same_paragraph = "\n" not in article.text[self.context.sentence_end : start]
        # One word may be somebody's surname; in Chinese, words have no spaces between.
        return len(words) <= (article.language.code == "zh") and is_same_paragraph

    def companions(self, clause: Clause, people: list[Mention]) -> list[Mention]:
        """ "founded Acme with Jane Doe": those that these people did something with."""
        groups = [group for group in clause.groups if group[0] not in people]
        return [person for group in groups if self._is_object(clause.sentence, group) for person in group]

    def _is_predecessor(self, clause: Clause, group: list[Mention]) -> bool:
        """ "Jane Doe replaces Tom Baker as …": what is said next isn't said of him, unless it is right behind his comma."""
        start = group[0].start - len(group[0].prefix)
        words = self.article.triggers(max(clause.sentence.start, start - NEGATION_REACH), start, "succeed")
        gap = self.article.text[group[-1].end : clause.trigger.start]
        return bool(words) and not self.article.text[words[-1].end : start].strip() and gap not in OWN_CLAUSE

    def _is_object(self, sentence: Span, group: list[Mention]) -> bool:
        return self._is_behind_with(sentence, group[0].start - len(group[0].prefix))

    def _is_behind_with(self, sentence: Span, place: int) -> bool:
        """ "With him went …": somebody else did."""
        text = self.article.text
        before = fold(text[max(sentence.start, place - WITH_REACH) : place]).rstrip()
        words = context_words(self.article.language, "with")
        if before in words or before.endswith(tuple(f" {word}" for word in words)):
            return True
        # "with his college roommate, Jane Doe"
        with_their = context_pattern(self.article.language, "with_their", " ", BEHIND_THEIR)
        return with_their.search(fold(text[max(sentence.start, place - TITLE_REACH) : place])) is not None

    # Something is done to people

    def lost_people(self, clause: Clause) -> list[Mention]:
        """Whom an organization lost: right behind the verb, or behind their titles; not whose "talent drain" is spoken of later."""
        trigger = clause.trigger
        people = clause.group_behind(trigger.end, clause.sentence.end)
        if not people or self.article.owns(people[-1]):
            return []
        gap = self.article.text[trigger.end : people[0].start]
        if self.article.has(trigger.end, people[0].start, "other") or "，" in gap:
            return []
        # "Acme has lost patience: Jane Doe joins …", or "… three of its own: Jane Doe joins …"
        if ":" in gap and (
            self.article.has(people[-1].end, clause.sentence.end, *VERBS)
            or not self._counts_people(trigger.end, people[0].start)
        ):
            return []
        last_words = gap.rpartition(",")[2]
        is_near = len(last_words.split()) <= MAX_WORDS_BEFORE or bool(
            titles_in(self.article, people[0].start - len(last_words), people[0].start)
        )
        return people if is_near else []

    def hired_people(self, clause: Clause) -> list[Mention]:
        """Who was hired: the first people behind the verb, and all behind a colon."""
        article, trigger = self.article, clause.trigger
        groups = [g for g in clause.groups if g[0].start >= trigger.end and not article.owns(g[-1])]
        if not groups:
            before = clause.groups_before_trigger()
            # "hat A eingestellt"; 李明被挖走
            precedes_verb = article.language.code == "zh" or trigger.has("final")
            return self._coordinated(before) if before and precedes_verb else []
        if article.language.code == "he":
            # The subject may stand behind the verb, and the object behind "את".
            groups = [
                group for group in groups if article.text[max(0, group[0].start - 3) : group[0].start] == "את "
            ] or groups
        first = groups[0]
        gap = article.text[trigger.end : first[0].start]
        if article.triggers(trigger.end, first[0].start, *VERBS) and ":" not in gap and "：" not in gap:
            return []
        if self._speaks(trigger.end, first[0].start):
            return []
        people = list(first)
        for group, following in itertools.pairwise(groups):
            if not self._goes_on(group[-1].end, following[0].start):
                break
            people += following
        return people

    def _counts_people(self, start: int, end: int) -> bool:
        """ "two researchers", "three of its own"."""
        numerals = {fold(word) for word in self.article.language.rules["durations"]["numerals"]}
        words = re.findall(r"\w+", fold(self.article.text[start:end]))
        return not numerals.isdisjoint(words) or bool(titles_in(self.article, start, end))

    def _speaks(self, start: int, end: int) -> bool:
        """ "hires thirty people, says Jane Doe"."""
        words = self.article.triggers(start, end, "other", "own_word")
        is_beside = bool(words) and len(self.article.text[words[-1].end : end].split()) <= 1
        return is_beside and "," in self.article.text[start : words[-1].start]

    def partners(self, clause: Clause, people: list[Mention]) -> Groups:
        """ "A (Google) and B (Meta) have joined", "OpenAI's A and Google's B": those before the subject who act with it."""
        before = [group for group in clause.groups if group[-1].end <= people[0].start and group[0] not in people]
        partners: Groups = []
        following = people
        for group in reversed(before):
            if not self._acts_with(group, following):
                break
            partners.append(group)
            following = group
        return partners

    def _acts_with(self, group: list[Mention], following: list[Mention]) -> bool:
        """Between the two stands "and", or a comma in a list, with what each of them is."""
        start, end = group[-1].end, following[0].start
        article, gap = self.article, self.article.text[group[-1].end : following[0].start]
        match = DESCRIPTION.match(gap)
        rest = gap[match.end() if match else 0 :]
        and_ = {fold(word) for word in article.language.words("prepositions", "and")}
        words = fold(rest).split()
        is_joined = bool(words) and (words[0].strip(",") in and_ or rest.startswith(", "))
        is_relative = article.has(start, end, "succeed", *VERBS) or self._has_relative(start, end)
        return (
            is_joined
            and not is_relative
            and len(words) <= MAX_WORDS_BEFORE
            and "," not in rest[1:]
            and not BREAKS.search(rest)
        )

    def _has_relative(self, start: int, end: int) -> bool:
        """Behind a comma: in German, "den" is also the article of who is named next."""
        cues = self.article.triggers(start, end, "relative")
        return any("," in self.article.text[start : cue.start] for cue in cues)

    def _coordinated(self, groups: Groups) -> list[Mention]:
        """The last of several groups, with those before it that it goes on: "A from OpenAI and B from Google have …"."""
        people = list(groups[-1])
        for earlier, group in zip(reversed(groups[:-1]), reversed(groups), strict=False):
            if not self._goes_on(earlier[-1].end, group[0].start):
                break
            people = [*earlier, *people]
        return people

    def _goes_on(self, end: int, start: int) -> bool:
        """A (OpenAI), B (Google) and C; or A, a researcher, and B."""
        gap = self.article.text[end:start]
        if (
            len(gap) > 2 * TITLE_REACH
            or self.article.triggers(end, start, *VERBS)
            or not JOINED_BY.search(gap)
            or BREAKS.search(re.sub(r"\([^)]*\)", "", gap))
        ):
            return False
        # "A, the chief of Acme, to whom B reports"; "A, replacing B"
        if self.article.has(end, start, "succeed") or self._has_relative(end, start):
            return False
        # "…, filling a post that had been empty since Jane Doe left"
        return len(JOINED_BY.split(gap)[-1].split()) <= MAX_WORDS_BEFORE
