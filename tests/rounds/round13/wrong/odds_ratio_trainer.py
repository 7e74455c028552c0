"""Monolithic preference loss (ORPO style) on top of a chosen / rejected collator.

# bug: log(1 - exp(logp)) loses all precision when the mean log-prob is near zero
"""
import torch
import torch.nn.functional as F


class OddsRatioObjective(torch.nn.Module):
    def __init__(self, lam=0.1):
        super().__init__()
        self.lam = lam

    @staticmethod
    def _avg_logp(logits, labels):
        y = labels[:, 1:]
        m = y.ne(-100)
        lp = logits[:, :-1].float().log_softmax(-1)
        t = lp.gather(2, y.masked_fill(~m, 0).unsqueeze(2)).squeeze(2)
        return t.masked_fill(~m, 0.0).sum(1) / m.sum(1).clamp(min=1)

    @staticmethod
    def _log_odds(a):
        return a - torch.log(1 - torch.exp(a))  # expect: SEQ608

    def forward(self, model, batch):
        both = model(
            input_ids=torch.cat([batch["chosen_ids"], batch["rejected_ids"]]),
            attention_mask=torch.cat([batch["chosen_attn"], batch["rejected_attn"]]),
        ).logits
        n = batch["chosen_ids"].size(0)
        win = self._avg_logp(both[:n], batch["chosen_labels"])
        lose = self._avg_logp(both[n:], batch["rejected_labels"])
        ratio = self._log_odds(win) - self._log_odds(lose)
        return (-win - self.lam * F.logsigmoid(ratio)).mean()
