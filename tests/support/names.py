"""Pairs of people's names, each with the score that the table of similarity gives it."""

from talentwatch.matching.similarity import (
    INITIALS,
    MIDDLE_INITIAL,
    MIDDLE_NAME,
    ONE_GENERATION,
    ONE_LETTER_OFF,
    PART,
    SAME,
    SHORT_FIRST_NAME,
    TWO_SHORT_FIRST_NAMES,
)

PEOPLE = [
    # the same words
    ("Guillaume Lample", "guillaume lample", SAME),
    ("Timothée Lacroix", "TIMOTHEE LACROIX", SAME),
    ("LAMPLE, Guillaume", "Guillaume Lample", SAME),
    ("Timothee Lacroix", "Timothée Lacroix", SAME),
    ("扬·勒丘恩", "扬 勒丘恩", SAME),
    ("梁文锋", "梁文锋", SAME),
    # run together
    ("Yann Le Cun", "Yann LeCun", SAME),
    ("Le Cun, Yann", "Yann LeCun", SAME),
    ("Jean Baptiste Alayrac", "JeanBaptiste Alayrac", SAME),
    # titles
    ("Dr. Geoffrey Hinton", "Geoffrey Hinton", SAME),
    ("Prof. Dr. h.c. Björn Ommer", "Björn Ommer", SAME),
    ("Geoffrey Hinton, Ph.D.", "Sir Geoffrey Hinton", SAME),
    # a middle initial
    ("Aidan N. Gomez", "Aidan Gomez", MIDDLE_INITIAL),
    ("Gomez, Aidan N.", "Aidan Gomez", MIDDLE_INITIAL),
    ("Wolfgang A. Mozart", "Wolfgang Amadeus Mozart", MIDDLE_INITIAL),
    # a middle name
    ("Wolfgang Mozart", "Wolfgang Amadeus Mozart", MIDDLE_NAME),
    ("Mozart, Wolfgang", "Wolfgang Amadeus Mozart", MIDDLE_NAME),
    ("Wolfgang Mozart", "Mozart, Wolfgang Amadeus", MIDDLE_NAME),
    ("Daniel Freitas", "Daniel De Freitas", MIDDLE_NAME),
    # a short first name
    ("Ben Mann", "Benjamin Mann", SHORT_FIRST_NAME),
    ("Mike Krieger", "Michael Krieger", SHORT_FIRST_NAME),
    ("Krieger, Mike", "Michael Krieger", SHORT_FIRST_NAME),
    ("Bill Peebles", "Will Peebles", TWO_SHORT_FIRST_NAMES),
    ("Misha Laskin", "Mikhail Laskin", SHORT_FIRST_NAME),
    ("Миша Ласкин", "Михаил Ласкин", SHORT_FIRST_NAME),
    ("Paco Goya", "Francisco Goya", SHORT_FIRST_NAME),
    ("יוסי כהן", "יוסף כהן", SHORT_FIRST_NAME),
    ("Mike Jordan", "Michael Irwin Jordan", SHORT_FIRST_NAME),
    ("Mike Jordan", "Michael I. Jordan", SHORT_FIRST_NAME),
    # one letter
    ("Guillaume Lampel", "Guillaume Lample", ONE_LETTER_OFF),
    ("Guilaume Lample", "Guillaume Lample", ONE_LETTER_OFF),
    # a generation
    ("Sammy Davis", "Sammy Davis Jr.", ONE_GENERATION),
    ("Davis Jr., Sammy", "Sammy Davis", ONE_GENERATION),
    ("Samuel Davis Junior", "Sammy Davis", ONE_GENERATION),
    ("Sammy Davis Jr.", "Sammy Davis, Junior", SAME),
    # initials
    ("G. Lample", "Guillaume Lample", INITIALS),
    ("Lample G", "Guillaume Lample", INITIALS),
    ("Tolstoy, L.", "Leo Tolstoy", INITIALS),
    ("Tolstoy, L. N.", "Leo Nikolayevich Tolstoy", INITIALS),
    ("G. E. Hinton", "Geoffrey Hinton", INITIALS),
    ("G. T. Lample", "Guillaume Lample", INITIALS),
    ("M. Lachaux", "Marie-Anne Lachaux", INITIALS),
    ("G. Lample", "G. T. Lample", INITIALS),
    ("И. Суцкевер", "Илья Суцкевер", INITIALS),
    # a part
    ("Tolstoy", "Leo Tolstoy", PART),
    ("Prof. Hinton", "Geoffrey Hinton", PART),
    ("Gabriel García", "Gabriel García Márquez", PART),
]
