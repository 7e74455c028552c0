"""Two generation backends behind one call: text plus a score for the selection of hypotheses.

# bug: the transition scores of a greedy run are summed as log-probabilities without normalize_logits=True.
# bug: the vLLM backend divides the probability of the sequence, not its log-probability, by the length.
"""
import math
from dataclasses import dataclass

import torch


@dataclass
class Hypothesis:
    text: str
    score: float


class HFBackend:
    """score: log-probability of the greedy continuation."""

    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer

    @torch.no_grad()
    def complete(self, prompt, budget=64):
        enc = self.tokenizer(prompt, return_tensors="pt").to(self.model.device)
        res = self.model.generate(
            **enc,
            do_sample=False,
            num_beams=1,
            max_new_tokens=budget,
            output_scores=True,
            return_dict_in_generate=True,
        )
        steps = self.model.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
        new = res.sequences[0, enc.input_ids.shape[1]:]
        text = self.tokenizer.decode(new, skip_special_tokens=True)
        return [Hypothesis(text, steps[0].sum().item())]  # expect-near: SEQ111


class VLLMBackend:
    """score: length-normalised likelihood of each sampled continuation."""

    def __init__(self, engine, params):
        self.engine = engine
        self.params = params

    def complete(self, prompt):
        (req,) = self.engine.generate([prompt], self.params)
        hyps = []
        for o in req.outputs:
            quality = math.exp(o.cumulative_logprob) / len(o.token_ids)  # expect: SEQ406
            hyps.append(Hypothesis(o.text, quality))
        hyps.sort(key=lambda h: -h.score)
        return hyps
