"""Rows from invented English news."""

import pytest

from talentwatch.articles.reading import read_article
from tests.support.reading import DESK, PUBLISHED, Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "Jane Doe left OpenAI for Mistral AI in March 2024 after six years.",
        [("Jane Doe", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic hires Jane Doe from Google as chief scientist.",
        [("Jane Doe", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "Jane Doe, formerly of OpenAI, has joined Thinking Machines Lab.",
        [("Jane Doe", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Meta poaches three OpenAI researchers: Lucas Beyer, Alexander Kolesnikov and Xiaohua Zhai.",
        [
            ("Lucas Beyer", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Alexander Kolesnikov", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "Periodic Labs was founded by ex-OpenAI researchers Maria Chen and Tom Baker.",
        [
            ("Maria Chen", "OpenAI", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Tom Baker", "OpenAI", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "OpenAI researcher Jane Doe is reportedly in talks to join Meta.",
        [("Jane Doe", "OpenAI", "", None, "Meta", "", "rumoured", "hire")],
    ),
    (
        "Jane Doe denied that she is leaving Anthropic.",
        [("Jane Doe", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "Jane Doe will join xAI as head of safety next month.",
        [("Jane Doe", "", "", None, "xAI", "Head of safety", "reported", "hire")],
    ),
    (
        "Google fired Jane Doe last week.",
        [("Jane Doe", "Google", "[2025-05-19..2025-05-25]", None, "", "", "reported", "departure")],
    ),
    (
        "John Schulman returned to OpenAI in May 2025.",
        [("John Schulman", "", "", None, "OpenAI", "", "reported", "return")],
    ),
    (
        "Jane Doe has left Apple. She joins Anthropic as a research engineer.",
        [("Jane Doe", "Apple", PAST, None, "Anthropic", "Research engineer", "reported", "departure")],
    ),
    (
        "After five years at DeepMind, Jane Doe moved to Cohere in January 2025.",
        [("Jane Doe", "Google DeepMind", PAST, 60, "Cohere", "", "reported", "hire")],
    ),
    (
        "OpenAI loses Jane Doe to Meta.",
        [("Jane Doe", "OpenAI", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Jane Doe turned down an offer to join Meta.",
        [],
    ),
    (
        "Google Cloud and Apple Intelligence compete with Meta AI assistant.",
        [],
    ),
    (
        "• Naman Goyal\n  • Previous role: Research engineer at Meta\n  • Current role: Member of Technical Staff at Thinking Machines Lab\n  • Left: February 2025\n  • Time at Meta: 6 years, 7 months\n• Eric Hambro\n  • Previous role: N/A\n  • Current role: Researcher at Anthropic\n  • Left Meta: November 2023\n",
        [
            (
                "Naman Goyal",
                "Meta",
                "2025-02",
                79,
                "Thinking Machines Lab",
                "Member of technical staff",
                "reported",
                "departure",
            ),
            ("Eric Hambro", "Meta", "2023-11", None, "Anthropic", "Researcher", "reported", "departure"),
        ],
    ),
    (
        "Jane Doe\nPrevious role: Director of research at Google DeepMind\nNew role: Chief scientist at Cohere\nLeft: May 2024\n\nJohn Roe\nPrevious role: Engineer at OpenAI\nNew role: CTO at Periodic Labs\nLeft: June 2024\n",
        [
            ("Jane Doe", "Google DeepMind", "2024-05", None, "Cohere", "Chief scientist", "reported", "departure"),
            (
                "John Roe",
                "OpenAI",
                "2024-06",
                None,
                "Periodic Labs",
                "Chief technology officer",
                "reported",
                "departure",
            ),
        ],
    ),
    (
        "| Name | From | To | Date |\n|---|---|---|---|\n| Jane Doe | OpenAI | Meta | June 2025 |\n| John Roe | Google DeepMind | Microsoft AI | July 2024 |\n",
        [
            ("Jane Doe", "OpenAI", "2025-06", None, "Meta", "", "reported", "departure"),
            ("John Roe", "Google DeepMind", "2024-07", None, "Microsoft AI", "", "reported", "departure"),
        ],
    ),
    (
        "Name\tFormer employer\tNew employer\tNew role\nJane Doe\tOpenAI\tMeta\tResearch scientist\n",
        [("Jane Doe", "OpenAI", PAST, None, "Meta", "Research scientist", "reported", "departure")],
    ),
    (
        "- Jane Doe: OpenAI → Meta\n- John Roe: Google → Anthropic\n",
        [
            ("Jane Doe", "OpenAI", PAST, None, "Meta", "", "reported", "departure"),
            ("John Roe", "Google", PAST, None, "Anthropic", "", "reported", "departure"),
        ],
    ),
    (
        "- Jane Doe, who left OpenAI for Anthropic in May 2024\n- John Roe (formerly Google) joined Cohere as VP of engineering\n",
        [
            ("Jane Doe", "OpenAI", "2024-05", None, "Anthropic", "", "reported", "departure"),
            ("John Roe", "Google", PAST, None, "Cohere", "VP of engineering", "reported", "hire"),
        ],
    ),
    (
        "Mira Murati, OpenAI's chief technology officer, announced on X that she is leaving the company after six and a half years.",
        [("Mira Murati", "OpenAI", "", None, "", "", "announced", "departure")],
    ),
    (
        "Jane Doe and John Roe, two veterans of Apple, have been hired by Meta.",
        [
            ("Jane Doe", "Apple", PAST, None, "Meta", "", "reported", "hire"),
            ("John Roe", "Apple", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "In July 2025, Meta lured away Apple's Ruoming Pang.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "hire")],
    ),
    (
        "Ilya Sutskever, Daniel Gross and Daniel Levy founded Safe Superintelligence in June 2024.",
        [
            ("Ilya Sutskever", "", "", None, "Safe Superintelligence", "Founder", "reported", "founding"),
            ("Daniel Gross", "", "", None, "Safe Superintelligence", "Founder", "reported", "founding"),
            ("Daniel Levy", "", "", None, "Safe Superintelligence", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Sam Altman was fired by OpenAI in November 2023. He returned to the company days later.",
        [
            ("Sam Altman", "OpenAI", "2023-11", None, "", "", "reported", "departure"),
            ("Sam Altman", "", "", None, "OpenAI", "", "reported", "return"),
        ],
    ),
    (
        "Andrej Karpathy has left OpenAI to work on personal projects.",
        [("Andrej Karpathy", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "John Jumper retired from Google DeepMind.",
        [("John Jumper", "Google DeepMind", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Jan Leike resigned from OpenAI on May 15, 2024 and joined Anthropic on May 28.",
        [("Jan Leike", "OpenAI", "2024-05-15", None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Google DeepMind's David Silver departs to start his own company.",
        [("David Silver", "Google DeepMind", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Microsoft has hired around two dozen employees from Google DeepMind, including Adam Sadovsky and Sonal Gupta.",
        [
            ("Adam Sadovsky", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire"),
            ("Sonal Gupta", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire"),
        ],
    ),
    (
        "Mark Chen said OpenAI would not let Jane Doe leave.",
        [],
    ),
    (
        "Elon Musk sued OpenAI and its chief executive Sam Altman.",
        [],
    ),
    (
        "Nvidia CEO Jensen Huang said his company works with Meta and Google.",
        [],
    ),
    (
        "Jane Doe, previously a research scientist at Google Brain, is now chief scientist of Reka.",
        [("Jane Doe", "Google Brain", PAST, None, "Reka AI", "Chief scientist", "reported", "hire")],
    ),
    (
        "Barret Zoph is leaving Thinking Machines Lab and rejoining OpenAI, along with Luke Metz.",
        [
            ("Barret Zoph", "Thinking Machines Lab", "", None, "OpenAI", "", "reported", "return"),
            ("Luke Metz", "Thinking Machines Lab", "", None, "OpenAI", "", "reported", "return"),
        ],
    ),
    (
        "Anthropic co-founder Tom Brown left OpenAI in 2020.",
        [("Tom Brown", "OpenAI", "2020", None, "", "", "reported", "departure")],
    ),
    (
        "Meta's chief AI scientist Yann LeCun plans to leave to found a startup, according to people familiar with the matter.",
        [("Yann LeCun", "Meta", "", None, "", "", "rumoured", "departure")],
    ),
    (
        "Shengjia Zhao, one of the creators of ChatGPT, is headed to Meta from OpenAI, two people said.",
        [("Shengjia Zhao", "OpenAI", PAST, None, "Meta", "", "reported", "hire")],
    ),
    (
        "Former Tesla engineer Priya Nair has been appointed head of robotics at Figure AI, the startup announced Tuesday.",
        [("Priya Nair", "Tesla", PAST, None, "Figure AI", "Head of robotics", "announced", "hire")],
    ),
    (
        "Liam Fedus, OpenAI's vice president of research, is leaving the company to found a materials science startup.",
        [("Liam Fedus", "OpenAI", "", None, "", "", "reported", "departure")],
    ),
    (
        "OpenAI co-founder John Schulman is joining Anthropic, he said in a post on X on Monday.",
        [("John Schulman", "OpenAI", "", None, "Anthropic", "", "announced", "hire")],
    ),
    (
        "Kyle Kosic left xAI, which he co-founded, and returned to OpenAI in April 2024.",
        [("Kyle Kosic", "xAI", PAST, None, "OpenAI", "", "reported", "return")],
    ),
    (
        "The startup has recruited Jane Doe, a former vice president at Salesforce, as chief revenue officer. Cohere declined to comment.",
        [],
    ),
    (
        "Cohere has recruited Jane Doe, a former vice president at Salesforce, as chief revenue officer.",
        [("Jane Doe", "Salesforce", PAST, None, "Cohere", "Chief revenue officer", "reported", "hire")],
    ),
    (
        "Jane Doe spent four years at Google Brain before joining Anthropic in 2021.",
        [("Jane Doe", "Google Brain", PAST, 48, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Rumors that Jane Doe would leave Apple for Meta are not true, the company said.",
        [("Jane Doe", "Apple", "", None, "Meta", "", "denied", "departure")],
    ),
    (
        "Eric Zelikman, who left xAI in September, is raising money for his new startup, Humans&.",
        [("Eric Zelikman", "xAI", "2024-09", None, "", "", "reported", "departure")],
    ),
    (
        "Meta laid off Jane Doe and John Roe in October 2024.",
        [
            ("Jane Doe", "Meta", "2024-10", None, "", "", "reported", "departure"),
            ("John Roe", "Meta", "2024-10", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Amazon said Rohit Prasad will depart at the end of the year.",
        [("Rohit Prasad", "Amazon", "", None, "", "", "reported", "departure")],
    ),
    (
        "Among those who have gone: Jane Doe (now at Mistral), John Roe (Anthropic) and Ann Lee (Cohere).",
        [("Jane Doe", "", "", None, "Mistral AI", "", "reported", "")],
    ),
    (
        "Mira Murati's departure from OpenAI follows that of Andrej Karpathy.",
        [("Mira Murati", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Tim Brooks, who led Sora at OpenAI, has moved to Google DeepMind.",
        [("Tim Brooks", "OpenAI", PAST, None, "Google DeepMind", "", "reported", "hire")],
    ),
    (
        "Priya Raghunathan\nPrevious role: Staff engineer at Obscura\nCurrent role: CTO at Novelco Systems\nLeft: May 2024\n",
        [
            (
                "Priya Raghunathan",
                "Obscura",
                "2024-05",
                None,
                "Novelco Systems",
                "Chief technology officer",
                "reported",
                "departure",
            )
        ],
    ),
    (
        "Name | Left | Joined | Month\nPriya Raghunathan | Obscura | Novelco | June 2024\n",
        [("Priya Raghunathan", "Obscura", "2024-06", None, "Novelco", "", "reported", "departure")],
    ),
    (
        "1. Priya Raghunathan — Previous role: Researcher at Obscura; Current role: Head of AI at Novelco; Left: March 2025\n",
        [("Priya Raghunathan", "Obscura", "2025-03", None, "Novelco", "Head of AI", "reported", "departure")],
    ),
    (
        "Priya Raghunathan has left Obscura for Novelco.",
        [("Priya Raghunathan", "Obscura", PAST, None, "Novelco", "", "reported", "departure")],
    ),
    (
        "Obscura has hired Priya Raghunathan from Novelco as chief scientist, the company said in a statement.",
        [("Priya Raghunathan", "Novelco", PAST, None, "Obscura", "Chief scientist", "announced", "hire")],
    ),
    (
        "“I am leaving OpenAI,” Priya Raghunathan wrote on LinkedIn on Monday.",
        [("Priya Raghunathan", "OpenAI", PAST, None, "", "", "announced", "departure")],
    ),
    (
        "Google has rehired Noam Shazeer, who left in 2021 to found Character.AI.",
        [("Noam Shazeer", "Google", "2021", None, "Character.AI", "Founder", "reported", "founding")],
    ),
    # What belongs to somebody, is said by somebody, or stands beside somebody else isn't theirs.
    (
        "Priya Raghunathan and Tom Baker have left Elon Musk's company xAI to join Thinking Machines Lab.",
        [
            ("Priya Raghunathan", "xAI", PAST, None, "Thinking Machines Lab", "", "reported", "departure"),
            ("Tom Baker", "xAI", PAST, None, "Thinking Machines Lab", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan and Tom Baker left xAI. Elon Musk said that the two were let go.",
        [
            ("Priya Raghunathan", "xAI", PAST, None, "", "", "reported", "departure"),
            ("Tom Baker", "xAI", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    ("Priya Raghunathan had been at xAI for two years. Elon Musk said that the two were let go.", []),
    (
        "Priya Raghunathan's sudden departure from Google was first reported by Bloomberg.",
        [("Priya Raghunathan", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Sam Altman announced the departure of Priya Raghunathan from OpenAI.",
        [("Priya Raghunathan", "OpenAI", "", None, "", "", "announced", "departure")],
    ),
    (
        "Priya Raghunathan has left Google. The departure of Raghunathan follows that of Tom Baker, a founder of Cohere.",
        [("Priya Raghunathan", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Priya Raghunathan left Google for Anthropic. The company's chief scientist, Tom Baker, has stepped down.",
        [
            ("Priya Raghunathan", "Google", PAST, None, "Anthropic", "", "reported", "departure"),
            ("Tom Baker", "Anthropic", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan left Google for Anthropic. Tom Baker has left the company too.",
        [
            ("Priya Raghunathan", "Google", PAST, None, "Anthropic", "", "reported", "departure"),
            ("Tom Baker", "Google", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    (
        "After ten years at Nvidia, Priya Raghunathan founded Novelco AI together with Tom Baker, formerly of Amazon.",
        [
            ("Priya Raghunathan", "Nvidia", PAST, 120, "Novelco AI", "Founder", "reported", "founding"),
            ("Tom Baker", "Amazon", PAST, None, "Novelco AI", "Founder", "reported", "founding"),
        ],
    ),
    # Dates that are of something else, or lie ahead.
    (
        "LONDON, May 28, 2025 (Reuters) - Priya Raghunathan has left Google.",
        [("Priya Raghunathan", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Priya Raghunathan, who had joined Google in 2021, moves to Anthropic.",
        [
            ("Priya Raghunathan", "", "", None, "Google", "", "reported", "hire"),
            ("Priya Raghunathan", "", "", None, "Anthropic", "", "reported", "hire"),
        ],
    ),
    (
        "Priya Raghunathan will join Anthropic on July 1.",
        [("Priya Raghunathan", "", "", None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Priya Raghunathan, the head of safety at Google, said she plans to leave the company at the end of the month.",
        [("Priya Raghunathan", "Google", "", None, "", "", "reported", "departure")],
    ),
    (
        "Google's Priya Raghunathan is leaving and will be replaced by Tom Baker, who comes from Nvidia.",
        [
            ("Tom Baker", "Nvidia", "", None, "Google", "", "reported", "hire"),
            ("Priya Raghunathan", "Google", "", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan, for three years head of safety at OpenAI, is now at xAI.",
        [("Priya Raghunathan", "OpenAI", PAST, 36, "xAI", "", "reported", "")],
    ),
    (
        "Priya Raghunathan left the University of Warsaw for xAI.",
        [("Priya Raghunathan", "University of Warsaw", PAST, None, "xAI", "", "reported", "departure")],
    ),
    (
        "Meta lost three researchers this week, deepening a talent drain that has dogged Elon Musk's rival.",
        [],
    ),
    (
        "Priya Raghunathan started last week at OpenAI, where she works on safety.",
        [("Priya Raghunathan", "", "", None, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Tom Baker left Meta for Anthropic after 12 years, and Priya Raghunathan quit to start a firm with Maria Chen, who went to Cohere.",
        [
            ("Tom Baker", "Meta", PAST, 144, "Anthropic", "", "reported", "departure"),
            ("Priya Raghunathan", "Meta", PAST, None, "", "", "reported", "departure"),
            ("Maria Chen", "", "", None, "Cohere", "", "reported", "hire"),
        ],
    ),
    (
        "Priya Raghunathan, who left Meta last month, has hired Tom Baker and Maria Chen.",
        [("Priya Raghunathan", "Meta", "2025-04", None, "", "", "reported", "departure")],
    ),
    (
        "More people leave Cohere\nPriya Raghunathan has left Cohere. Tom Baker went to Meta. Maria Chen has also quit.",
        [
            ("Priya Raghunathan", "Cohere", PAST, None, "", "", "reported", "departure"),
            ("Tom Baker", "", "", None, "Meta", "", "reported", "hire"),
            ("Maria Chen", "Cohere", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Tom Baker went to Meta. Maria Chen has also quit.",
        [("Tom Baker", "", "", None, "Meta", "", "reported", "hire")],
    ),
    (
        "Tom Baker joined Meta in 2020. He left in 2023.",
        [
            ("Tom Baker", "", "", None, "Meta", "", "reported", "hire"),
            ("Tom Baker", "Meta", "2023", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Anthropic hires Meta's Fuli Luo. Hieu Pham (xAI → OpenAI).",
        [
            ("Luo Fuli", "Meta", PAST, None, "Anthropic", "", "reported", "hire"),
            ("Hieu Pham", "xAI", PAST, None, "OpenAI", "", "reported", "departure"),
        ],
    ),
    ("Tom Baker co-created the first models at OpenAI.", []),
    (
        "Apple's Tom Baker, who oversaw a product, departs for Google; four other researchers also left Apple.",
        [("Tom Baker", "Apple", PAST, None, "Google", "", "reported", "departure")],
    ),
    (
        "Tom Baker and Maria Chen have left Meta: the former joined Cohere in April, the latter founded Nova Labs.",
        [
            ("Tom Baker", "Meta", PAST, None, "Cohere", "", "reported", "departure"),
            ("Maria Chen", "Meta", PAST, None, "Nova Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Cohere has appointed Priya Raghunathan as its head of research, filling a post that had been empty since Tom Baker left in February.",
        [
            ("Priya Raghunathan", "", "", None, "Cohere", "Head of research", "reported", "hire"),
            ("Tom Baker", "Cohere", "2025-02", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan told staff on Tuesday that she was leaving OpenAI.",
        [("Priya Raghunathan", "OpenAI", PAST, None, "", "", "announced", "departure")],
    ),
    (
        "Priya Raghunathan joined Cohere on Thursday. Raghunathan, 46, left Google at the end of March.",
        [
            ("Priya Raghunathan", "", "", None, "Cohere", "", "reported", "hire"),
            ("Priya Raghunathan", "Google", "2025-03", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan has joined Cohere as chief scientist. Raghunathan comes from Google.",
        [("Priya Raghunathan", "Google", PAST, None, "Cohere", "Chief scientist", "reported", "hire")],
    ),
    (
        "Cohere names chief scientist\nCohere has hired Priya Raghunathan. She spent six years at Google. Tom Baker resigned last month.",
        [
            ("Priya Raghunathan", "", "", None, "Cohere", "", "reported", "hire"),
            ("Tom Baker", "Cohere", "2025-04", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan left Google. According to Bloomberg, Tom Baker has also quit.",
        [
            ("Priya Raghunathan", "Google", PAST, None, "", "", "reported", "departure"),
            ("Tom Baker", "Google", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    (
        "Priya Raghunathan has joined Cohere. The 39-year-old left Google in April. Tom Baker (from Meta) joins Cohere as well.",
        [
            ("Priya Raghunathan", "", "", None, "Cohere", "", "reported", "hire"),
            ("Priya Raghunathan", "Google", "2025-04", None, "", "", "reported", "departure"),
            ("Tom Baker", "Meta", PAST, None, "Cohere", "", "reported", "hire"),
        ],
    ),
    (
        "Cohere grows: Priya Raghunathan joins as head of research. Tom Baker joins from Google.",
        [
            ("Priya Raghunathan", "", "", None, "Cohere", "Head of research", "reported", "hire"),
            ("Tom Baker", "Google", PAST, None, "Cohere", "", "reported", "hire"),
        ],
    ),
    (
        "Cohere has hired Priya Raghunathan.\nTom Baker, who joined from Google, is well.",
        [("Priya Raghunathan", "", "", None, "Cohere", "", "reported", "hire")],
    ),
    # A length of service beside the organization, in a clause of its own.
    (
        "Jane Doe left OpenAI for Meta; after six years at OpenAI, it was time for a change.",
        [("Jane Doe", "OpenAI", PAST, 72, "Meta", "", "reported", "departure")],
    ),
    # A line break without a new line, as layouts of pages have it.
    ("Mira\u2028Murati left OpenAI.", [("Mira Murati", "OpenAI", PAST, None, "", "", "reported", "departure")]),
    # Who or what a new name is.
    (
        "Maria Chen has left Google to join Zarko Quintel, a founder of Cohere, in a new venture.",
        [("Maria Chen", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Arrivals:\n• Zarko Quintel: OpenAI → Meta\n",
        [("Zarko Quintel", "OpenAI", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "The OpenThings researcher Jane Doe has left the company.",
        [("Jane Doe", "OpenThings", PAST, None, "", "", "reported", "departure")],
    ),
    # Lists and tables with gaps.
    (
        "Name | Left | Joined | Month\nPriya Raghunathan | Obscura |  | June 2024\n",
        [("Priya Raghunathan", "Obscura", "2024-06", None, "", "", "reported", "departure")],
    ),
    (
        "Name | Left | Joined | Month\nPriya Raghunathan | Obscura | Novelco | June 2024\nnobody else | Obscura | Novelco | June 2024\n",
        [("Priya Raghunathan", "Obscura", "2024-06", None, "Novelco", "", "reported", "departure")],
    ),
    (
        "Priya Raghunathan\nPrevious employer: \nNew company: Novelco\n",
        [("Priya Raghunathan", "", "", None, "Novelco", "", "reported", "hire")],
    ),
    ("Priya Raghunathan\nRole: Engineer\n", []),
    (
        "The researchers of OpenAI\nPriya Raghunathan\nLeft: May 2024\n",
        [("Priya Raghunathan", "OpenAI", "2024-05", None, "", "", "reported", "departure")],
    ),
    (
        "Priya Raghunathan\nDate joined Meta: 2019\nDate left Meta: May 2024\n",
        [("Priya Raghunathan", "Meta", "2024-05", None, "", "", "reported", "departure")],
    ),
    (
        "Priya Raghunathan\nNew company: OpenAI\nRole: Research engineer\n",
        [("Priya Raghunathan", "", "", None, "OpenAI", "Research engineer", "reported", "hire")],
    ),
    (
        "Priya Raghunathan\nPrevious company: OpenAI\nRole: Gardener\nTenure: nearly six years\nLeft: soon\n",
        [("Priya Raghunathan", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    # One organization on both sides.
    (
        "Jane Doe has quit Google to lead a start-up within Google.",
        [("Jane Doe", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "After five years at Google, Tom Baker returned to Google.",
        [("Tom Baker", "", "", None, "Google", "", "reported", "return")],
    ),
    (
        "Jane Doe joined OpenAI, but has left OpenAI again.",
        [
            ("Jane Doe", "", "", None, "OpenAI", "", "reported", "hire"),
            ("Jane Doe", "OpenAI", PAST, None, "", "", "reported", "departure"),
        ],
    ),
    (
        "After leaving Google, Jane Doe has now returned to Google.",
        [
            ("Jane Doe", "Google", PAST, None, "", "", "reported", "departure"),
            ("Jane Doe", "", "", None, "Google", "", "reported", "return"),
        ],
    ),
    ("Google is reorganising. The company has named Google veteran Jane Doe as chief scientist.", []),
    # Who acts, and on whom.
    (
        "Jane Doe left for Anthropic, a blow to OpenAI.",
        [("Jane Doe", "OpenAI", PAST, None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Jane Doe, who led the sale of chips to Amazon, has joined Meta.",
        [("Jane Doe", "", "", None, "Meta", "", "reported", "hire")],
    ),
    ("The board fired Jane Doe.", []),
    (
        "xAI chief executive Elon Musk has hired Tom Baker from Google.",
        [("Tom Baker", "Google", PAST, None, "xAI", "", "reported", "hire")],
    ),
    (
        "Periodic Labs was set up in 2024 by researcher Jane Doe.",
        [("Jane Doe", "", "", None, "Periodic Labs", "Founder", "reported", "founding")],
    ),
    (
        "Google is hiring again after losing Jane Doe to Meta.",
        [("Jane Doe", "Google", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Anthropic has hired Tom Baker; so says Maria Chen, a founder of Cohere.",
        [("Tom Baker", "", "", None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Jane Doe joined Cohere. She says that Elon Musk's start-up has left OpenAI behind.",
        [("Jane Doe", "", "", None, "Cohere", "", "reported", "hire")],
    ),
    ("Jane Doe wrote a paper with two colleagues who are now at Meta.", []),
    ("Now at Meta is Jane Doe.", [("Jane Doe", "", "", None, "Meta", "", "reported", "")]),
    (
        "Jane Doe, ousted last year from Google, has joined Meta.",
        [("Jane Doe", "Google", "2024", None, "Meta", "", "reported", "departure")],
    ),
    # Without a verb.
    ("Jane Doe → Meta (April 2024)", [("Jane Doe", "", "", None, "Meta", "", "reported", "hire")]),
    (
        "In April, Jane Doe (CTO at Mistral) met Tom Baker.",
        [("Jane Doe", "", "", None, "Mistral AI", "Chief technology officer", "reported", "")],
    ),
    (
        "Tom Baker has left Meta for Cohere, Maria Chen to Google.",
        [
            ("Tom Baker", "Meta", PAST, None, "Cohere", "", "reported", "departure"),
            ("Maria Chen", "", "", None, "Google", "", "reported", "hire"),
        ],
    ),
    # The title of a companion is hers alone.
    (
        "Jane Doe joined Meta along with Maria Chen, a research scientist.",
        [
            ("Jane Doe", "", "", None, "Meta", "", "reported", "hire"),
            ("Maria Chen", "", "", None, "Meta", "", "reported", "hire"),
        ],
    ),
    # Whose title is it?
    (
        "Jane Doe joins Anthropic along with Maria Chen as chief scientist.",
        [
            ("Jane Doe", "", "", None, "Anthropic", "", "reported", "hire"),
            ("Maria Chen", "", "", None, "Anthropic", "", "reported", "hire"),
        ],
    ),
    # Two titles.
    (
        "Jane Doe joins Cohere as co-founder and CEO.",
        [("Jane Doe", "", "", None, "Cohere", "Co-founder and CEO", "reported", "hire")],
    ),
    (
        "Jane Doe joins Cohere as chief scientist and co-founder.",
        [("Jane Doe", "", "", None, "Cohere", "Chief scientist and co-founder", "reported", "hire")],
    ),
    (
        "Jane Doe joins Cohere as founder & CEO.",
        [("Jane Doe", "", "", None, "Cohere", "Founder and CEO", "reported", "hire")],
    ),
]


@pytest.mark.parametrize(
    ("text", "start", "end_state"),
    [
        ("Priya Raghunathan, who had led a team since 2021, moves to Anthropic.", "", "ongoing"),
        ("Priya Raghunathan, hired by Google in 2021, moves to Anthropic.", "", "ongoing"),
        ("After a time, at Google in 2021, Priya Raghunathan joined Anthropic.", "", "ongoing"),
        ("Priya Raghunathan, in the spring of 2024, joined Anthropic.", "[2024-03..2024-05]", "ongoing"),
        ("In April, Priya Raghunathan joined Anthropic.", "2025-04", "ongoing"),
        ("Priya Raghunathan joined Anthropic in September.", "2024-09", "ongoing"),
        ("Priya Raghunathan will join Anthropic in September.", "2025-09", "unknown"),
        ("Priya Raghunathan joins Anthropic on June 1.", "2025-06-01", "unknown"),
        ("Priya Raghunathan joined Anthropic on May 5.", "2025-05-05", "ongoing"),
        ("LONDON, May 28, 2025 (Reuters) - Priya Raghunathan has joined Anthropic.", "", "ongoing"),
    ],
)
def test_when_somebody_starts(text: str, start: str, end_state: str) -> None:
    joined = [row["joined"] for row in read_article(text, language="en", published=PUBLISHED, names=DESK).rows]
    assert (joined[-1]["start"], joined[-1]["end_state"]) == (start, end_state)


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "en") == rows
