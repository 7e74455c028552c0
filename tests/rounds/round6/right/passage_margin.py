"""Pointwise yes/no relevance with GPT-2 in left-padded batches; P(yes | yes or no) per passage."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class MarginRanker:
    template = "Query: {q}\nPassage: {d}\nRelevant?"

    def __init__(self, ckpt="gpt2-medium"):
        self.tok = GPT2TokenizerFast.from_pretrained(ckpt, padding_side="left")
        self.tok.pad_token = self.tok.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained(ckpt).eval()
        (self.yes,), (self.no,) = self.tok.encode(" yes"), self.tok.encode(" no")

    @torch.no_grad()
    def p_yes(self, query, docs):
        enc = self.tok([self.template.format(q=query, d=d) for d in docs], padding=True, return_tensors="pt")
        pos = (enc.attention_mask.cumsum(-1) - 1).clamp(min=0)
        z = self.lm(enc.input_ids, attention_mask=enc.attention_mask, position_ids=pos).logits[:, -1].float()
        return torch.sigmoid(z[:, self.yes] - z[:, self.no])

    def order(self, query, docs):
        return self.p_yes(query, docs).argsort(descending=True).tolist()
