"""Greedy and beam decoding for decoder-only MT; token log-probs of the chosen tokens for each hypothesis."""
from typing import NamedTuple, Optional

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Hypothesis(NamedTuple):
    text: str
    total: float
    average: Optional[float]


class Translator:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    def _wrap(self, gen, lps):
        avg = lps.mean().item() if lps.numel() else None
        return Hypothesis(self.tok.decode(gen, skip_special_tokens=True), lps.sum().item(), avg)

    def greedy(self, src):
        enc = self.tok(f"English: {src}\nGerman:", return_tensors="pt")
        out = self.lm.generate(**enc, do_sample=False, max_new_tokens=96, output_scores=True, return_dict_in_generate=True)
        lps = self.lm.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        return self._wrap(out.sequences[0, enc.input_ids.shape[1] :], lps[0])

    def beam(self, src, width=4):
        enc = self.tok(f"English: {src}\nGerman:", return_tensors="pt")
        out = self.lm.generate(
            **enc, do_sample=False, num_beams=width, max_new_tokens=96, output_scores=True, return_dict_in_generate=True
        )
        lps = self.lm.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
        n = int((out.beam_indices[0] >= 0).sum())
        return self._wrap(out.sequences[0, enc.input_ids.shape[1] :], lps[0, :n])


if __name__ == "__main__":
    torch.manual_seed(0)
    print(Translator("facebook/xglm-564M").greedy("The weather is nice."))
