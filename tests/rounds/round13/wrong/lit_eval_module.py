"""Lightning module used only for `trainer.test`: writes the log-probability of each document.

# bug: torch.where keeps the entries of the padding and drops those of the text
"""
import json

import lightning.pytorch as pl
import torch
from transformers import AutoModelForCausalLM


class DocScorer(pl.LightningModule):
    def __init__(self, name: str, out: str):
        super().__init__()
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.out = out
        self.rows = []

    def forward(self, ids, attn):
        z = self.lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        y = ids[:, 1:]
        return z.gather(2, y[:, :, None])[:, :, 0] - z.logsumexp(dim=2)

    def test_step(self, batch, batch_idx):
        each = self(batch["input_ids"], batch["attention_mask"])
        blank = batch["attention_mask"][:, 1:] == 0  # expect-near: SEQ307
        doc = torch.where(blank, each, torch.zeros_like(each)).sum(dim=1)  # expect: SEQ307
        size = batch["attention_mask"].sum(dim=1)
        for key, lp, n in zip(batch["key"], doc.tolist(), size.tolist()):
            self.rows.append({"key": key, "logprob": lp, "tokens": n})

    def on_test_epoch_end(self):
        with open(self.out, "w", encoding="utf-8") as fh:
            for row in self.rows:
                fh.write(json.dumps(row) + "\n")
        self.rows.clear()
