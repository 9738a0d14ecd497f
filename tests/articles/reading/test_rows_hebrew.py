"""Rows from invented Hebrew news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "דנה כהן עזבה את OpenAI במרץ 2024 לאחר שש שנים והצטרפה למיסטרל.",
        [("דנה כהן", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "אנתרופיק גייסה את דנה כהן מגוגל לתפקיד המדענית הראשית.",
        [("דנה כהן", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "דנה כהן, לשעבר ב-OpenAI, הצטרפה ל-Thinking Machines Lab.",
        [("דנה כהן", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "יוסי לוי עבר מגוגל למיקרוסופט.",
        [("יוסי לוי", "Google", PAST, None, "Microsoft", "", "reported", "departure")],
    ),
    (
        "לפי שמועות, דנה כהן עשויה לעזוב את אפל.",
        [("דנה כהן", "Apple", "", None, "", "", "rumoured", "departure")],
    ),
    (
        "דנה כהן הכחישה כי היא עוזבת את אנתרופיק.",
        [("דנה כהן", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "הסטארטאפ Periodic Labs הוקם על ידי חוקרי גוגל לשעבר יוסי לוי ודנה כהן.",
        [
            ("יוסי לוי", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("דנה כהן", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "יוסי לוי חזר למטא בשבוע שעבר.",
        [("יוסי לוי", "", "", None, "Meta", "", "reported", "return")],
    ),
    (
        "גוגל פיטרה את יוסי לוי בינואר 2025.",
        [("יוסי לוי", "Google", "2025-01", None, "", "", "reported", "departure")],
    ),
    (
        "איליה סוצקבר עזב את OpenAI והקים את Safe Superintelligence.",
        [("Ilya Sutskever", "OpenAI", PAST, None, "Safe Superintelligence", "Founder", "reported", "founding")],
    ),
    (
        "החוקרת דנה כהן, שעבדה חמש שנים בגוגל, הצטרפה לאנתרופיק כמהנדסת מחקר.",
        [("דנה כהן", "Google", PAST, 60, "Anthropic", "Research engineer", "reported", "hire")],
    ),
    (
        "מטא גייסה שלושה חוקרים מ-OpenAI: לוקאס באייר, אלכסנדר קולסניקוב ושיאוהואה ג'אי.",
        [
            ("לוקאס באייר", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("אלכסנדר קולסניקוב", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("שיאוהואה ג'אי", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "יאן לקון הודיע כי יעזוב את מטא כדי להקים סטארטאפ משלו.",
        [("Yann LeCun", "Meta", "", None, "", "", "announced", "departure")],
    ),
    (
        "יוסי לוי יצטרף ל-Anthropic בחודש הבא.",
        [("יוסי לוי", "", "", None, "Anthropic", "", "reported", "hire")],
    ),
    (
        'מירה מוראטי, סמנכ"לית הטכנולוגיות של OpenAI, התפטרה בספטמבר 2024 אחרי שש שנים וחצי.',
        [("Mira Murati", "OpenAI", "2024-09", 78, "", "", "reported", "departure")],
    ),
    (
        'מיקרוסופט גייסה את מוסטפה סולימאן, ממייסדי דיפמיינד, לתפקיד מנכ"ל Microsoft AI.',
        [("מוסטפה סולימאן", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire")],
    ),
    (
        "ג'ון שולמן, ממייסדי OpenAI, עובר לאנתרופיק.",
        [("John Schulman", "OpenAI", PAST, None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "דנה כהן לא תעזוב את גוגל.",
        [],
    ),
    (
        "לאחר חמש שנים בגוגל, יוסי לוי הקים את חברת דיפטק בשנת 2023.",
        [("יוסי לוי", "Google", PAST, 60, "דיפטק", "Founder", "reported", "founding")],
    ),
    (
        "• פלוני אלמוני\n  • תפקיד קודם: חוקר באובסקורה\n  • תפקיד נוכחי: מדען ראשי בנובלקו\n  • תאריך עזיבה: מאי 2024\n",
        [("פלוני אלמוני", "אובסקורה", "2024-05", None, "נובלקו", "Chief scientist", "reported", "departure")],
    ),
    (
        "יעל כהן עזבה את החברה בחודש שעבר והצטרפה ל-OpenAI.",
        [("יעל כהן", "", "", None, "OpenAI", "", "reported", "hire")],
    ),
    (
        "יעל כהן מונתה למדענית הראשית של אנתרופיק.",
        [("יעל כהן", "", "", None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        'יעל כהן עברה מגוגל לאנתרופיק. מנכ"ל החברה, אורי גושן, פרש מתפקידו בינואר ויוחלף על ידי רון לביא, שמגיע ממיקרוסופט.',
        [
            ("יעל כהן", "Google", PAST, None, "Anthropic", "", "reported", "departure"),
            ("רון לביא", "Microsoft", PAST, None, "Anthropic", "", "reported", "hire"),
            ("אורי גושן", "Anthropic", "2025-01", None, "", "", "reported", "departure"),
        ],
    ),
    (
        'טוני ברק ורון לביא עזבו את xAI בפברואר. לדברי אילון מאסק, "השניים פוטרו".',
        [
            ("טוני ברק", "xAI", "2025-02", None, "", "", "reported", "departure"),
            ("רון לביא", "xAI", "2025-02", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "יעל כהן תוביל את מרכז הפיתוח של אנתרופיק בתל אביב החל מ-1 ביולי.",
        [("יעל כהן", "", "", None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "שני בכירים בחברה, איתי גת ומיכאל כץ, הודיעו בשבוע שעבר על פרישתם.",
        [],
    ),
    (
        "איבדה xAI מבכיריה: טוני ברק וג'ימי בה הודיעו על עזיבתם.",
        [
            ("טוני ברק", "xAI", "", None, "", "", "announced", "departure"),
            ("ג'ימי בה", "xAI", "", None, "", "", "announced", "departure"),
        ],
    ),
    (
        "דנה כהן הצטרפה לאנתרופיק. עידו כרמי, ממייסדי OpenAI, עזב את החברה באפריל.",
        [
            ("דנה כהן", "", "", None, "Anthropic", "", "reported", "hire"),
            ("עידו כרמי", "OpenAI", "2025-04", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "עזבו את גוגל גם ענבר לביא, שעברה לאנתרופיק, ויותם שגב, שהצטרף ל-xAI.",
        [
            ("ענבר לביא", "Google", PAST, None, "Anthropic", "", "reported", "departure"),
            ("יותם שגב", "", "", None, "xAI", "", "reported", "hire"),
        ],
    ),
    (
        "דן ארבל, שהקים את Deci ומכר אותה לאנבידיה, עזב את מיקרוסופט בפברואר.",
        [("דן ארבל", "Microsoft", "2025-02", None, "", "", "reported", "departure")],
    ),
    (
        "החוקר צפריר ולדמן הצטרף למטא.",
        [("צפריר ולדמן", "", "", None, "Meta", "", "reported", "hire")],
    ),
    ("יוסי לוי הקים חברה ומכר אותה לאנתרופיק.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "he") == rows
