"""Whole invented articles on an empty desk: who left what for what, and nobody else."""

import pytest

from tests.support.reading import EMPTY_DESK, read_rows

EN = """\
Three OpenAI Veterans Leave as Talent War Heats Up

SAN FRANCISCO — Three senior researchers at OpenAI have left the company in recent weeks, according to people familiar with the matter, in the latest blow to Sam Altman's start-up.

Harriet Osei, who spent five years at OpenAI and led its alignment team, resigned on Friday. She will join Anthropic as head of safety research next month, she wrote on LinkedIn. "I have learned so much here," Ms. Osei said.

Dmitri Volkov, a research engineer, left for Meta's Superintelligence Labs in July. The third, Wei Zhang, has founded Lattice Robotics, a start-up backed by Sequoia Capital. Mr. Zhang declined to comment. A spokeswoman for OpenAI confirmed the departures.

The exits follow those of Mira Murati, the former chief technology officer, and John Schulman, a co-founder. Ms. Murati started Thinking Machines Lab in February 2025; Mr. Schulman joined her there after a brief stint at Anthropic.

Meta, meanwhile, has been offering pay packages of more than $100 million. In June, it hired Alexandr Wang, the chief executive of Scale AI, and Nat Friedman, a former chief executive of GitHub. Google DeepMind has lost at least two dozen people to Microsoft this year, including Amar Subramanya, who is now a corporate vice president of AI. Apple's Ruoming Pang also went to Meta.

Not everyone is leaving. Mark Chen, OpenAI's chief research officer, said he would stay. Rumors that Jakub Pachocki was in talks with xAI are untrue, a person close to him said.
"""
EN_ROWS = [
    ("Harriet Osei", "OpenAI", "Anthropic", "announced"),
    ("Dmitri Volkov", "", "Meta", "reported"),
    ("Wei Zhang", "", "Lattice Robotics", "reported"),
    ("Mira Murati", "OpenAI", "", "reported"),
    ("Mira Murati", "", "Thinking Machines Lab", "reported"),
    ("Alexandr Wang", "Scale AI", "Meta", "reported"),
    ("Nat Friedman", "GitHub", "Meta", "reported"),
    ("Amar Subramanya", "Google DeepMind", "Microsoft", "reported"),
    ("Ruoming Pang", "Apple", "Meta", "reported"),
]
FR = """\
Mistral AI recrute deux anciens de Google

La start-up française Mistral AI a annoncé mardi l'arrivée d'Élodie Caron, jusqu'ici directrice de recherche chez Google DeepMind à Paris. Elle prendra la tête de l'équipe de robotique en septembre. Son ancien collègue Thomas Leroy, ingénieur de recherche, l'accompagne après six ans chez Google.

De son côté, Julien Moreau quitte Hugging Face, où il était responsable des partenariats, pour créer sa propre entreprise. Selon nos informations, Aude Durand serait en discussions avec Kyutai. Contactée, elle n'a pas répondu. Xavier Niel dément vouloir quitter Iliad.
"""
FR_ROWS = [
    ("Élodie Caron", "Google DeepMind", "Mistral AI", "announced"),
    ("Julien Moreau", "Hugging Face", "", "reported"),
    ("Xavier Niel", "Iliad", "", "denied"),
]
DE = """\
Aleph Alpha verliert Forschungschef an OpenAI

Der Heidelberger KI-Anbieter Aleph Alpha verliert seinen Forschungschef: Tobias Brandt wechselt nach vier Jahren zu OpenAI nach San Francisco, wie das Handelsblatt berichtet. Brandt bestätigte den Schritt auf LinkedIn. Seine Nachfolgerin wird Katrin Vogel, die bisher bei Bosch das Labor für Maschinelles Lernen leitete.

Bereits im März hatte Mitgründer Samuel Weinbach das Unternehmen verlassen. Auch Black Forest Labs aus Freiburg stellt ein: Das Start-up hat Lena Hoffmann von Stability AI geholt.
"""
DE_ROWS = [
    ("Tobias Brandt", "Aleph Alpha", "OpenAI", "reported"),
    ("Katrin Vogel", "Bosch", "Aleph Alpha", "reported"),
    ("Samuel Weinbach", "Aleph Alpha", "", "reported"),
    ("Lena Hoffmann", "Stability AI", "Black Forest Labs", "reported"),
]
ES = """\
Meta ficha a dos investigadores españoles

Meta ha contratado a Lucía Ferrer, investigadora principal de Google DeepMind en Londres, según adelantó El País. Ferrer se incorporará en octubre al equipo de superinteligencia. También ficha por la compañía Javier Ortega, que deja Amazon tras ocho años.

Por otro lado, Marta Ibáñez ha dejado OpenAI para fundar en Madrid una startup llamada Nube Labs. Su socio, Diego Ramos, trabajó antes en Apple. Fuentes cercanas niegan que Pablo Ruiz vaya a abandonar Microsoft.
"""
ES_ROWS = [
    ("Lucía Ferrer", "Google DeepMind", "Meta", "reported"),
    ("Javier Ortega", "Amazon", "Meta", "reported"),
    ("Marta Ibáñez", "OpenAI", "Nube Labs", "reported"),
    ("Pablo Ruiz", "Microsoft", "", "denied"),
]
IT = """\
Fuga da Apple: altri due ricercatori passano a Meta

Apple continua a perdere pezzi. La scorsa settimana Giulia Ferri e Paolo Greco, due ingegneri del team dei modelli, hanno lasciato Cupertino per entrare in Meta Superintelligence Labs. Lo riferisce Bloomberg. A giugno era toccato a Ruoming Pang, che guidava il gruppo.

Intanto Sara Conti, ex responsabile della sicurezza di OpenAI, ha fondato a Milano la società Aurora AI insieme a Davide Riva. Conti aveva annunciato le dimissioni a marzo 2025. Secondo indiscrezioni anche Luca Moretti potrebbe lasciare Google dopo sette anni.
"""
IT_ROWS = [
    ("Giulia Ferri", "Apple", "Meta Superintelligence Labs", "reported"),
    ("Paolo Greco", "Apple", "Meta Superintelligence Labs", "reported"),
    ("Sara Conti", "OpenAI", "Aurora AI", "reported"),
    ("Davide Riva", "", "Aurora AI", "reported"),
    ("Luca Moretti", "Google", "", "rumoured"),
]
HE = """\
שני בכירים עוזבים את אנבידיה ישראל

רונית שפירא, סמנכ"לית המחקר של אנבידיה בישראל, עזבה את החברה בשבוע שעבר לאחר תשע שנים. היא תצטרף ל-OpenAI כמנהלת מחקר. גם עומר דגן, חוקר בכיר, פרש ועבר למטא.

במקביל, חברת AI21 Labs גייסה את מיכל ברנע, לשעבר מדענית ראשית במובילאיי. ברנע מחליפה את אורי גולדברג, שהקים סטארטאפ חדש בשם Quanta Labs. בחברה הכחישו את השמועות שלפיהן יואב שוהם עומד לעזוב.
"""
HE_ROWS = [
    ("רונית שפירא", "Nvidia", "OpenAI", "reported"),
    ("עומר דגן", "Nvidia", "Meta", "reported"),
    ("מיכל ברנע", "Mobileye", "AI21 Labs", "reported"),
    ("אורי גולדברג", "", "Quanta Labs", "reported"),
]
ZH = """\
阿里巴巴通义实验室再失大将

据报道，通义实验室研究员周浩近日离职，加入字节跳动，担任Seed团队负责人。周浩在阿里工作了六年，此前曾任职于微软亚洲研究院。

另外，前OpenAI研究员林晓已于2025年4月回国，加盟月之暗面。知情人士称，百度副总裁王海峰可能加入小米。百度方面否认了这一消息。腾讯则聘请了姚顺雨担任首席科学家。
"""
ZH_ROWS = [
    ("周浩", "Alibaba", "ByteDance", "rumoured"),
    ("林晓", "OpenAI", "Moonshot AI", "reported"),
    ("姚顺雨", "", "Tencent", "reported"),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", EN, EN_ROWS),
        ("fr", FR, FR_ROWS),
        ("de", DE, DE_ROWS),
        ("es", ES, ES_ROWS),
        ("it", IT, IT_ROWS),
        ("he", HE, HE_ROWS),
        ("zh", ZH, ZH_ROWS),
    ],
)
def test_an_article_is_read(language: str, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    rows = read_rows(text, language, EMPTY_DESK)
    assert [(person, left, joined, stance) for person, left, _, _, joined, _, stance, _ in rows] == expected
