"""Bits per byte across languages.

# bug: normalises by characters although the unit is bytes (differs for non-ASCII text)
"""
import math
from dataclasses import dataclass


@dataclass
class DocScore:
    lang: str
    text: str
    nll: float            # summed nats of all tokens of the text


def bits_per_byte(docs):
    by_lang = {}
    for d in docs:
        nats, length = by_lang.get(d.lang, (0.0, 0))
        by_lang[d.lang] = (nats + d.nll, length + len(d.text))  # expect-near: SEQ422
    return {k: nats / (n * math.log(2)) for k, (nats, n) in by_lang.items() if n}  # expect: SEQ422
