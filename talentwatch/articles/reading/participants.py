"""Who acts in a sentence, on whom, and for which organization."""

import itertools
import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import Cue, between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import (
    BREAKS,
    CLAUSE_END,
    FORMER_REACH,
    NEGATION_REACH,
    TITLE_REACH,
    VERBS,
    Context,
)

MAX_HANZI_BEFORE = 4  # in a sentence without a subject: an adverb, such as "before"
MAX_WORDS_BEFORE = 5  # between a verb, or the last comma behind it, and whom it is about
SENTENCE_REACH = 1_000  # characters in which "the company" looks for its organization


class Participants:
    """The people and organizations around a verb, those of earlier sentences included."""

    def __init__(self, article: Article, context: Context) -> None:
        self.article = article
        self.context = context

    def groups(self, people: list[Mention]) -> list[list[Mention]]:
        """People named in one breath: A, B and C."""
        groups: list[list[Mention]] = []
        for person in people:
            if groups and self._is_enumeration(groups[-1][-1].end, person.start - len(person.prefix)):
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

    def _is_enumeration(self, end: int, start: int) -> bool:
        gap = fold(self.article.text[end:start]).strip()
        words = {fold(word) for word in self.article.language.words("prepositions", "and")}
        bare = re.sub(r"\([^)]{0,60}\)", "", gap).strip()
        if bare in {",", "、", "，"} | words or (
            bare == "" and self.article.language.code == "he" and self.article.text[start : start + 1] == "ו"
        ):
            return "(" not in gap or not self.article.organizations(end, start)
        return bare.strip(" ,") in words

    def organization_before(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> Mention | None:
        """The organization that is the subject of the verb: no person stands between."""
        found = [
            organization
            for organization in self.article.organizations(sentence.start, trigger.start)
            if self.article.preposition(organization, sentence.start) not in {"from", "by"}
            and not self.is_in_relative_clause(sentence, organization, trigger)
        ]
        found = [
            organization for organization in found if not self.article.preposition(organization, sentence.start)
        ] or found
        last_person = max((group[-1].end for group in groups if group[-1].end <= trigger.start), default=-1)
        if found and last_person > found[-1].end:
            # "Meta's chief Zuckerberg hired …": whoever acts for the organization.
            between_ = self.article.text[found[-1].end : last_person]
            if (
                len(between_) > TITLE_REACH
                or not titles_in(self.article, found[-1].end, last_person)
                or BREAKS.search(between_)
            ):
                return None
        return found[-1] if found else None

    def is_in_relative_clause(self, sentence: Span, organization: Mention, trigger: Cue) -> bool:
        """ "LeCun, who left Meta, has hired": it acts in another clause."""
        end = self.article.text.find(",", organization.end, trigger.start)
        start = self.article.text.rfind(", ", sentence.start, organization.start)
        if min(start, end) < 0:
            return False
        if self.article.language.code == "he" and self.article.text[start + 2] == "ש":
            return True
        return any(cue.start - start <= 2 for cue in self.article.triggers(start, organization.start, "relative"))

    def is_passive(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> bool:
        """In German: a person first, then "von" an organization, then the participle."""
        before = [group for group in groups if group[-1].end <= trigger.start]
        is_said = re.search(r"\b(?:wurden?|wird|werden|worden)\b", self.article.text[sentence.start : sentence.end])
        if not trigger.has("final") or not before or not is_said:
            return False
        organizations = self.article.organizations(before[-1][-1].end, trigger.start)
        return any(self.article.preposition(o, sentence.start) in {"from", "by"} for o in organizations)

    def group_after(self, start: int, end: int, groups: list[list[Mention]]) -> list[Mention]:
        return next((group for group in groups if group[0].start >= start and group[0].start < end), [])

    def subject(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> list[Mention]:
        """Who acts: the nearest people before the verb, or right behind it, or those of whom the last sentence was."""
        if trigger.has("departure") and (leaving := self._leaving(sentence, trigger, groups)):
            return leaving
        for group in reversed(groups):
            # "with Jane Doe, who joined": it is said of her, in whatever company.
            if group[-1].end <= trigger.start:
                if any(
                    self.article.text[group[-1].end : cue.start] == ", "
                    and "," not in self.article.text[cue.end : trigger.start]
                    for cue in self.article.triggers(group[-1].end, trigger.start, "relative")
                ):
                    return group
                break
        before = [
            group for group in groups if group[-1].end <= trigger.start and not self._is_owner(group[-1], trigger)
        ]
        listed = self.group_after(trigger.end, sentence.end, groups)
        # As in: those who have joined the start-up are A, B and C.
        if len(listed) > 1 and re.fullmatch(r"[^,.;]{0,12}[,:：] ", self.article.text[trigger.end : listed[0].start]):
            return listed
        candidates = [group for group in before if not self._is_object(sentence, group)]
        if candidates or before:
            people = (candidates or before)[-1]
            if len(people) == 2 and (one := self._one_of_two(people, trigger)):
                return [one]
            if len(people) == 1 and self._speaks_of_others(people[0], trigger):
                return self.context.subject if len(self.context.subject) > 1 else []
            return people
        after = self.group_after(trigger.end, sentence.end, groups)
        if after and not self.article.owns(after[-1]):
            gap = self.article.text[trigger.end : after[0].start]
            if (
                len(gap) <= (2 * TITLE_REACH if self._ends_with_title(trigger.end, after[0].start) else TITLE_REACH)
                and not CLAUSE_END.search(gap)
                and not self._is_clause_of_its_own(trigger.end, after[0].start)
                and not self.article.triggers(trigger.end, after[0].start, *VERBS)
            ):
                return after
        if any(group[0].start < trigger.start for group in groups) or trigger.has("departure"):
            return []
        is_pronoun = any(
            (cue.start - sentence.start <= NEGATION_REACH or trigger.start - cue.end <= NEGATION_REACH)
            and not re.search(r"[:;]", self.article.text[cue.end : trigger.start])
            and not self._is_behind_with(sentence, cue.start)
            for cue in self.article.triggers(
                sentence.start, trigger.start, "together" if len(self.context.subject) > 1 else "pronoun"
            )
        )
        return self.context.subject if is_pronoun or self._has_no_subject(sentence, trigger) else []

    def _ends_with_title(self, start: int, end: int) -> bool:
        titles = titles_in(self.article, start, end)
        return bool(titles) and end - titles[-1].end <= NEGATION_REACH

    def _leaving(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> list[Mention]:
        """ "The founder announced the departure of Jane Doe", "… of its chief scientist, Jane Doe": who leaves stands behind."""
        people = self.group_after(trigger.end, min(sentence.end, trigger.end + 2 * TITLE_REACH), groups)
        if not people:
            return []
        end = people[0].start - len(people[0].prefix)
        # Behind the noun: some cues end in "of".
        words = fold(self.article.text[trigger.start : end]).split()[1:]
        complements = self.article.language.rules.get("complements", {}).get("of", [])
        of = {fold(word) for word in (*complements, *self.article.language.words("prepositions", "from"))} - {","}
        is_of = bool(words) and (words[0] in of or any(words[0].startswith(word) for word in of if word.endswith("'")))
        has_title = len(words) == 1 or bool(titles_in(self.article, trigger.end, people[0].start))
        return people if is_of and has_title and not self.article.has(trigger.end, end, *VERBS) else []

    def _is_clause_of_its_own(self, start: int, end: int) -> bool:
        """ "joins Nvidia, where he will meet": what comes behind the comma is said of somebody else."""
        named = self.article.organizations(start, end)
        return bool(named) and re.search(r",\W*\w", self.article.text[named[0].end : end]) is not None

    def _is_owner(self, person: Mention, trigger: Cue) -> bool:
        """ "Elon Musk's company": what is said next isn't said of him; but "Jane Doe's departure" is hers."""
        if self.article.is_owner_of(person):
            return True
        if not self.article.owns(person):
            return False
        between_ = fold(self.article.text[person.end + 2 : trigger.start]).split()
        nouns = {fold(noun) for noun in self.article.language.words("names", "organization_nouns")}
        return len(between_) > 1 or not nouns.isdisjoint(between_)

    def _one_of_two(self, people: list[Mention], trigger: Cue) -> Mention | None:
        """ "A and B: the former joined …, the latter founded …"."""
        cues = self.article.triggers(people[-1].end, trigger.start, "first_of_two", "second_of_two")
        if not cues or trigger.start - cues[-1].end > NEGATION_REACH:
            return None
        return people[1] if cues[-1].has("second_of_two") else people[0]

    def _speaks_of_others(self, person: Mention, trigger: Cue) -> bool:
        """ "Musk said that the two had left": several people, of whom the sentence before was."""
        before = self.article.triggers(person.start - NEGATION_REACH, person.start, "other")
        is_quoted = bool(before) and not self.article.text[before[-1].end : person.start].strip()
        speaks = is_quoted or self.article.has(person.end, trigger.start, "other", "own_word")
        return speaks and self.article.has(person.end, trigger.start, "together")

    def _has_no_subject(self, sentence: Span, trigger: Cue) -> bool:
        """Languages that leave the pronoun out: the sentence begins with its verb, or with a date."""
        article = self.article
        if article.has(sentence.start, trigger.start, "pronoun"):
            return False
        head = article.text[sentence.start : trigger.start]
        for date in article.dates:
            if sentence.start <= date.start and date.end <= trigger.start:
                head = head.replace(article.text[date.start : date.end], "")
        words = [word for word in re.findall(r"\w+", fold(head)) if word not in article.language.stop_words]
        if article.language.code == "zh" and sum(map(len, words)) > MAX_HANZI_BEFORE:
            # Without spaces, a whole clause is one word.
            return False
        leaves_it_out = article.language.code in {"it", "es", "he", "zh"}
        return leaves_it_out and len(words) <= 1 and self._is_same_paragraph(sentence)

    def _is_same_paragraph(self, sentence: Span) -> bool:
        """As the sentence before."""
        return "\n" not in self.article.text[self.context.end : sentence.start]

    def _is_object(self, sentence: Span, group: list[Mention]) -> bool:
        return self._is_behind_with(sentence, group[0].start - len(group[0].prefix))

    def companions(self, sentence: Span, people: list[Mention], groups: list[list[Mention]]) -> list[Mention]:
        """Those with whom these people did something."""
        return [one for group in groups if group[0] not in people and self._is_object(sentence, group) for one in group]

    def _is_behind_with(self, sentence: Span, place: int) -> bool:
        """ "With him went …": somebody else did."""
        before = fold(self.article.text[max(sentence.start, place - 14) : place]).rstrip()
        words = (
            fold(word)
            for word in (
                "with",
                "alongside",
                "under",
                "with",
                "mit",
                "avec",
                "con",
                "unter",
                "sotto",
                "bajo",
                "עם",
                "to",
                "via",
            )
        )
        return any(before.endswith(f" {word}") or before == word for word in words)

    def companies(self, sentence: Span) -> set[int]:
        return {cue.start for cue in self.article.triggers(sentence.start, sentence.end, "company")}

    def company(self, start: int, end: int, *, is_left: bool = False) -> tuple[Mention, str] | None:
        """ "the company" is the organization that was named last in the sentence, or that those before were about."""
        cue = next(iter(self.article.triggers(start, end, "company")), None)
        if cue is None:
            return None
        earlier = [
            organization
            for organization in self.article.organizations(max(self.context.end, cue.start - SENTENCE_REACH), cue.start)
            if not self.article.has(max(0, organization.start - FORMER_REACH), organization.start, "former")
            and fold(organization.name) not in media_names()
        ]
        since = max(self.context.end, cue.start - SENTENCE_REACH)
        is_of_title = any(self._is_of_title(one) for one in self.article.triggers(since, end, "company"))
        before = (self.context.left if is_left and not is_of_title else None) or self.context.organization
        known = earlier[-1] if earlier else before
        if known is None:
            return None
        stand_in = replace(known, start=cue.start, end=cue.end, prefix="")
        return stand_in, self.article.preposition(stand_in, start)

    def is_of_another(self, start: int, organization: Mention) -> bool:
        """ "…, as did John Roe, a founder of Acme": it stands beside somebody who is named behind the verb."""
        people = self.article.people(start, organization.start)
        if not people or self.article.owns(people[-1]):
            return False
        return self.article.text[people[-1].end : people[-1].end + 2].lstrip()[:1] in {",", "("}

    def _is_of_title(self, company: Cue) -> bool:
        """ "The company's chief": of the organization that those before were about, and not of one that somebody else left."""
        near = between(self.article.titles, company.start - TITLE_REACH, company.end + TITLE_REACH)
        return any(
            0 <= company.start - title.end <= FORMER_REACH or 0 <= title.start - company.end <= FORMER_REACH
            for title in near
        )

    def attribute(self, sentence: Span, people: list[Mention]) -> Mention | None:
        """The organization of "OpenAI researcher Jane Doe", "Jane Doe of OpenAI", "OpenAI's Jane Doe"."""
        first, last = people[0], people[-1]
        before = self.article.organizations(max(sentence.start, first.start - TITLE_REACH), first.start)
        if before:
            gap = self.article.text[before[-1].end : first.start]
            has_title = bool(titles_in(self.article, before[-1].end - 1, first.start)) or bool(
                titles_in(self.article, max(sentence.start, before[-1].start - TITLE_REACH), before[-1].start)
            )
            # "two researchers at Kyutai, A and B, announced"
            is_apposition = gap == ", " and self.article.text[last.end : last.end + 1] == ","
            if (
                not BREAKS.search(gap.replace(":", ""))
                and ("," not in gap or is_apposition)
                and (has_title or gap.strip() in {"'s", "’s", "的"})
                and not self.article.triggers(before[-1].end, first.start, *VERBS)
            ):
                return before[-1]
        after = self.article.organizations(last.end, min(sentence.end, last.end + TITLE_REACH + 20))
        if after and self.article.preposition(after[0], last.end) in {"at", "from"}:
            gap = self.article.text[last.end : after[0].start]
            is_beside = not self.article.triggers(last.end, after[0].start, *VERBS) and not self.article.people(
                last.end, after[0].start
            )
            if is_beside and (titles_in(self.article, last.end, after[0].start) or len(gap) <= 14):
                return after[0]
        return None

    def context_organization(self, sentence: Span, trigger: Cue, people: list[Mention]) -> Mention | None:
        company = self.company(sentence.start, sentence.end, is_left=True)
        if company:
            return company[0]
        # Who reports it isn't left.
        earlier = [
            one
            for one in self.article.organizations(sentence.start, trigger.start)
            if fold(one.name) not in media_names()
        ]
        if earlier:
            # What somebody else went to is left by nobody.
            left = [one for one in earlier if self.article.preposition(one, sentence.start) != "to"]
            return (left or earlier)[-1]
        later = [
            o
            for o in self.article.organizations(trigger.end, sentence.end)
            if self.article.has(trigger.end, o.start, "spend", "former")
        ]
        later += [
            o
            for o in self.article.organizations(trigger.end, sentence.end)
            if self.article.preposition(o, trigger.end) == "at" and not self.is_of_another(trigger.end, o)
        ]
        if later:
            return later[0]
        last = self.context.last or []
        keys = {one.key for one in people}
        # In the order of the sentence: a set has another one in each process.
        if own := [self.context.left_by[one.key] for one in people if one.key in self.context.left_by]:
            return own[0]
        is_same = not keys.isdisjoint(one.key for one in self.context.subject)
        theme = self.article.organizations(0, self.article.text.find("\n"))[:1]
        is_theme = bool(theme) and theme[0].key in self.context.concerned
        if is_same or any(move.left for move in last) or (not last and not is_theme):
            return self.context.left or self.context.organization
        # "A went to Meta. B quit, too": not Meta, but perhaps what the headline is about.
        return theme[0] if is_theme else None

    def understood_employer(self, sentence: Span, people: list[Mention], left: Mention | None) -> Mention | None:
        """ "Acme grows: Jane Doe joins as …"; "Jane Doe joins from Google", where the sentence before was about Acme."""
        article = self.article
        colon = max(article.text.rfind(sign, sentence.start, people[0].start) for sign in (":", "："))
        before = article.organizations(sentence.start, colon) if colon > 0 else []
        if len({one.key for one in before}) == 1 and not article.people(sentence.start, colon):
            return before[0]
        joined = self.context.organization
        is_near = joined and joined.key in self.context.concerned and self._is_same_paragraph(sentence)
        return joined if is_near and left and joined and left.key != joined.key else None

    def origin_by_length(self, start: int, end: int) -> Mention | None:
        """ "after five years at DeepMind": the organization right behind a length of service."""
        article = self.article
        for length in article.lengths:
            if start <= length.start and length.end <= end:
                near = article.organizations(length.end, min(end, length.end + NEGATION_REACH + TITLE_REACH))
                if (
                    near
                    and near[0].start - length.end <= NEGATION_REACH
                    and article.preposition(near[0], length.end) in {"at", "from"}
                ):
                    return near[0]
        return None

    def lost(self, trigger: Cue, sentence: Span, groups: list[list[Mention]]) -> list[Mention]:
        """Whom an organization lost: right behind the verb, or behind their titles; not whose "talent drain" is spoken of later."""
        people = self.group_after(trigger.end, sentence.end, groups)
        if not people or self.article.owns(people[-1]):
            return []
        last = self.article.text[trigger.end : people[0].start].rpartition(",")[2]
        is_near = len(last.split()) <= MAX_WORDS_BEFORE or bool(
            titles_in(self.article, people[0].start - len(last), people[0].start)
        )
        return people if is_near else []

    def founders_own(self, trigger: Cue, employer: Mention, people: list[Mention]) -> Mention | None:
        """ "Meta invested in Scale AI and hired co-founder Alexandr Wang": a founder's company was named just before."""
        titles = titles_in(self.article, trigger.end, people[0].start)
        others = [o for o in self.article.organizations(employer.end, trigger.start) if o.key != employer.key]
        is_founder = (
            bool(titles) and titles[-1].role in {"founder", "executive"} and people[0].start - titles[-1].end <= 2
        )
        return others[-1] if others and is_founder else None

    def hired(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> list[Mention]:
        """Who was hired: the first people behind the verb, and all behind a colon."""
        after = [group for group in groups if group[0].start >= trigger.end and not self.article.owns(group[-1])]
        if not after:
            before = [group for group in groups if group[-1].end <= trigger.start]
            is_final = self.article.language.code in {"de", "zh"}
            return before[-1] if before and is_final else []
        gap = self.article.text[trigger.end : after[0][0].start]
        if self.article.triggers(trigger.end, after[0][0].start, *VERBS) and ":" not in gap and "：" not in gap:
            return []
        people = list(after[0])
        for one, other in itertools.pairwise(after):
            between_ = self.article.text[one[-1].end : other[0].start]
            # A (OpenAI), B (Google) and C; or A, a researcher, and B.
            if (
                len(between_) > 2 * TITLE_REACH
                or self.article.triggers(one[-1].end, other[0].start, *VERBS)
                or not re.search(r"[,、，]|\b(?:and|e|und|et|y)\b", between_)
            ):
                break
            if BREAKS.search(re.sub(r"\([^)]*\)", "", between_)):
                break
            # "…, filling a post that had been empty since Jane Doe left"
            last = re.split(r"[,、，]|\b(?:and|e|und|et|y)\b", between_)[-1]
            if len(last.split()) > MAX_WORDS_BEFORE:
                break
            people += other
        return people

    def is_founded_by(self, sentence: Span, trigger: Cue, people: list[Mention]) -> bool:
        """In German: the start-up first, then "von" and people, then the participle."""
        founded = self.article.organizations(sentence.start, people[0].start)
        return trigger.has("final") and bool(founded) and self.article.has(founded[0].end, people[0].start, "by")

    def is_preceded(self, person: Mention, sentence: Span, kind: str) -> bool:
        return self.article.preposition(person, sentence.start) == kind or (
            kind == "by"
            and person.prefix == ""
            and any(
                cue.has("by") and cue.end + 1 >= person.start
                for cue in self.article.triggers(max(sentence.start, person.start - 12), person.start, "by")
            )
        )
