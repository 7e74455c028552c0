"""Greedy T5 answers with their total log-probability."""
import torch
from transformers import T5ForConditionalGeneration, T5Tokenizer


class Answerer:
    def __init__(self, name="google/flan-t5-small"):
        self.tok = T5Tokenizer.from_pretrained(name)
        self.net = T5ForConditionalGeneration.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, question):
        enc = self.tok(question, return_tensors="pt")
        g = self.net.generate(**enc, do_sample=False, max_new_tokens=32,
                              return_dict_in_generate=True, output_logits=True)
        ids = g.sequences[0, 1:]
        total = 0.0
        for step, t in zip(g.logits, ids):
            total += torch.log_softmax(step[0].float(), dim=0)[t].item()
        return self.tok.decode(ids, skip_special_tokens=True), total
