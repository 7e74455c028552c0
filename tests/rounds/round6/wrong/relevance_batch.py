"""Pointwise yes/no relevance with GPT-2 in batches; documents are sorted by the "yes" evidence.

# bug: left padding without position_ids on an absolute-position model; and raw " yes" logits of different prompts are compared.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

TEMPLATE = "Query: {q}\nPassage: {d}\nDoes the passage answer the query?"


class Pointwise:
    def __init__(self, ckpt="gpt2-medium", batch=8):
        self.tok = GPT2TokenizerFast.from_pretrained(ckpt, padding_side="left")
        self.tok.pad_token = self.tok.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained(ckpt).eval()
        self.batch = batch
        (self.yes,) = self.tok.encode(" yes")

    @torch.no_grad()
    def _evidence(self, texts):
        enc = self.tok(texts, padding=True, return_tensors="pt")
        z = self.lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits  # expect: SEQ315
        return z[:, -1, self.yes]  # expect-near: SEQ502

    def sort(self, query, docs):
        vals = []
        for i in range(0, len(docs), self.batch):
            texts = [TEMPLATE.format(q=query, d=d) for d in docs[i : i + self.batch]]
            vals.extend(self._evidence(texts).tolist())
        order = sorted(range(len(docs)), key=vals.__getitem__, reverse=True)  # expect: SEQ502
        return [docs[i] for i in order]
