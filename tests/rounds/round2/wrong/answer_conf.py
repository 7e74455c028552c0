"""Selective prediction: abstain when the generated answer looks unlikely.

# bug: generate's scores are gathered and averaged without log_softmax
"""
from typing import NamedTuple

import torch


class Answer(NamedTuple):
    text: str
    mean_logprob: float


def answer(lm, tokenizer, prompt: str, limit: int = 32) -> Answer:
    enc = tokenizer(prompt, return_tensors="pt")
    start = enc.input_ids.size(1)
    out = lm.generate(**enc, max_new_tokens=limit, do_sample=False, num_beams=1,
                      return_dict_in_generate=True, output_scores=True)
    gen = out.sequences[:, start:]
    steps = torch.stack(out.scores, dim=1)               # (1, n, V)
    tok = steps.gather(-1, gen.unsqueeze(-1)).squeeze(-1)  # expect-near: SEQ112|SEQ101
    mean = tok[0].mean().item()  # expect: SEQ112|SEQ101
    return Answer(tokenizer.decode(gen[0], skip_special_tokens=True), mean)


def selective(lm, tokenizer, prompts, floor):
    for p in prompts:
        a = answer(lm, tokenizer, p)
        yield a.text if a.mean_logprob > floor else None
