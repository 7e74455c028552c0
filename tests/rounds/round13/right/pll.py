"""Pseudo-log-likelihood of a sentence under a masked LM, one mask per pass (Salazar et al. 2020)."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PseudoScorer:
    def __init__(self, ckpt="bert-base-cased", chunk=64):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForMaskedLM.from_pretrained(ckpt)
        self.net.eval()
        self.chunk = chunk

    @torch.no_grad()
    def pll(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, len(ids) - 1)
        copies = ids.repeat(len(where), 1)
        copies[torch.arange(len(where)), where] = self.tok.mask_token_id
        acc = 0.0
        for rows, pos in zip(copies.split(self.chunk), where.split(self.chunk)):
            z = self.net(rows).logits
            lp = z[torch.arange(len(pos)), pos].float().log_softmax(dim=1)
            acc += lp[torch.arange(len(pos)), ids[pos]].sum().item()
        return acc

    def pppl(self, sentences):
        """Pseudo-perplexity of a corpus."""
        total = sum(self.pll(s) for s in sentences)
        n = sum(len(self.tok(s, add_special_tokens=False).input_ids) for s in sentences)
        return torch.exp(torch.tensor(-total / n)).item()
