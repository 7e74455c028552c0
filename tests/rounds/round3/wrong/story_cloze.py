"""Story cloze: which of two endings is more likely?

# bug: position t is scored against the token at t, not the one after it
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Cloze:
    def __init__(self, name="facebook/opt-125m"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForCausalLM.from_pretrained(name)
        self.net.eval()

    def logp(self, text: str) -> float:
        ids = self.tokenizer(text, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            dist = self.net(ids)["logits"].log_softmax(2)
        return dist.gather(2, ids.unsqueeze(2)).sum().item()  # expect: SEQ201

    def choose(self, story: str, endings) -> int:
        values = [self.logp(f"{story} {e}") for e in endings]
        return max(range(len(values)), key=values.__getitem__)
