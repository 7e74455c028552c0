"""Average token log-likelihood of reference summaries under BART.

# bug: the distribution is normalised over the decoder positions, and the average divides by the padded length.
"""
import torch
from torch.utils.data import DataLoader
from transformers import BartForConditionalGeneration, BartTokenizerFast

NAME = "facebook/bart-large-cnn"


class Likelihood:
    def __init__(self):
        self.tok = BartTokenizerFast.from_pretrained(NAME)
        self.net = BartForConditionalGeneration.from_pretrained(NAME)
        self.net.eval()

    def batch(self, pairs):
        docs, refs = zip(*pairs)
        src = self.tok(list(docs), padding=True, truncation=True, max_length=1024, return_tensors="pt")
        tgt = self.tok(text_target=list(refs), padding=True, truncation=True, max_length=142, return_tensors="pt")
        return src, tgt

    @torch.no_grad()
    def mean_logp(self, src, tgt):
        """Per-summary mean over its own tokens."""
        y, keep = tgt["input_ids"], tgt["attention_mask"]
        z = self.net(**src, labels=y.masked_fill(keep == 0, -100)).logits
        lp = torch.log_softmax(z.float(), dim=1)  # expect: SEQ104
        lp = lp.gather(2, y.unsqueeze(2)).squeeze(2)
        return (lp * keep).mean(dim=1)  # expect: SEQ303


def run(pairs, bs=4):
    scorer, out = Likelihood(), []
    for src, tgt in DataLoader(pairs, batch_size=bs, collate_fn=scorer.batch):
        out.extend(scorer.mean_logp(src, tgt).tolist())
    return out
