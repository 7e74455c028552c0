"""Nucleus sampling; logs both the model's and the sampler's log-prob of each emitted token."""
import torch


class SamplerWorker:
    def __init__(self, lm, eos, heat=0.7, nucleus=0.9):
        self.lm, self.eos, self.heat, self.nucleus = lm.eval(), eos, heat, nucleus

    def _cut(self, row):
        row = row / self.heat
        vals, idx = row.sort(descending=True)
        over = vals.softmax(-1).cumsum(-1) > self.nucleus
        over = torch.cat([over.new_zeros(1), over[:-1]])
        return row.index_fill(0, idx[over], float("-inf"))

    @torch.no_grad()
    def run(self, ids, limit=128):
        model_lp, sampler_lp, entropy = [], [], []
        start = ids.size(1)
        for _ in range(limit):
            row = self.lm(ids).logits[0, -1].float()
            raw = row.log_softmax(-1)
            warped = self._cut(row).log_softmax(-1)
            t = torch.multinomial(warped.exp(), 1)
            model_lp.append(raw[t].item())
            sampler_lp.append(warped[t].item())
            entropy.append(-(raw.exp() * raw).sum().item())
            ids = torch.cat([ids, t[None]], dim=1)
            if t.item() == self.eos:
                break
        return {
            "ids": ids[0, start:],
            "model_logprob": sum(model_lp),
            "sampler_logprob": sum(sampler_lp),
            "entropy": sum(entropy) / len(entropy),
        }
