"""log P(summary | article) with an encoder-decoder, several pairs at once.

# bug: articles of different length are padded, but the encoder is not told which positions are padding.
"""
import torch
from torch.nn import CrossEntropyLoss
from transformers import BartForConditionalGeneration, BartTokenizerFast


class SummaryScorer:
    def __init__(self, ckpt="facebook/bart-large-cnn", device="cuda:0"):
        self.device = torch.device(device)
        self.tokenizer = BartTokenizerFast.from_pretrained(ckpt)
        self.model = BartForConditionalGeneration.from_pretrained(ckpt).eval().to(self.device)
        self.ce = CrossEntropyLoss(reduction="none")

    def _ids(self, texts, n):
        return self.tokenizer(list(texts), padding=True, truncation=True, max_length=n, return_tensors="pt").to(self.device)

    @torch.no_grad()
    def score(self, articles, summaries):
        src = self._ids(articles, 1024)
        tgt = self._ids(summaries, 256)
        y = tgt["input_ids"].masked_fill(tgt["attention_mask"].eq(0), -100)
        out = self.model(input_ids=src["input_ids"], labels=y)  # expect: SEQ314
        per = self.ce(out.logits.float().flatten(0, 1), y.flatten()).view_as(y)
        return (-per.sum(-1)).cpu().tolist()
