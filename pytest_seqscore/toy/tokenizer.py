"""A byte-level BPE tokenizer in plain Python, the twin of the transformers tokenizer in ``toy.hf_tokenizer``.

Every text has an encoding. The merges make completions melt into their prompts: in ``"the ca" + "ts sat"``
the token ``" cats"`` belongs to both. Id 0 is ``" the"``, an ordinary token.
"""

from __future__ import annotations

import functools
import re
from itertools import accumulate, pairwise
from typing import NamedTuple

BOS, EOS, PAD = 1, 2, 3
SPECIAL_TOKENS = {"<s>": BOS, "</s>": EOS, "<pad>": PAD}
WORDS = (
    " the", " cats", " sat", " on", " mat", " a", " is", " no", " not", " yes", " blue",
    "The", "cat", "Answer", "yes", "happy", " un", "ing", "mat",
)  # fmt: skip
PRE_TOKENS = r" ?[^ \n\t]+|[ \n\t]+"
"""Merges never cross these pieces: a word with the space before it, or a run of white space."""
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}"
    "{{ eos_token }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}"
)


def _byte_letters() -> list[str]:
    """The printable letter that stands for each byte in byte-level BPE vocabularies (GPT-2's table)."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(b) if b in printable else chr(next(spare)) for b in range(256)]


BYTE_LETTERS = _byte_letters()


def _build() -> tuple[dict[str, int], list[tuple[str, str]]]:
    merges: dict[tuple[str, str], None] = {}
    for word in WORDS:
        letters = [BYTE_LETTERS[b] for b in word.encode()]
        for k in range(1, len(letters)):
            merges["".join(letters[:k]), letters[k]] = None
    first = "".join(BYTE_LETTERS[b] for b in WORDS[0].encode())
    pieces = [first, *SPECIAL_TOKENS, *BYTE_LETTERS, *("".join(pair) for pair in merges)]
    return {piece: k for k, piece in enumerate(dict.fromkeys(pieces))}, list(merges)


VOCABULARY, MERGES = _build()
VOCAB_SIZE = len(VOCABULARY)
WORD_COUNT = len(MERGES) - 1
"""Merged pieces: the last ids of the vocabulary, except for id 0."""
_RANKS = {pair: rank for rank, pair in enumerate(MERGES)}
_PIECES = {k: piece for piece, k in VOCABULARY.items()}
_BYTES = {letter: b for b, letter in enumerate(BYTE_LETTERS)}
_SPECIAL = re.compile("(" + "|".join(map(re.escape, SPECIAL_TOKENS)) + ")")


class Encoding(NamedTuple):
    """Token ids and, for each, the characters ``[start, end)`` of the text that it covers."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class ToyTokenizer:
    """Encode with BOS first, decode, and say where a completion starts."""

    vocab_size = VOCAB_SIZE
    bos_token_id, eos_token_id, pad_token_id = BOS, EOS, PAD

    def encode(self, text: str, add_special_tokens: bool = True) -> Encoding:
        """The ids of ``text``, BOS first unless told otherwise; BOS covers no character."""
        ids, offsets = ([BOS], [(0, 0)]) if add_special_tokens else ([], [])
        start = 0
        for part in _SPECIAL.split(text):
            if part in SPECIAL_TOKENS:
                ids.append(SPECIAL_TOKENS[part])
                offsets.append((start, start + len(part)))
            else:
                for match in re.finditer(PRE_TOKENS, part):
                    at = start + match.start()
                    for token, first, last in _encode_piece(match.group()):
                        ids.append(token)
                        offsets.append((at + first, at + last))
            start += len(part)
        return Encoding(ids, offsets)

    def encode_pair(self, prompt: str, completion: str) -> tuple[list[int], int]:
        """Ids of ``prompt + completion`` encoded as one text, and how many of them are prompt.

        A token that reaches beyond the prompt's last character belongs to the completion.
        """
        ids, offsets = self.encode(prompt + completion)
        return ids, sum(end <= len(prompt) for _, end in offsets)

    def decode(self, ids: list[int], skip_special_tokens: bool = False) -> str:
        """The text of ``ids``; bytes that are no UTF-8 become U+FFFD."""
        text, pending = "", bytearray()
        for k in ids:
            if _PIECES[k] in SPECIAL_TOKENS:
                text += pending.decode(errors="replace") + ("" if skip_special_tokens else _PIECES[k])
                pending.clear()
            else:
                pending += bytes(_BYTES[letter] for letter in _PIECES[k])
        return text + pending.decode(errors="replace")


@functools.lru_cache(maxsize=4096)
def _encode_piece(piece: str) -> tuple[tuple[int, int, int], ...]:
    """The id of each token of a piece, and the characters ``[start, end)`` of the piece that it covers."""
    characters = [k for k, c in enumerate(piece) for _ in c.encode()]
    parts = [BYTE_LETTERS[b] for b in piece.encode()]
    while len(parts) > 1:
        ranks = [_RANKS.get(pair, len(_RANKS)) for pair in pairwise(parts)]
        best = min(range(len(ranks)), key=ranks.__getitem__)
        if ranks[best] == len(_RANKS):
            break
        parts[best : best + 2] = [parts[best] + parts[best + 1]]
    ends = list(accumulate(map(len, parts)))
    return tuple(
        (VOCABULARY[part], characters[end - len(part)], characters[end - 1] + 1)
        for part, end in zip(parts, ends, strict=True)
    )
