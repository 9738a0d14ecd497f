"""What the tools answer; the SDK describes these classes to the assistant, with the sentences under their fields."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class Source(Answer):
    """An article or a statement."""

    publisher: str | None
    link: str | None
    published: str | None
    stance: str
    """What it does: announced, reported, rumoured or denied."""


class Statement(Source):
    """What one source says of one job; null where it says nothing."""

    job: str
    title: str | None
    start: str | None
    end: str | None
    end_state: str
    contradicts: list[str]
    """Where it can't be true together with the newsroom's conclusion: start, end, existence."""


class Job(Answer):
    """The newsroom's conclusion on who worked where."""

    person: str
    organization: str
    title: str | None
    role: str
    start: str | None
    end: str | None
    end_state: str
    """ongoing, ended or unknown."""
    verified_on: str | None
    """The last day on which a source places the person there."""
    confidence: str
    page: str | None
    """The address for people, to be cited."""
    sources: list[Source]


class Move(Answer):
    """Somebody left one job for another; null where it isn't known."""

    person: str
    origin: str | None
    destination: str | None
    left_for: str | None
    """What they left for, where no destination is known: own_venture, study and so on."""
    end_reason: str | None
    """Why they left: resigned, laid_off, retired, died and so on."""
    date: str | None
    confidence: str
    page: str | None
    """The address for people, to be cited."""
    sources: list[Source]


class Hit(Answer):
    """A record that was found."""

    kind: str
    slug: str
    name: str
    description: str | None
    page: str | None
    """The address for people; of a source, the article."""


class Jobs(Answer):
    """Who was where."""

    summary: str
    jobs: list[Job]
    limits: str
    """What this answer leaves out, or can't say."""
    address: str
    """The same question to the API."""


class Moves(Answer):
    """Who left."""

    summary: str
    moves: list[Move]
    limits: str
    """What this answer leaves out, or can't say."""
    address: str
    """The same question to the API."""


class Statements(Answer):
    """What sources say of one person."""

    summary: str
    page: str | None
    """The address for people, to be cited."""
    statements: list[Statement]
    limits: str
    """What this answer leaves out, or can't say."""
    address: str
    """The same question to the API."""


class Hits(Answer):
    """What a search found."""

    summary: str
    hits: list[Hit]
    limits: str
    """What this answer leaves out, or can't say."""
