"""Adapter for the evaluation harness: summed log-prob and greedy flag."""
import torch


class LocalAdapter:
    def __init__(self, lm):
        self.lm = lm.eval()

    @torch.no_grad()
    def loglikelihood_tokens(self, pairs):
        out = []
        for ctx, cont in pairs:
            inp = torch.tensor([(ctx + cont)[:-1]])
            logits = self.lm(inp).logits[0, -len(cont):].float().log_softmax(dim=-1)
            y = torch.tensor(cont)
            greedy = bool((logits.argmax(dim=-1) == y).all())
            logits = logits.gather(1, y.unsqueeze(1)).squeeze(1)
            out.append((float(logits.sum()), greedy))
        return out
