"""Greedy output with normalised transition scores."""
import numpy as np


class GreedyWithScore:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model, tokenizer

    def __call__(self, prompt, limit=24):
        enc = self.tokenizer(prompt, return_tensors="pt")
        res = self.model.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=limit,
                                  output_scores=True, return_dict_in_generate=True)
        ts = self.model.compute_transition_scores(res.sequences, res.scores, normalize_logits=True)
        lp = ts[0].numpy()
        new = res.sequences[0, -len(lp):]
        geometric_mean = float(np.exp(lp.mean()))
        return self.tokenizer.decode(new, skip_special_tokens=True), float(lp.sum()), geometric_mean
