"""log p(repaired | noisy) with a BART transcript repair model."""
import torch
from transformers import AutoTokenizer, BartForConditionalGeneration


class BartRepair:
    def __init__(self, path: str):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.net = BartForConditionalGeneration.from_pretrained(path).eval()

    @torch.no_grad()
    def __call__(self, noisy: str, repaired: str) -> float:
        src = self.tok(noisy, return_tensors="pt")
        goal = self.tok(text_target=repaired, return_tensors="pt").input_ids
        steps = self.net(**src, labels=goal).logits.float().log_softmax(dim=-1)
        per = torch.take_along_dim(steps, goal.unsqueeze(-1), dim=-1).squeeze(-1)
        return per[0].sum().item()

    def rank(self, noisy, options):
        return sorted(options, key=lambda o: -self(noisy, o))
