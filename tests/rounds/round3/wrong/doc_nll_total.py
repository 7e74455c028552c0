"""Total NLL of documents, to be divided by words afterwards.

# bug: the loss covers one token less than the input has, and is multiplied by the input length
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class WordPerplexity:
    def __init__(self, checkpoint):
        self.tok = AutoTokenizer.from_pretrained(checkpoint)
        self.lm = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    @torch.inference_mode()
    def nats(self, document: str) -> float:
        x = self.tok(document, return_tensors="pt")["input_ids"]
        return self.lm(x, labels=x).loss.item() * x.size(1)  # expect: SEQ403

    def __call__(self, documents) -> torch.Tensor:
        total = sum(self.nats(d) for d in documents)
        words = sum(len(d.split()) for d in documents)
        return torch.exp(torch.tensor(total / words))
