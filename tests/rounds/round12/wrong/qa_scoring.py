"""Answer likelihood with label masking, and a whole-document score.

# bug: the answer boundary is the token count of the prompt alone, and the document total multiplies the mean loss by all tokens although one fewer was scored.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Scorer:
    def __init__(self, name="EleutherAI/pythia-410m"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)
        self.model.eval()

    @torch.no_grad()
    def answer_logprob(self, prompt, answer):
        """Summed log-probability of the answer after the prompt."""
        ids = self.tokenizer(prompt + answer, return_tensors="pt").input_ids
        cut = len(self.tokenizer(prompt).input_ids)  # expect: SEQ312
        labels = ids.clone()
        labels[:, :cut] = -100  # expect-near: SEQ312
        n = (labels[:, 1:] != -100).sum()
        if n == 0:
            raise ValueError("empty answer")
        return -(self.model(ids, labels=labels).loss * n).item()

    @torch.no_grad()
    def document_logprob(self, text):
        ids = self.tokenizer(text, return_tensors="pt").input_ids
        loss = self.model(ids, labels=ids).loss
        return -loss.item() * ids.shape[1]  # expect: SEQ403


def sweep(rows):
    s = Scorer()
    for r in rows:
        r["answer_lp"] = s.answer_logprob(r["prompt"], r["answer"])
        r["doc_lp"] = s.document_logprob(r["document"])
    return rows
