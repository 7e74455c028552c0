"""Small HTTP-side helper: one greedy answer with its log-probability.

# bug: generate().scores are raw logits and are added up as log-probs; the average divides by the prompt plus the answer.
"""
import logging
from typing import TypedDict

import torch

log = logging.getLogger("answers")


class Answer(TypedDict):
    text: str
    logprob: float
    avg_logprob: float


def answer(model, tokenizer, question: str, limit: int = 64) -> Answer:
    enc = tokenizer(question, return_tensors="pt").to(model.device)
    start = enc["input_ids"].shape[1]
    with torch.inference_mode():
        gen = model.generate(
            **enc,
            max_new_tokens=limit,
            do_sample=False,
            return_dict_in_generate=True,
            output_scores=True,
        )
    fresh = gen.sequences[0, start:]
    picked = [step[0, tok].item() for step, tok in zip(gen.scores, fresh)]  # expect-near: SEQ112
    total = sum(picked)  # expect: SEQ112
    log.debug("answer has %d tokens", len(picked))
    return Answer(
        text=tokenizer.decode(fresh, skip_special_tokens=True),
        logprob=total,  # expect-near: SEQ112
        avg_logprob=total / gen.sequences.shape[1],  # expect: SEQ418
    )
