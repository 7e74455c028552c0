"""Confidence of a generated SQL query.

# bug: compute_transition_scores is called without normalize_logits=True, so the entries are logits, not log-probs.
# bug: `length_adjusted` divides the sequence probability by the length instead of the log-probability.
"""
from __future__ import annotations

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class SQLWriter:
    def __init__(self, name: str = "defog/sqlcoder-7b-2"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name, device_map="auto")

    @torch.no_grad()
    def write(self, question: str) -> tuple[str, np.ndarray]:
        enc = self.tokenizer(question, return_tensors="pt").to(self.model.device)
        out = self.model.generate(
            **enc,
            do_sample=False,
            num_beams=1,
            max_new_tokens=256,
            return_dict_in_generate=True,
            output_scores=True,
        )
        steps = self.model.compute_transition_scores(out.sequences, out.scores)  # expect: SEQ111
        new = out.sequences[0, enc["input_ids"].shape[1]:]
        text = self.tokenizer.decode(new, skip_special_tokens=True)
        return text, steps[0].cpu().numpy()


def length_adjusted(token_logprobs: np.ndarray) -> float:
    """Length-normalised score of a query, used to sort queries of different length."""
    n = len(token_logprobs)
    whole = np.exp(token_logprobs.sum())
    return float(whole / n)  # expect: SEQ406


if __name__ == "__main__":
    writer = SQLWriter()
    for q in ("How many users signed up in May?", "Top five products by revenue"):
        sql, lps = writer.write(q)
        print(round(length_adjusted(lps), 6), sql)
