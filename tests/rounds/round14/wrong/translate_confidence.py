"""Greedy decoding with per-sentence confidences, decoder-only translation models.

# bug: compute_transition_scores is summed without normalize_logits=True; mean_lp divides by zero for an empty completion.
"""
from dataclasses import dataclass, field

from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Hyp:
    text: str
    logprob: float
    per_token: list = field(default_factory=list)

    @property
    def mean_lp(self):
        return sum(self.per_token) / len(self.per_token)  # expect: SEQ611


class GreedyTranslator:
    prompt = "English: {}\nGerman:"

    def __init__(self, name, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()

    def __call__(self, sentence: str) -> Hyp:
        enc = self.tok(self.prompt.format(sentence), return_tensors="pt").to(self.lm.device)
        out = self.lm.generate(
            **enc,
            do_sample=False,
            max_new_tokens=96,
            output_scores=True,
            return_dict_in_generate=True,
        )
        ts = self.lm.compute_transition_scores(out.sequences, out.scores)[0]  # expect: SEQ111
        gen = out.sequences[0, enc.input_ids.shape[1] :]
        body = [s for s, t in zip(ts.tolist(), gen.tolist()) if t != self.tok.eos_token_id]
        return Hyp(self.tok.decode(gen, skip_special_tokens=True), ts.sum().item(), body)  # expect-near: SEQ111


def worst(hyps, k=10):
    return sorted(hyps, key=lambda h: h.mean_lp)[:k]
