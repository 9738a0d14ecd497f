"""Who goes with somebody, who comes from elsewhere than the others, and who succeeds whom."""

import pytest

from tests.support.reading import read_moves

Move = tuple[str, str, str]  # person, left, joined


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        # With her.
        (
            "de",
            "Klara Vogel verlässt OpenAI. Mit ihr geht auch Jonas Weber.",
            [("Klara Vogel", "OpenAI", ""), ("Jonas Weber", "OpenAI", "")],
        ),
        (
            "it",
            "Giulia Conti entra in Meta. Con lei arriva anche Marco Bianchi, ex Tesla.",
            [("Giulia Conti", "", "Meta"), ("Marco Bianchi", "Tesla", "Meta")],
        ),
        (
            "it",
            "Giulia Conti lascia OpenAI per Meta. Con lei arriva anche Marco Bianchi.",
            [("Giulia Conti", "OpenAI", "Meta"), ("Marco Bianchi", "", "Meta")],
        ),
        (
            "fr",
            "Camille Roux quitte Meta pour OpenAI. Avec elle s'en va aussi Julien Mercier.",
            [("Camille Roux", "Meta", "OpenAI"), ("Julien Mercier", "Meta", "")],
        ),
        (
            "fr",
            "Camille Roux quitte Meta, accompagnée de Julien Mercier.",
            [("Camille Roux", "Meta", ""), ("Julien Mercier", "Meta", "")],
        ),
        (
            "es",
            "Lucía Romero deja Meta. Con ella se va también Javier Ortega.",
            [("Lucía Romero", "Meta", ""), ("Javier Ortega", "Meta", "")],
        ),
        (
            "he",
            "דנה לוי עוזבת את OpenAI. יחד איתה עוזב גם יואב כהן.",
            [("דנה לוי", "OpenAI", ""), ("יואב כהן", "OpenAI", "")],
        ),
        ("de", "Mit ihr geht auch Jonas Weber.", []),
        (
            "de",
            "Klara Vogel verlässt OpenAI. Mit ihr spricht auch Jonas Weber.",
            [("Klara Vogel", "OpenAI", "")],
        ),
        (
            "de",
            "Klara Vogel dementiert, dass sie OpenAI verlässt. Mit ihr geht auch Jonas Weber.",
            [("Klara Vogel", "OpenAI", "")],
        ),
        (
            "en",
            "Also joining from Apple is Tom Reed. Laura Bennett joins Meta. Also joining is Daniel Moore, formerly of Tesla.",
            [("Laura Bennett", "", "Meta"), ("Daniel Moore", "Tesla", "Meta")],
        ),
        # Each from elsewhere.
        (
            "en",
            "Laura Bennett (ex-Google) and Daniel Moore (ex-Meta) have joined Mistral AI.",
            [("Laura Bennett", "Google", "Mistral AI"), ("Daniel Moore", "Meta", "Mistral AI")],
        ),
        (
            "en",
            "OpenAI's Laura Bennett and Google's Daniel Moore have both joined Periodic Labs.",
            [("Laura Bennett", "OpenAI", "Periodic Labs"), ("Daniel Moore", "Google", "Periodic Labs")],
        ),
        (
            "en",
            "Laura Bennett praised Meta, and Daniel Moore has joined OpenAI.",
            [("Daniel Moore", "", "OpenAI")],
        ),
        (
            "de",
            "Meta hat die Forscherin Klara Vogel von OpenAI und den Ingenieur Jonas Weber von Apple abgeworben.",
            [("Klara Vogel", "OpenAI", "Meta"), ("Jonas Weber", "Apple", "Meta")],
        ),
        (
            "he",
            "מטא גייסה את דנה לוי מ-OpenAI ואת יואב כהן מאפל.",
            [("דנה לוי", "OpenAI", "Meta"), ("יואב כהן", "Apple", "Meta")],
        ),
        (
            "zh",
            "Meta从OpenAI挖走李明，从苹果挖走王芳。",
            [("李明", "OpenAI", "Meta"), ("王芳", "Apple", "Meta")],
        ),
        (
            "fr",
            "Mistral AI a débauché Antoine Morel, jusque-là ingénieur chez Google, ainsi que Claire Dumont, une ancienne de Meta.",
            [("Antoine Morel", "Google", "Mistral AI"), ("Claire Dumont", "Meta", "Mistral AI")],
        ),
        (
            "fr",
            "Paul Girard et Nadia Benali ont quitté Mistral AI, le premier pour OpenAI, la seconde pour Kyutai.",
            [("Paul Girard", "Mistral AI", "OpenAI"), ("Nadia Benali", "Mistral AI", "Kyutai")],
        ),
        (
            "fr",
            "Paul Girard et Nadia Benali ont quitté Mistral AI, le premier pour OpenAI, la seconde sans but.",
            [("Paul Girard", "Mistral AI", "OpenAI"), ("Nadia Benali", "Mistral AI", "")],
        ),
        (
            "en",
            "Two Google researchers have joined OpenAI: Laura Bennett and Daniel Moore.",
            [("Laura Bennett", "Google", "OpenAI"), ("Daniel Moore", "Google", "OpenAI")],
        ),
        # Who comes in somebody's place.
        (
            "it",
            "Cambio al vertice di Cohere: Marco Bianchi lascia, al suo posto arriva Giulia Conti.",
            [("Marco Bianchi", "Cohere", ""), ("Giulia Conti", "", "Cohere")],
        ),
        (
            "en",
            "Ingrid Solberg is leaving Cohere. She will be succeeded by Tom Reyes, currently a director at Amazon.",
            [("Ingrid Solberg", "Cohere", ""), ("Tom Reyes", "Amazon", "Cohere")],
        ),
        (
            "en",
            "Ingrid Solberg is leaving Cohere. She will be succeeded by Tom Reyes, her deputy.",
            [("Ingrid Solberg", "Cohere", "")],
        ),
        (
            "en",
            "Ingrid Solberg is leaving Cohere. She won't be succeeded by Tom Reyes, currently a director at Amazon.",
            [("Ingrid Solberg", "Cohere", "")],
        ),
        ("en", "She will be succeeded by Tom Reyes, currently a director at Amazon.", []),
        ("en", "She was replaced by a model that nobody knows, said the boss of Acme, Tom Reyes of Amazon.", []),
        (
            "zh",
            "王芳接替李明担任腾讯首席技术官。",
            [("王芳", "", "Tencent")],
        ),
        (
            "en",
            "Ingrid Solberg is leaving Cohere. She will be succeeded by Tom Reyes, now at Amazon.",
            [("Ingrid Solberg", "Cohere", ""), ("Tom Reyes", "Amazon", "Cohere")],
        ),
        (
            "de",
            "Cohere wächst. Neuer Leiter der Robotik wird Arne Petersen, der vom Konkurrenten Tesla kommt.",
            [("Arne Petersen", "Tesla", "Cohere")],
        ),
        ("de", "Neuer Leiter der Robotik wird Arne Petersen, der vom Konkurrenten Tesla kommt.", []),
        # Those who were lost before they were named.
        (
            "en",
            "OpenAI loses two researchers\n\nLaura Bennett is going to Meta. Daniel Moore joined Cohere in 2020.\n\nTom Reed joins Apple.",
            [("Laura Bennett", "OpenAI", "Meta"), ("Daniel Moore", "", "Cohere"), ("Tom Reed", "", "Apple")],
        ),
        (
            "en",
            "Two researchers have left OpenAI. Three engineers have left Tesla for Meta. Laura Bennett is going to Meta. Daniel Moore is going back to OpenAI. Laura Bennett is said to have joined Apple.",
            [("Laura Bennett", "OpenAI", "Meta"), ("Daniel Moore", "", "OpenAI"), ("Laura Bennett", "", "Apple")],
        ),
        ("en", "OpenAI will lose two researchers. Laura Bennett joins Meta.", [("Laura Bennett", "", "Meta")]),
        ("en", "OpenAI lost a lawsuit. Laura Bennett joins Meta.", [("Laura Bennett", "", "Meta")]),
        ("en", "OpenAI loses patience with Meta, said Laura Bennett, an analyst.", []),
        # The second verb of one employer, and its subject behind the verb.
        (
            "de",
            "Nvidia hat Klara Vogel eingestellt. Von Microsoft holte der Konzern außerdem Jonas Weber.",
            [("Klara Vogel", "", "Nvidia"), ("Jonas Weber", "Microsoft", "Nvidia")],
        ),
        (
            "en",
            "Meta hired Laura Bennett from OpenAI and poached Daniel Moore from Apple.",
            [("Laura Bennett", "OpenAI", "Meta"), ("Daniel Moore", "Apple", "Meta")],
        ),
        (
            "fr",
            "Remplacée par Julien Mercier, Camille Roux quitte Apple.",
            [("Camille Roux", "Apple", "")],
        ),
        (
            "fr",
            "Le laboratoire de Meta perd Camille Roux et Julien Mercier.",
            [("Camille Roux", "Meta", ""), ("Julien Mercier", "Meta", "")],
        ),
        (
            "en",
            "Daniel Moore is joining Cohere after six years running infrastructure at Meta.",
            [("Daniel Moore", "Meta", "Cohere")],
        ),
        # By whom, and from where.
        (
            "en",
            "Laura Bennett was hired away from Apple by Anthropic.",
            [("Laura Bennett", "Apple", "Anthropic")],
        ),
        (
            "en",
            "Laura Bennett, poached from Apple, will lead research at Anthropic.",
            [("Laura Bennett", "Apple", "Anthropic")],
        ),
        (
            "de",
            "Jonas Weber wurde von Microsoft bei Google abgeworben.",
            [("Jonas Weber", "Google", "Microsoft")],
        ),
    ],
)
def test_each_person_has_what_is_said_of_them(language: str, text: str, moves: list[Move]) -> None:
    assert read_moves(text, language) == moves
