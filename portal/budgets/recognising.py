"""Which template a workbook was made from: pool and version, and what there is to say about that. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.adapters.spreadsheet_form import Workbook
from portal.budgets import editions, locating, provenance, specification
from portal.budgets.findings import Finding, short
from portal.budgets.labels import Words
from portal.budgets.leftovers import POOLS
from portal.budgets.provenance import Provenance
from portal.budgets.specification import Spec

FIRST_POOL = "upskilling"
NEW = Words("Disse felter er nye: {fields}.", "These fields are new: {fields}.")
QUOTED = Words("»{label}«", '"{label}"')


@dataclass(frozen=True)
class Recognised:
    """The specification to read by, or the finding that says why there is none."""

    pool: str
    said: Provenance
    spec: Spec | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> str:
        return "" if self.spec else self.findings[-1].code


def of(book: Workbook, *, pool: str | None, reference: str, key: bytes) -> Recognised:
    """`pool` and `reference` are those the budget should belong to, where they are known; `key` is our own."""
    said = provenance.of(locating.template_facts(book), key)
    if pool and said.pool and pool != said.pool:
        params = {"other": POOLS.get(said.pool, said.pool), "pool": POOLS.get(pool, pool)}
        return Recognised(pool, said, findings=[Finding("template_other_pool", params=params)])
    spec = _stated(said) or _likeliest(book, pool or said.pool)
    if spec is None:
        name = pool or said.pool
        return Recognised(name, said, findings=[Finding("template_unknown", params={"pool": POOLS.get(name, name)})])
    return Recognised(spec.pool, said, spec, list(_remarks(said, spec, reference, verifiable=bool(key))))


def _stated(said: Provenance) -> Spec | None:
    """The version the template names, when there is one."""
    return specification.of(said.pool, said.version) if said.version in editions.versions(said.pool) else None


def _likeliest(book: Workbook, pool: str) -> Spec | None:
    """The version whose headings the workbook has most of, the newest first; any pool's where none is named."""
    names = (pool,) if pool else (FIRST_POOL, *(each for each in editions.pools() if each != FIRST_POOL))
    specs = [specification.of(name, number) for name in names for number in reversed(editions.versions(name))]
    return specs[0] if len(specs) == 1 else max(specs, key=lambda spec: _share(book, spec), default=None)


def _share(book: Workbook, spec: Spec) -> float:
    """How many of the required headings stand somewhere, from 0 to 1."""
    found = [(locating.candidates(book, table), len(locating.wanted(table))) for table in spec.tables]
    seen = sum(locating.score(places[0]) for places, _wanted in found if places)
    return seen / (sum(wanted for _places, wanted in found) or 1)


def _remarks(said: Provenance, spec: Spec, reference: str, *, verifiable: bool) -> Iterator[Finding]:
    latest, pool = editions.latest(spec.pool), POOLS.get(spec.pool, spec.pool)
    if said.version is not None and said.version != spec.version:
        yield Finding("template_version_unknown", params={"v": short(str(said.version)), "read": str(spec.version)})
    elif said.facts and verifiable and not said.trusted:
        yield Finding("template_unsigned", params={"v": str(spec.version), "pool": pool})
    if spec.version < latest:
        news = _in_words(new_fields(spec, specification.of(spec.pool)))
        yield Finding("template_old", params={"v": str(spec.version), "latest": str(latest), "news": news})
    if reference and said.reference and said.reference != reference:
        yield Finding("template_other_application", params={"app": short(said.reference)})


def new_fields(old: Spec, new: Spec) -> list[Words]:
    """What the new version asks for and the old one did not know: required columns, and facts about the project."""
    known = {(table.key, column.key) for table in old.tables for column in table.columns}
    columns = [
        Words(*(column.label[language].replace("{year}", "").strip() for language in ("da", "en")))
        for table in new.tables
        for column in table.columns
        if column.required and (table.key, column.key) not in known
    ]
    return columns + [words for key, words in new.facts.items() if key not in old.facts]


def _in_words(fields: Iterable[Words]) -> dict[str, str]:
    named = list(fields)
    if not named:
        return {"da": "", "en": ""}
    listed = {
        language: ", ".join(QUOTED[language].format(label=each[language]) for each in named)
        for language in ("da", "en")
    }
    return {language: NEW[language].format(fields=listed[language]) for language in ("da", "en")}
