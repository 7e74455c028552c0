"""Pseudo-log-likelihood of sentences with a masked LM, one mask per pass (Salazar et al.)."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, repo="roberta-base", chunk=32):
        self.tok = AutoTokenizer.from_pretrained(repo)
        self.mlm = AutoModelForMaskedLM.from_pretrained(repo).eval()
        self.chunk = chunk

    @torch.no_grad()
    def score(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids[0]
        special = torch.tensor(self.tok.get_special_tokens_mask(ids.tolist(), already_has_special_tokens=True))
        where = (special == 0).nonzero().squeeze(1)
        total = 0.0
        for pos in where.split(self.chunk):
            x = ids.repeat(len(pos), 1)
            row = torch.arange(len(pos))
            x[row, pos] = self.tok.mask_token_id
            lp = self.mlm(x).logits[row, pos].float().log_softmax(-1)
            total += lp[row, ids[pos]].sum().item()
        return total, len(where)

    def pseudo_perplexity(self, texts):
        pairs = [self.score(t) for t in texts]
        n = max(sum(k for _, k in pairs), 1)
        return torch.tensor(-sum(s for s, _ in pairs) / n).exp().item()
