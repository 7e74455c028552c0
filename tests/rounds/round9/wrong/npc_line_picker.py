"""Pick what the innkeeper says: score hand-written lines with a local gguf model.

# bug: exp of a raw logit is taken for the token's probability; and the line's score multiplies the log-probabilities of its tokens
"""
import json
import math

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax

llm = Llama("models/mistral-7b-q5.gguf", n_ctx=2048, logits_all=True, verbose=False)


def feed(text):
    ids = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(ids)
    return ids, np.array(llm.scores[:len(ids)], dtype=np.float64)


def opener_prob(scene, word):
    """Probability that the next token after the scene is `word` (one token)."""
    _, z = feed(scene)
    tid = llm.tokenize(word.encode("utf-8"), add_bos=False)
    if len(tid) != 1:
        raise ValueError(f"{word!r} is {len(tid)} tokens")
    return math.exp(z[-1][tid[0]])  # expect: SEQ103


def line_score(persona, line):
    """Both strings end and start at a newline token, so the cut is clean."""
    head = llm.tokenize((persona + "\n").encode("utf-8"), add_bos=True)
    full, z = feed(persona + "\n" + line)
    assert full[:len(head)] == head
    lp = log_softmax(z, axis=-1)
    per_tok = [lp[i - 1, full[i]] for i in range(len(head), len(full))]
    return np.prod(per_tok)  # expect: SEQ407


if __name__ == "__main__":
    with open("innkeeper.json") as fh:
        npc = json.load(fh)
    print("greets politely:", opener_prob(npc["scene"], " Welcome"))
    print(max(npc["lines"], key=lambda s: line_score(npc["persona"], s)))
