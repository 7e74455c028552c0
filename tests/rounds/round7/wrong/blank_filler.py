"""Scores candidate fillers for a blank in a story with a causal LM.

# bug: log-sigmoid of each logit is used for the token log-probability instead of log-softmax over the vocabulary
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Candidate:
    text: str
    logprob: float


class StoryScorer:
    def __init__(self, name="EleutherAI/pythia-160m", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.inference_mode()
    def total(self, text):
        """log p of every token of the text but the first."""
        ids = self.tok(text, return_tensors="pt").input_ids.to(self.device)
        hidden_to_vocab = self.lm(ids).logits[0, :-1].float()
        per_word = F.logsigmoid(hidden_to_vocab)  # expect: SEQ107
        nxt = ids[0, 1:]
        return per_word[torch.arange(nxt.numel()), nxt].sum().item()  # expect-near: SEQ107

    def fill(self, template, fillers):
        rows = [Candidate(f, self.total(template.replace("____", f))) for f in fillers]
        return sorted(rows, key=lambda c: c.logprob, reverse=True)


if __name__ == "__main__":
    scorer = StoryScorer()
    for c in scorer.fill("The dog buried a ____ in the yard.", ["bone", "cloud", "toy"]):
        print(c)
