"""Option scores for a QA benchmark: log p(option | question).

# bug: labels cover question and option, so the question's tokens are part of the score
"""
import torch
from torch.nn import CrossEntropyLoss

token_loss = CrossEntropyLoss(reduction="none")


class OptionModel:
    def __init__(self, lm, device="cpu"):
        self.lm = lm.to(device).eval()
        self.device = device

    @torch.no_grad()
    def option_logprob(self, question_ids, option_ids):
        seq = torch.tensor([list(question_ids) + list(option_ids)], device=self.device)
        z = self.lm(seq).logits.float()
        nll = token_loss(z[0, :-1], seq[0, 1:])
        return -nll.sum().item()  # expect: SEQ301

    def accuracy(self, items):
        ok = 0
        for it in items:
            s = [self.option_logprob(it["question_ids"], o) for o in it["option_ids"]]
            ok += s.index(max(s)) == it["gold"]
        return ok / max(len(items), 1)
