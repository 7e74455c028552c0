"""Log-probability of a generated tool call.

# bug: the transition scores are summed as log-probabilities although normalize_logits is False
"""
from typing import NamedTuple

import numpy as np


class Call(NamedTuple):
    text: str
    logprob: float


def generate_call(model, tokenizer, prompt: str) -> Call:
    inputs = tokenizer(prompt, return_tensors="pt")
    res = model.generate(**inputs, max_new_tokens=48, do_sample=False,
                         return_dict_in_generate=True, output_scores=True)
    ts = model.compute_transition_scores(res.sequences, res.scores, normalize_logits=False)  # expect: SEQ111
    values = np.asarray(ts[0])
    body = res.sequences[0][inputs["input_ids"].shape[-1]:]
    return Call(tokenizer.decode(body), float(values[np.isfinite(values)].sum()))  # expect-near: SEQ111
