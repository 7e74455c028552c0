"""Source-to-summary likelihood with BART, for a factuality study.

# bug: the encoder gets a padded batch without its attention mask.
# bug: the mask keeps the ignored label positions and drops the real ones.
"""
import torch
from torch import nn
from transformers import BartForConditionalGeneration, BartTokenizerFast


class SummaryScorer(nn.Module):
    def __init__(self, ckpt="facebook/bart-large-cnn", batch_size=8):
        super().__init__()
        self.tk = BartTokenizerFast.from_pretrained(ckpt)
        self.bart = BartForConditionalGeneration.from_pretrained(ckpt)
        self.ce = nn.CrossEntropyLoss(reduction="none", ignore_index=-100)
        self.batch_size = batch_size
        self.eval()

    def _labels(self, summaries):
        t = self.tk(text_target=summaries, padding=True, truncation=True, return_tensors="pt")
        return t.input_ids.masked_fill(t.attention_mask == 0, -100)

    @torch.no_grad()
    def forward(self, sources, summaries):
        """Mean log-probability per summary token."""
        src = self.tk(sources, padding=True, truncation=True, return_tensors="pt")
        y = self._labels(summaries)
        z = self.bart(input_ids=src.input_ids, labels=y).logits.float()  # expect: SEQ314
        nll = self.ce(z.flatten(0, 1), y.flatten()).view(y.shape)
        counted = y.eq(-100)  # expect: SEQ307
        return -(nll * counted).sum(1) / counted.sum(1).clamp(min=1)  # expect-near: SEQ307

    def corpus(self, pairs):
        scores = []
        for i in range(0, len(pairs), self.batch_size):
            src, hyp = zip(*pairs[i:i + self.batch_size])
            scores += self(list(src), list(hyp)).tolist()
        return scores
