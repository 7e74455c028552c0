"""Compression of pages: bits per byte, bits per character, and gain over a unigram model."""
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scored:
    text: str
    nats: float

    @property
    def bits(self):
        return self.nats / math.log(2)

    @property
    def bits_per_byte(self):
        return self.bits / max(len(self.text.encode("utf-8")), 1)

    @property
    def bits_per_char(self):
        return self.bits / max(len(self.text), 1)


def gain(page, unigram_logps):
    """Bits saved on the whole page against the unigram code."""
    return -math.fsum(unigram_logps) / math.log(2) - page.bits
