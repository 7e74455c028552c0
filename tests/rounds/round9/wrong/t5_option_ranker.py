"""Option ranking with an encoder-decoder (T0 / FLAN recipe).

# bug: the padded encoder batch is passed without its attention mask
"""
import torch
from torch import nn
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class T5OptionRanker:
    def __init__(self, name="google/flan-t5-base"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()
        self.xent = nn.CrossEntropyLoss(reduction="none", ignore_index=-100)

    @torch.no_grad()
    def loglik(self, sources, options):
        """log P(option | source) for each pair of the batch."""
        src = self.tok(sources, padding=True, return_tensors="pt")
        tgt = self.tok(text_target=options, padding=True, return_tensors="pt")
        gold = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
        z = self.net(input_ids=src.input_ids, labels=gold).logits  # expect: SEQ314
        nll = self.xent(z.permute(0, 2, 1), gold)
        return -nll.sum(1)

    def accuracy(self, docs):
        """docs: dicts with a list of per-option prompts, the options and the gold index."""
        right = 0
        for d in docs:
            ll = self.loglik(d["prompts"], d["options"])
            right += int(ll.argmax()) == d["gold"]
        return right / max(len(docs), 1)
