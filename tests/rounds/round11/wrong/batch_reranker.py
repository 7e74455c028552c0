"""Yes/No reranker over batches of passages (pointwise).

# bug: the batch is padded on the right and the last column is read, a pad position for the shorter prompts
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class YesNoReranker:
    def __init__(self, path):
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.tokenizer.padding_side = "right"
        if self.tokenizer.pad_token is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        self.model = AutoModelForCausalLM.from_pretrained(path).eval()
        self.yes = self.tokenizer.convert_tokens_to_ids("yes")
        self.no = self.tokenizer.convert_tokens_to_ids("no")

    @torch.no_grad()
    def compute(self, query, passages, bs=16):
        res = []
        for i in range(0, len(passages), bs):
            txt = [f"Query: {query}\nPassage: {p}\nRelevant:" for p in passages[i:i + bs]]
            enc = self.tokenizer(txt, padding=True, truncation=True, max_length=1024, return_tensors="pt")
            final = self.model(**enc).logits[:, -1, :]  # expect: SEQ208
            margin = final[:, self.yes] - final[:, self.no]
            res.extend(torch.sigmoid(margin).tolist())
        return res
