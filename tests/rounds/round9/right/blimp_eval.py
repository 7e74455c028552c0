"""BLiMP accuracy by full-sentence log-probability."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class PairScorer:
    def __init__(self, name="facebook/opt-125m"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.ce = torch.nn.CrossEntropyLoss(reduction="none")

    @torch.no_grad()
    def nll(self, sents):
        b = self.tok(sents, padding=True, return_tensors="pt")
        y = b["input_ids"].clone()
        y[b["attention_mask"] == 0] = self.ce.ignore_index
        z = self.lm(**b).logits
        v = z.size(-1)
        flat = self.ce(z[:, :-1].reshape(-1, v), y[:, 1:].reshape(-1))
        return flat.view(len(sents), -1).sum(1)

    def prefer_good(self, good, bad):
        total = self.nll(good + bad)
        return total[: len(good)] < total[len(good):]


def accuracy(scorer, pairs, bs=32):
    wins = 0
    for i in range(0, len(pairs), bs):
        g, b = zip(*pairs[i : i + bs])
        wins += int(scorer.prefer_good(list(g), list(b)).sum())
    return wins / max(len(pairs), 1)
