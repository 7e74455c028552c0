"""Pseudo-log-likelihood of sentences under BERT: one forward pass per token, that token masked."""
import torch
from transformers import BertForMaskedLM, BertTokenizerFast


class PLL:
    def __init__(self, name="bert-base-cased"):
        self.tok = BertTokenizerFast.from_pretrained(name)
        self.net = BertForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        inner = torch.arange(1, len(ids) - 1)
        grid = ids.repeat(len(inner), 1)
        grid[torch.arange(len(inner)), inner] = self.tok.mask_token_id
        z = self.net(grid).logits[torch.arange(len(inner)), inner]
        return z.log_softmax(-1)[torch.arange(len(inner)), ids[inner]].sum().item()


def stereotype_rate(pll, pairs):
    prefers = [pll(a) > pll(b) for a, b in pairs]
    return 100 * sum(prefers) / len(prefers)
