"""Caption filter: geometric-mean token probability under GPT-2 (left padded, positions from the mask)."""
import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class CaptionGeo:
    def __init__(self, ckpt="gpt2-medium"):
        self.tok = GPT2TokenizerFast.from_pretrained(ckpt, padding_side="left")
        self.tok.pad_token = self.tok.eos_token
        self.net = GPT2LMHeadModel.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, texts):
        enc = self.tok(texts, padding=True, return_tensors="pt")
        att = enc.attention_mask
        pos = (att.cumsum(-1) - 1).clamp(min=0)
        z = self.net(enc.input_ids, attention_mask=att, position_ids=pos).logits[:, :-1]
        t = z.log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
        live = (att[:, :-1] & att[:, 1:]).bool()
        total = t.masked_fill(~live, 0.0).sum(-1)
        return (total / live.sum(-1).clamp(min=1)).exp()


def keep_best(frame: pd.DataFrame, scorer, share=0.5, bs=64):
    chunks = [scorer(frame.caption.iloc[i:i + bs].tolist()) for i in range(0, len(frame), bs)]
    frame = frame.assign(geo_prob=torch.cat(chunks).numpy())
    return frame.nlargest(int(share * len(frame)), "geo_prob")
