"""Mean token log-likelihood of an answer given its context (faithfulness metric).

# bug: labels are a copy of the whole input, so context tokens enter the answer's mean
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Faithfulness:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def answer_loglik(self, context: str, answer: str) -> float:
        """Average log p(answer token | context, earlier answer tokens)."""
        enc = self.tokenizer(context + "\n" + answer, return_tensors="pt")
        labels = enc["input_ids"].clone()  # expect-near: SEQ301
        out = self.model(**enc, labels=labels)  # expect-near: SEQ301
        return -out.loss.item()  # expect: SEQ301

    def gain(self, context: str, answer: str) -> float:
        return self.answer_loglik(context, answer) - self.answer_loglik("", answer)
