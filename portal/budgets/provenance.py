"""Where a workbook comes from: what the template says about itself, and whether we wrote that ourselves. Pure.

The signature decides one thing only: whether what stands on the hidden sheet may be believed without asking. A file
without it is read like any other.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

TEMPLATE = "puljeportalen/budget"
SIGNED = ("template_id", "version", "spec_sha256", "pool", "reference", "cvr", "years", "language", "generated_at")
SIGNATURE = "hmac_sha256"
PURPOSE = b"puljeportalen budget template 1"


def key_from(secret: str | bytes | None) -> bytes:
    """The key for templates, so that the application's own secret signs nothing twice; empty without a secret."""
    raw = secret.encode() if isinstance(secret, str) else secret or b""
    return hmac.digest(raw, PURPOSE, hashlib.sha256) if raw else b""


def signature(facts: Mapping[str, str], key: bytes) -> str:
    """HMAC-SHA256 over the facts, in hexadecimal."""
    words = json.dumps([[name, facts.get(name, "")] for name in SIGNED], ensure_ascii=True)
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def signed(facts: Mapping[str, str], key: bytes) -> dict[str, str]:
    """The facts with their signature; without a key there is none."""
    return {**facts, SIGNATURE: signature(facts, key)} if key else dict(facts)


@dataclass(frozen=True)
class Provenance:
    """What the hidden sheet says, and whether it is our own word."""

    facts: Mapping[str, str]
    trusted: bool

    @property
    def pool(self) -> str:
        return self.facts.get("pool", "")

    @property
    def version(self) -> int | None:
        said = self.facts.get("version", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else None

    @property
    def reference(self) -> str:
        return self.facts.get("reference", "")

    @property
    def years(self) -> tuple[int, ...]:
        """The years the template was made for; none when somebody else may have written them."""
        said = self.facts.get("years", "").split() if self.trusted else ()
        return tuple(int(each) for each in said if len(each) == 4 and each.isascii() and each.isdecimal())


def of(facts: Mapping[str, str], key: bytes) -> Provenance:
    """Without a key nothing can be trusted, and nothing is refused either."""
    given = facts.get(SIGNATURE, "")
    return Provenance(facts, bool(key) and hmac.compare_digest(given.encode(), signature(facts, key).encode()))
