"""Multiple choice on pre-tokenised options; share of each option among the four is reported as such."""
import torch
import torch.nn.functional as F


class OptionScorer:
    def __init__(self, model, device="cpu"):
        self.model = model.to(device).eval()
        self.device = device

    @torch.no_grad()
    def _one(self, ctx, opt):
        inp = torch.tensor([(ctx + opt)[:-1]], device=self.device)
        logits = F.log_softmax(self.model(inp).logits.float(), dim=-1)
        logits = logits[0, -len(opt):]
        logits = logits[range(len(opt)), opt]
        return float(logits.sum())

    def __call__(self, ctx, options):
        lls = torch.tensor([self._one(ctx, o) for o in options], dtype=torch.float64)
        n = torch.tensor([len(o) for o in options])
        return {
            "acc": int(lls.argmax()),
            "acc_token": int((lls / n).argmax()),
            "share": torch.softmax(lls, dim=0).tolist(),
        }


def brier(share, gold):
    target = [float(i == gold) for i in range(len(share))]
    return sum((s - t) ** 2 for s, t in zip(share, target))
