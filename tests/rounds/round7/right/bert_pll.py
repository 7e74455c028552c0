"""Pseudo-perplexity: one masked position at a time (Salazar et al., 2020)."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PseudoLM:
    def __init__(self, name="bert-base-cased"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def pll(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        where = torch.arange(1, len(ids) - 1)
        copies = ids.repeat(len(where), 1)
        copies[torch.arange(len(where)), where] = self.tok.mask_token_id
        z = self.mlm(copies).logits[torch.arange(len(where)), where]
        each = z.log_softmax(dim=1).gather(1, ids[where].unsqueeze(1))
        return each.sum(), len(where)

    def pseudo_perplexity(self, sentence):
        total, n = self.pll(sentence)
        return torch.exp(-total / n).item()


if __name__ == "__main__":
    print(PseudoLM().pseudo_perplexity("The weather is lovely today."))
