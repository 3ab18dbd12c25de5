"""How many tokens a text has, estimated without a model or a network: never too few for what people write.

A token of current models holds about four characters of English, three of program text or YAML, and as little as one of
other scripts. Three bytes of UTF-8 a token is the low end of that for each: three characters of ASCII, one and a half
of Greek or Cyrillic, one of Chinese.
"""

from __future__ import annotations

BYTES_PER_TOKEN = 3


def estimate(text: str) -> int:
    """Tokens of a text: its bytes in UTF-8 by three, rounded up."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)
