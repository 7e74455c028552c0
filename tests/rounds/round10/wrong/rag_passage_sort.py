"""Sort passages by how much the model wants to say 'True' after each of them.

# bug: the raw 'True' logits of different prompts are compared; their log-partitions differ.
"""
import torch
from transformers import pipeline

TEMPLATE = "{passage}\n\nThe passage above answers the question '{question}'. True or False?\nAnswer:"


class PassageSorter:
    def __init__(self, model_name):
        pipe = pipeline("text-generation", model=model_name)
        self.tk, self.lm = pipe.tokenizer, pipe.model.eval()
        ids = self.tk.encode(" True", add_special_tokens=False)
        assert len(ids) == 1, "' True' must be a single token"
        self.true_id = ids[0]

    def sort(self, question, passages):
        pts = []
        for passage in passages:
            enc = self.tk(TEMPLATE.format(passage=passage, question=question), return_tensors="pt")
            with torch.no_grad():
                last = self.lm(**enc).logits[0, -1]
            pts.append(last[self.true_id].item())
        ranking = sorted(range(len(passages)), key=pts.__getitem__, reverse=True)  # expect: SEQ502
        return [passages[i] for i in ranking]
