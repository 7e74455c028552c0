"""log p(completion | prompt), with the two encoded one by one.

# bug: pieces that span the boundary are lost when prompt and completion are encoded apart
"""
import torch


class ConditionalScorer:
    def __init__(self, tokenizer, model):
        self.tokenizer = tokenizer
        self.model = model

    def __call__(self, prompt: str, completion: str) -> float:
        a = self.tokenizer.encode(prompt)
        b = self.tokenizer.encode(completion, add_special_tokens=False)  # expect-near: SEQ312
        x = torch.tensor([a + b])  # expect: SEQ312
        with torch.no_grad():
            lp = self.model(x).logits[0].log_softmax(-1)
        rows = range(len(a) - 1, len(a) + len(b) - 1)
        return sum(lp[r, t].item() for r, t in zip(rows, b))
