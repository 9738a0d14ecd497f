"""Rows from running text: who does what, told by the verbs of a sentence and the words around the names."""

import re
from dataclasses import replace

from talentwatch.articles.reading.affiliations import affiliation, origin_behind
from talentwatch.articles.reading.appointments import AppointmentReader
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader, side_of
from talentwatch.articles.reading.cues import TRIGGERS, Cue, between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.headings import HeadingReader
from talentwatch.articles.reading.language import context_pattern, context_words
from talentwatch.articles.reading.layout import Line, Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import (
    ANNOUNCED,
    DENIED,
    MAX_PASSAGE,
    REPORTED,
    RUMOURED,
    ReportedMove,
    Side,
    same_organization,
)
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import ARROW, TITLE_REACH, VERBS, Context, VerbStatement
from talentwatch.articles.reading.verbs import VerbReader

MAX_VERBS = 40  # of a sentence; each looks at all names in it
MAX_SENTENCES_WITHOUT_NAMES = 2  # behind which a pronoun refers to nobody
CHINESE_BY = "由"
SUBJECT = re.compile(r"([A-ZÀ-Þ][^\W\d_]+) ")  # a name of one word, at the beginning


class SentenceReader:
    """Reads one sentence after the other."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.context = Context()
        self.headings = HeadingReader(article)
        self.cells = SideReader(article)
        self.participants = Participants(article, self.context)
        self.verbs = VerbReader(article, self.context, self.participants, self.cells)
        self.appointments = AppointmentReader(article, self.verbs.references, self.cells)

    def begin(self, line: Line) -> None:
        """The sentences that are read next stand in this line."""
        self.context.heading = self.headings.of(line)

    def read(self, sentence: Span) -> list[ReportedMove]:
        article = self.article
        start, end = sentence.start, sentence.end
        people = article.people(start, end)
        groups = self.participants.groups(people)
        triggers = self._triggers(start, end)
        statements: list[VerbStatement] = []
        arrow = self._arrow(sentence, people)
        if arrow:
            statements = arrow
        else:
            for number in range(min(len(triggers), MAX_VERBS)):
                statements += self.verbs.statements(sentence, triggers, number, groups)
            statements += self._verbless(sentence, groups, triggers, statements)
            statements += self._way_of_heading(sentence, groups)
            statements += self.appointments.statements(sentence, groups)
            statements += self._with_them(sentence, groups, triggers, statements)
            statements += self._successors(sentence, groups, statements)
            statements += self._also(sentence, groups, statements)
            statements = self._respectively(sentence, groups, self._one_each(sentence, statements))
        moves = self._continued(sentence, self._moves(sentence, statements)) or self._dated(sentence, people)
        self._remember(sentence, groups, moves)
        return moves

    def _triggers(self, start: int, end: int) -> list[Cue]:
        """The verbs of a sentence, and words such as "former"; not those that are part of another verb."""
        triggers = self.article.triggers(start, end, *TRIGGERS)
        last_founding = max((cue.start for cue in triggers if cue.has("found")), default=-1)
        kept: list[Cue] = []
        for cue in triggers:
            # "ha assunto da Amazon Jane Doe": not "assunto da Amazon".
            if cue.has("hire_passive") and kept and kept[-1].has("hire") and cue.start < kept[-1].end:
                continue
            # "concludere la propria esperienza in": not "esperienza in".
            if kept and "*" in kept[-1].phrase and kept[-1].phrase.endswith(f" {cue.phrase}"):
                continue
            # 由谷歌转投Meta: "from", where nothing was founded "by" anybody.
            if cue.phrase == CHINESE_BY and cue.start > last_founding:
                continue
            kept.append(cue)
        return kept

    def _arrow(self, sentence: Span, people: list[Mention]) -> list[VerbStatement]:
        """Jane Doe: OpenAI → Meta."""
        arrow = ARROW.search(self.article.text, sentence.start, sentence.end)
        if not arrow or not people:
            return []
        before, after = (
            self.article.organizations(sentence.start, arrow.start()),
            self.article.organizations(arrow.end(), sentence.end),
        )
        if not after:
            return []
        left = Side(before[-1], (before[-1].start, before[-1].end)) if before else None
        joined = Side(after[0], (after[0].start, after[0].end))
        titles = titles_in(self.article, arrow.end(), sentence.end)
        joined = self.cells.with_title(joined, titles[0] if titles else None)
        if left:
            left = self.cells.dates.with_date(left, sentence.start, sentence.end)
            earlier = titles_in(self.article, people[0].end, arrow.start())
            left = self.cells.with_title(left, earlier[-1] if earlier else None)
        return [VerbStatement(people[0], left, joined, "departure" if left else "hire")]

    def _verbless(
        self, sentence: Span, groups: list[list[Mention]], triggers: list[Cue], told: list[VerbStatement]
    ) -> list[VerbStatement]:
        """ "Jane Doe (CTO at Mistral)", "Jane Doe (ex-OpenAI)", and "Jane Doe to Google" in an enumeration of moves."""
        article = self.article
        statements = []
        # "Meta strappa Jane Doe ad Apple": to Meta.
        have_joined = {statement.person.key for statement in told if statement.joined}
        # "Jane Doe's farewell to Google" leads nowhere.
        moves = [
            cue for cue in triggers if cue.has("join", "now", "leave", "hire", "return") and not cue.has("farewell")
        ]
        for number, group in enumerate(groups):
            end = groups[number + 1][0].start if number + 1 < len(groups) else sentence.end
            last = group[-1]
            rest = article.text[last.end : end]
            organizations = article.organizations(last.end, end)
            if not organizations:
                continue
            first = organizations[0]
            if rest.lstrip()[:1] in {"(", "（"}:
                close = min((p for p in (rest.find(")"), rest.find("）")) if p >= 0), default=-1)
                inside = last.end + close if close >= 0 else end
                if first.end > inside or article.has(last.end, inside, "former", "join", "now", *VERBS):
                    continue
                titles = titles_in(article, last.end, inside)
                if not titles and article.preposition(first, last.end) == "from":
                    # In brackets: "Jane Doe (from Google)".
                    origin = Side(first, (first.start, first.end))
                    statements.append(VerbStatement(last, origin, None, "", is_proposed=False, place=first.start))
                if titles:
                    side = self.cells.with_title(Side(first, (first.start, first.end)), titles[0])
                    statements.append(VerbStatement(last, None, side, "", place=first.start))
            elif (
                moves
                and last.key not in have_joined
                and article.preposition(first, last.end) == "to"
                and len(article.text[last.end : first.start].split()) <= 2
                and "," not in article.text[last.end : first.start]
                and not article.triggers(last.end, first.start, *TRIGGERS)
            ):
                statements.append(
                    VerbStatement(last, None, Side(first, (first.start, first.end)), "hire", place=first.start)
                )
        return statements

    def _way_of_heading(self, sentence: Span, groups: list[list[Mention]]) -> list[VerbStatement]:
        """ "Google to Meta: Jane Doe": whoever is named first behind the heading goes that way."""
        heading = self.context.heading
        if not heading or heading.left.key == heading.joined.key or not sentence.holds(heading.end - 1, heading.end):
            return []
        people = next((group for group in groups if group[0].start >= heading.end), [])
        left, joined = (Side(one, (one.start, one.end)) for one in (heading.left, heading.joined))
        return [VerbStatement(person, left, joined, "departure", place=heading.end) for person in people]

    def _also(
        self, sentence: Span, groups: list[list[Mention]], statements: list[VerbStatement]
    ) -> list[VerbStatement]:
        """ "…, and also Jane Doe": she did as those before her did."""
        article = self.article
        done = {statement.person.key for statement in statements if statement.is_proposed}
        added = []
        for group in groups:
            if group[0].key in done or not statements:
                continue
            cue = [
                c
                for c in article.triggers(max(sentence.start, group[0].start - 16), group[0].start, "also")
                if not article.text[c.end : group[0].start].strip(" ,")
            ]
            earlier = [
                statement for statement in statements if statement.place < group[0].start and statement.is_proposed
            ]
            if not cue or not earlier or self._has_own_verb(sentence, group):
                continue
            titles = titles_in(article, group[-1].end, min(sentence.end, group[-1].end + TITLE_REACH))
            for model in [statement for statement in earlier if statement.person.key == earlier[-1].person.key]:
                # Where others were hired from is only theirs.
                shared = model.left if model.event == "departure" else None
                left = replace(shared, title="", role="", title_place=None, months=0) if shared else None
                joined = model.joined
                if joined and joined.role != "founder":
                    joined = replace(joined, title="", role="", title_place=None)
                if left and titles:
                    left = self.cells.with_title(left, titles[0])
                for person in group:
                    # What is said of her alone counts more: "…, together with Jane Doe, formerly of Acme".
                    own = [one.left for one in statements if one.person.key == person.key and one.left]
                    added.append(replace(model, person=person, left=own[0] if own else left, joined=joined))
        return added

    def _successors(
        self, sentence: Span, groups: list[list[Mention]], statements: list[VerbStatement]
    ) -> list[VerbStatement]:
        """ "She will be succeeded by Jane Doe, currently at Amazon": of who comes from elsewhere, and not from within."""
        article, context = self.article, self.context
        left_by = context.left_by | {one.person.key: one.left.organization for one in statements if one.left}
        successors = []
        for cue in article.triggers(sentence.start, sentence.end, "succeed_passive"):
            people = next((group for group in groups if group[0].start >= cue.end), [])
            if (
                not people
                or people[0].start - cue.end > TITLE_REACH
                or article.has(sentence.start, cue.end, "negation")
            ):
                continue
            before = [one for group in groups for one in group if one.end <= cue.start]
            predecessor = next(iter([*before[-1:], *context.people[:1]]), None)
            place = left_by.get(predecessor.key) if predecessor else None
            if place is None and not before:
                place = self.verbs.references.topic()
            own = affiliation(article, sentence, people) or origin_behind(article, sentence, people[-1])
            if place and own and own.key != place.key:
                is_over = not article.has(sentence.start, cue.end + 1, "plan")
                left = replace(side_of(own), is_over=is_over)
                joined = Side(place, (cue.start, cue.end), is_over=is_over)
                successors += [VerbStatement(one, left, joined, "hire", place=cue.start) for one in people]
        return successors

    def _one_each(self, sentence: Span, statements: list[VerbStatement]) -> list[VerbStatement]:
        """ "A and B left Acme, the former for Google, the latter for Meta"."""
        article = self.article
        each = [article.triggers(sentence.start, sentence.end, kind)[:1] for kind in ("first_of_two", "second_of_two")]
        people = list(dict.fromkeys(statement.person.key for statement in statements if statement.left))
        if not all(each) or len(people) != len(each) or article.has(each[0][0].end, sentence.end, *VERBS):
            return statements
        joined = {}
        for person, (cue,) in zip(people, each, strict=True):
            behind = article.organizations(cue.end, sentence.end)[:1]
            if behind and article.preposition(behind[0], cue.end - 1) == "to":
                joined[person] = Side(behind[0], (behind[0].start, behind[0].end))
        return [
            replace(statement, joined=joined.get(statement.person.key, statement.joined))
            if statement.left and statement.is_proposed
            else statement
            for statement in statements
        ]

    def _respectively(
        self, sentence: Span, groups: list[list[Mention]], statements: list[VerbStatement]
    ) -> list[VerbStatement]:
        """ "A and B, from Google and Meta respectively": each of those named in one breath has their own."""
        article = self.article
        respectively = context_pattern(article.language, "respectively", is_folded=False)
        word = respectively.search(article.text, sentence.start, sentence.end)
        group = next(
            (group for group in reversed(groups) if word and len(group) > 1 and group[-1].end < word.start()), []
        )
        organizations = article.organizations(group[-1].end, word.start()) if word and group else []
        if len(organizations) < len(group) or not group:
            return statements
        own = organizations[-len(group) :]
        places = {person.key: number for number, person in enumerate(group)}
        keys = {one.key for one in own}

        def with_own(side: Side | None, person: Mention) -> Side | None:
            if side is None or person.key not in places or side.organization.key not in keys:
                return side
            organization = own[places[person.key]]
            return replace(side, organization=organization, place=(organization.start, organization.end))

        return [
            replace(
                statement,
                left=with_own(statement.left, statement.person),
                joined=with_own(statement.joined, statement.person),
            )
            for statement in statements
        ]

    def _with_them(
        self, sentence: Span, groups: list[list[Mention]], triggers: list[Cue], statements: list[VerbStatement]
    ) -> list[VerbStatement]:
        """ "With her went Jane Doe": as those whom the sentence before was about."""
        moves = self.context.moves
        cues = self.article.triggers(sentence.start, sentence.end, "with_them")
        verbs = [cue for cue in triggers if cue.has("leave", "join", "return")]
        if not (moves and cues and verbs) or moves[-1].stance == DENIED or len(groups) != 1:
            return []
        model, people = moves[-1], groups[0]
        names = {statement.person.key for statement in statements if statement.is_proposed}
        if people[0].start < cues[0].end or people[0].key in {*names, model.person.key}:
            return []
        # Who "arrives" with her needn't have left what she left.
        is_shared = verbs[0].has("leave") or not model.joined
        left = replace(model.left, title="", role="", title_place=None, months=0) if model.left and is_shared else None
        is_shared = verbs[0].has("join", "return")
        joined = replace(model.joined, title="", role="", title_place=None) if model.joined and is_shared else None
        place = verbs[0].start
        return [VerbStatement(person, left, joined, model.event, place=place) for person in people if left or joined]

    def _has_own_verb(self, sentence: Span, group: list[Mention]) -> bool:
        """ "After A, who went to Meta, also B leaves": B does something else."""
        end = group[-1].end
        verbs = self.article.triggers(end, min(sentence.end, end + TITLE_REACH), *VERBS)
        return bool(verbs) and not re.search(r"[,;:()]", self.article.text[end : verbs[0].start])

    def _moves(self, sentence: Span, statements: list[VerbStatement]) -> list[ReportedMove]:
        """The statements of each person, in their order, as rows: what was left, then what was joined."""
        by_person: dict[str, list[VerbStatement]] = {}
        for statement in sorted(statements, key=lambda statement: statement.place):
            by_person.setdefault(statement.person.key, []).append(statement)
        moves: list[ReportedMove] = []
        for own in by_person.values():
            rows: list[list[VerbStatement]] = []
            for number, statement in enumerate(own):
                fits = rows and self._fits(rows[-1], statement, own[number + 1 :])
                if fits:
                    rows[-1].append(statement)
                else:
                    rows.append([statement])
            moves += [self._move(sentence, row) for row in rows]
        return moves

    @staticmethod
    def _fits(row: list[VerbStatement], statement: VerbStatement, rest: list[VerbStatement]) -> bool:
        left = next((f.left for f in row if f.left), None)
        joined = next((f.joined for f in row if f.joined), None)
        if statement.left and left and statement.left.organization.key != left.organization.key:
            return False
        if statement.joined and joined and statement.joined.organization.key != joined.organization.key:
            return False
        if statement.left and joined and statement.left.organization.key == joined.organization.key:
            return False
        if statement.joined and left and statement.joined.organization.key == left.organization.key:
            return False
        # Founded A, spent years at B, joined C: B belongs to C.
        later = next((f.joined for f in rest if f.joined), None)
        return not (
            statement.left
            and not statement.joined
            and joined
            and not left
            and later
            and later.organization.key != joined.organization.key
        )

    def _move(self, sentence: Span, row: list[VerbStatement]) -> ReportedMove:
        left = joined = None
        # What a verb of leaving says counts more than what was said in passing.
        for statement in sorted(row, key=lambda statement: not statement.is_proposed):
            left = left.filled_from(statement.left) if left and statement.left else left or statement.left
            joined = joined.filled_from(statement.joined) if joined and statement.joined else joined or statement.joined
        if left and not left.months:
            left = self.cells.with_own_length(left, sentence)
        if left and joined and left.date and not left.is_over and not joined.date:
            # Who hasn't left yet hasn't begun elsewhere.
            joined = replace(joined, is_over=False)
        events = [statement.event for statement in row if statement.event and statement.is_proposed]
        event = next((e for e in ("return", "founding", "departure") if e in events), events[0] if events else "")
        passage = (sentence.start, min(sentence.end, sentence.start + MAX_PASSAGE))
        places = [row[0].person.start, *(side.place[0] for side in (left, joined) if side)]
        if max(places) >= passage[1]:
            first = max(sentence.start, min(place for place in places) - 20)
            passage = (first, min(sentence.end, first + MAX_PASSAGE))
        return ReportedMove(
            row[0].person,
            passage,
            left,
            joined,
            self._stance(sentence, row),
            event,
            is_proposed=any(statement.is_proposed for statement in row),
        )

    def _continued(self, sentence: Span, moves: list[ReportedMove]) -> list[ReportedMove]:
        """ "She has left Apple. She joins Anthropic." is one row, if the next sentence names nobody."""
        last = self.context.moves
        named = {person.key for person in self.article.people(sentence.start, sentence.end)}
        if last and named <= {last[-1].person.key} and self._comes_from(sentence):
            return [self._with_origin(last[-1], move) for move in moves]
        if not last or named:
            return moves
        earlier = {move.person.key: move for move in last if move.left and not move.joined and move.stance != DENIED}
        continued = []
        for move in moves:
            before = earlier.get(move.person.key)
            left = before.left if before else None
            keys = {side.organization.key for side in (left, move.left) if side}
            if (
                not (before and left and move.joined and move.stance != DENIED and len(keys) == 1)
                or move.joined.organization.key in keys
            ):
                continued.append(move)
            else:
                fits = sentence.end - before.passage[0] <= MAX_PASSAGE
                passage = (before.passage[0], sentence.end) if fits else move.passage
                left = left.filled_from(move.left) if move.left else left
                continued.append(replace(move, left=left, passage=passage, event=before.event or move.event))
        return continued

    def _dated(self, sentence: Span, people: list[Mention]) -> list[ReportedMove]:
        """ "Her last day is 30 September.", "He starts in March.": dates what the sentence before said."""
        article, last = self.article, self.context.moves
        start, end = sentence.start, sentence.end
        dates = [date for date in between(article.dates, start, end) if date.date]
        names = {move.person.key for move in last}
        is_of_one = len(names) == 1 and {person.key for person in people} <= names
        if not is_of_one or len(dates) != 1 or "\n" in article.text[self.context.sentence_end : start]:
            return []
        if last[-1].stance == DENIED or article.has(start, end, "negation", "conditional", "denial"):
            return []
        left, joined = last[-1].left, last[-1].joined
        is_first = article.has(start, end, "first_day")
        if left and not left.date and article.has(start, end, "last_day"):
            left = self.cells.dates.with_date(left, start, end, is_planned=True, is_end=True)
        elif joined and not joined.date and is_first:
            joined = self.cells.dates.with_date(joined, start, end, is_planned=True)
        else:
            return []
        if left and joined and left.date and not left.is_over and not joined.date:
            joined = replace(joined, is_over=False)
        return [replace(last[-1], left=left, joined=joined)]

    def _comes_from(self, sentence: Span) -> bool:
        """ "She comes from Google", "Doe, formerly of Google, …": a verb of background that ends in "from", or "former"."""
        if self.article.has(sentence.start, sentence.end, "former"):
            return True
        language = self.article.language
        from_ = {fold(word).split()[-1] for word in language.words("prepositions", "from")}
        # "He previously worked at Google."
        former = {fold(word) for word in language.words("cues", "former")} | context_words(language, "previously")
        return any(
            cue.phrase.split()[-1] in from_ or not former.isdisjoint(cue.phrase.split())
            for cue in self.article.triggers(sentence.start, sentence.end, "spend")
        )

    @staticmethod
    def _with_origin(last: ReportedMove, move: ReportedMove) -> ReportedMove:
        """What somebody left for what the sentence before says that they joined."""
        fits = last.joined and not last.left and move.left and not move.joined and last.person.key == move.person.key
        if not fits or move.is_proposed or last.stance == DENIED or same_organization(last.joined, move.left):
            return move
        return replace(last, left=move.left)

    def _stance(self, sentence: Span, row: list[VerbStatement]) -> str:
        article = self.article
        if any(statement.is_denied for statement in row):
            return DENIED
        if article.has(sentence.start, sentence.end, "rumour"):
            return RUMOURED
        return ANNOUNCED if article.has(sentence.start, sentence.end, "own_word") else REPORTED

    def _remember(self, sentence: Span, groups: list[list[Mention]], moves: list[ReportedMove]) -> None:
        organizations = self.article.organizations(sentence.start, sentence.end)
        # Not those who were only mentioned, such as who hired somebody.
        if people := [move.person for move in moves if move.is_proposed] or [move.person for move in moves]:
            self.context.people = people[:6] if len({person.key for person in people}) > 1 else people[:1]
        elif groups:
            self.context.people = groups[0]
        self.context.sentences_without_names = 0 if moves or groups else self.context.sentences_without_names + 1
        if self.context.sentences_without_names > MAX_SENTENCES_WITHOUT_NAMES:
            self.context.people = []
        # "He was at Google before.": the next sentence needn't be about Google.
        background = {move.left.organization.key for move in moves if move.left and not move.is_proposed}
        moves = [move for move in moves if move.is_proposed]
        self.context.people_in_moves |= {move.person.key for move in moves}
        self.context.have_joined |= {move.person.key for move in moves if move.joined}
        side = (moves[-1].joined or moves[-1].left) if moves else None
        if side:
            self.context.organization = side.organization
        elif organizations := [
            one for one in organizations if self._may_be_topic(one, sentence) and one.key not in background
        ]:
            self.context.organization, self.context.organization_left = organizations[0], None
        elif self._is_about_unknown(sentence):
            self.context.organization = self.context.organization_left = None
        if moves:
            # Not what somebody who was hired had been at before.
            is_departure = moves[-1].left and moves[-1].event != "hire"
            self.context.organization_left = moves[-1].left.organization if moves[-1].left and is_departure else None
            self.context.left_by |= {
                move.person.key: move.left.organization
                for move in moves
                if move.left and not (move.person.key in self.context.left_by and self._is_background(move, move.left))
            }
            self.context.in_moves |= {move.left.organization.key for move in moves if move.left}
            self.context.in_moves |= {move.joined.organization.key for move in moves if move.joined and not move.left}
        self.context.moves = moves
        self.context.sentence_end = sentence.end

    def _is_background(self, move: ReportedMove, left: Side) -> bool:
        """ "He had left Meta in 2023", "Hired from Acme in 2023, he …", behind what he leaves now."""
        published, latest = self.article.published, left.date.latest
        is_long_ago = bool(published and published.earliest and latest and latest.year < published.earliest.year)
        return is_long_ago or move.event != "departure"

    def _may_be_topic(self, organization: Mention, sentence: Span) -> bool:
        """Neither a newspaper nor where somebody came from."""
        is_origin = self.article.preposition(organization, sentence.start) == "from"
        return not is_origin and fold(organization.name) not in media_names()

    def _is_about_unknown(self, sentence: Span) -> bool:
        """ "Acme said …", where nobody knows Acme: "it", in the next sentence, is no organization named before."""
        word = SUBJECT.match(self.article.text, sentence.start, sentence.end)
        if not word or fold(word[1]) in self.article.language.stop_words or self.article.people(*word.span(1)):
            return False
        return any(cue.start == word.end() for cue in self.article.triggers(word.end(), sentence.end, "other"))
