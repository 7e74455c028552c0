"""Pseudo-log-likelihood (one mask per pass) of translations with XLM-R, divided by the number of sub-words."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PLL:
    def __init__(self, name="xlm-roberta-base"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.mlm = AutoModelForMaskedLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sentence):
        ids = self.tok(sentence, return_tensors="pt").input_ids[0]
        spots = torch.arange(1, ids.numel() - 1)
        if spots.numel() == 0:
            return float("nan")
        grid = ids.repeat(spots.numel(), 1)
        rows = torch.arange(spots.numel())
        grid[rows, spots] = self.tok.mask_token_id
        z = self.mlm(grid).logits[rows, spots].float()
        lp = torch.log_softmax(z, dim=1)[rows, ids[spots]]
        return lp.sum().item() / spots.numel()


def best_system(scorer, outputs):
    return max(outputs, key=lambda name: scorer(outputs[name]))


if __name__ == "__main__":
    pll = PLL()
    print(best_system(pll, {"a": "Il fait beau.", "b": "Il faire beaux."}))
