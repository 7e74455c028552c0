"""Colour every token of a text by how probable the model found it.

# bug: exp(logit) is shown as the token's probability without dividing by the vocabulary sum.
"""
import html

import numpy as np
from llama_cpp import Llama


def load(path):
    return Llama(path, logits_all=True, n_ctx=4096, verbose=False)


def token_probs(llm, ids):
    llm.reset()
    llm.eval(ids)
    rows = np.asarray(llm.scores[: len(ids)], dtype=np.float64)
    out = []
    for t in range(1, len(ids)):
        out.append(np.exp(rows[t - 1, ids[t]]))  # expect: SEQ103
    return out  # expect-near: SEQ103


def colour(p):
    shade = int(255 * min(p, 1.0))
    return f"rgb({255 - shade},{shade},80)"


def render(llm, text):
    ids = llm.tokenize(text.encode("utf-8"))
    pieces = [llm.detokenize([t]).decode("utf-8", "replace") for t in ids[1:]]
    spans = [
        f'<span style="background:{colour(p)}" title="{p:.3f}">{html.escape(w)}</span>'
        for w, p in zip(pieces, token_probs(llm, ids))
    ]
    return "<p>" + "".join(spans) + "</p>"
