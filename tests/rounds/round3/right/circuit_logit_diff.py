"""Interpretability: logit difference of two answers at one position, and a logit lens."""
import torch


class Probe:
    def __init__(self, model, unembed, norm):
        self.model, self.unembed, self.norm = model, unembed, norm

    @torch.no_grad()
    def logit_diff(self, ids, correct, wrong):
        """The log-odds of two next tokens: the partition function cancels."""
        z = self.model(ids).logits[:, -1]
        rows = torch.arange(len(z))
        return (z[rows, correct] - z[rows, wrong]).mean().item()

    @torch.no_grad()
    def lens(self, ids, token):
        states = self.model(ids, output_hidden_states=True).hidden_states
        out = []
        for h in states[:-1]:
            lp = self.unembed(self.norm(h[0, -1])).float().log_softmax(-1)
            out.append((lp[token].item(), (lp > lp[token]).sum().item()))
        return out
