"""T5 target log-probabilities: the model shifts the decoder's inputs, so logits and labels are aligned."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class T5Scorer:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, sources, targets):
        src = self.tok(sources, padding=True, return_tensors="pt")
        tgt = self.tok(text_target=targets, padding=True, return_tensors="pt")
        y = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
        z = self.net(**src, labels=y).logits.float()
        lp = z.log_softmax(-1).gather(-1, y.clamp(min=0)[..., None])[..., 0]
        return (lp * tgt.attention_mask).sum(-1).tolist()
