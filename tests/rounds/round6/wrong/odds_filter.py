"""Keep preference pairs whose log-odds ratio (ORPO) under the current model is below a cut.

# bug: log(1 - exp(lp)) cancels when the mean log-prob is close to zero
"""
import datasets
import torch
import torch.nn.functional as F


def avg_logprob(logits, labels):
    y = labels[:, 1:]
    nll = F.cross_entropy(
        logits[:, :-1].float().transpose(1, 2), y, ignore_index=-100, reduction="none"
    )
    return -nll.sum(1) / y.ne(-100).sum(1).clamp(min=1)


def log_odds(lp):
    return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608


class OddsFilter:
    def __init__(self, model, collate, cut=1.5):
        self.model, self.collate, self.cut = model.eval(), collate, cut

    @torch.no_grad()
    def side(self, rows, name):
        b = self.collate([r[name] for r in rows])
        z = self.model(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits
        return log_odds(avg_logprob(z, b["labels"]))

    def keep(self, batch):
        rows = [dict(zip(batch, vals)) for vals in zip(*batch.values())]
        gap = self.side(rows, "chosen") - self.side(rows, "rejected")
        return (gap < self.cut).tolist()


def apply(path, flt, size=16):
    ds = datasets.load_from_disk(path)
    return ds.filter(flt.keep, batched=True, batch_size=size)
