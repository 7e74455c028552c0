"""Key-value extraction with a confidence: probability of the greedy value."""
from typing import NamedTuple

import torch


class Value(NamedTuple):
    text: str
    prob: float


class Extractor:
    def __init__(self, tk, lm):
        self.tk = tk
        self.lm = lm.eval()

    def __call__(self, page: str, key: str) -> Value:
        enc = self.tk(f"{page}\n\n{key}:", return_tensors="pt").to(self.lm.device)
        g = self.lm.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=24,
                             output_scores=True, return_dict_in_generate=True,
                             repetition_penalty=1.0)
        lps = self.lm.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)
        prob = torch.exp(lps[0].float().sum()).item()
        text = self.tk.decode(g.sequences[0, enc.input_ids.size(1):], skip_special_tokens=True)
        return Value(text.strip(), prob)


def to_review(values, floor=0.3):
    return [k for k, v in values.items() if v.prob < floor]
