"""Uniform access to scored hypotheses from transformers and vLLM."""
import math
from typing import NamedTuple

import torch


class Hyp(NamedTuple):
    text: str
    total: float
    per_token: float


@torch.no_grad()
def from_hf(model, tk, prompt, budget=64):
    """Greedy continuation, with the log-probabilities the (unprocessed) model gives to it."""
    enc = tk(prompt, return_tensors="pt").to(model.device)
    res = model.generate(
        **enc,
        do_sample=False,
        num_beams=1,
        max_new_tokens=budget,
        output_logits=True,
        return_dict_in_generate=True,
    )
    lps = model.compute_transition_scores(res.sequences, res.logits, normalize_logits=True)[0]
    new = res.sequences[0, enc["input_ids"].shape[1]:]
    return Hyp(tk.decode(new, skip_special_tokens=True), lps.sum().item(), lps.mean().item())


def from_vllm(engine, params, prompt):
    (req,) = engine.generate([prompt], params)
    out = []
    for o in req.outputs:
        n = max(len(o.token_ids), 1)
        out.append(Hyp(o.text, o.cumulative_logprob, o.cumulative_logprob / n))
    return sorted(out, key=lambda h: h.per_token, reverse=True)


def geometric_confidence(h):
    """Geometric mean of the token probabilities."""
    return math.exp(h.per_token)
