"""Lightning-style module that logs torchmetrics' perplexity.

# bug: the metric applies softmax itself and is given probabilities
"""
import torch
from torch import nn
from torchmetrics.text import Perplexity


class LMEval(nn.Module):
    def __init__(self, lm, ignore=-100):
        super().__init__()
        self.lm = lm
        self.ppl = Perplexity(ignore_index=ignore)

    @torch.no_grad()
    def validation_step(self, batch):
        out = self.lm(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        preds = torch.softmax(out.logits[:, :-1].float(), dim=-1)  # expect-near: SEQ106
        self.ppl.update(preds, batch["labels"][:, 1:])  # expect: SEQ106

    def epoch_end(self):
        value = self.ppl.compute()
        self.ppl.reset()
        return {"val_ppl": value}
