"""LLM reranker: P(yes) against P(no) for (query, passage) pairs, in batches.

# bug: the last column of a right-padded batch is a pad position for the shorter pairs.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPT = "Query: {q}\nPassage: {p}\nDoes the passage answer the query? Answer:"


class YesNoReranker:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()
        yes = self.tokenizer.encode(" yes", add_special_tokens=False)
        no = self.tokenizer.encode(" no", add_special_tokens=False)
        if len(yes) != 1 or len(no) != 1:
            raise ValueError("the answers have to be single tokens")
        self.pair = [yes[0], no[0]]

    @torch.no_grad()
    def rerank(self, query, passages):
        texts = [PROMPT.format(q=query, p=p) for p in passages]
        enc = self.tokenizer(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt")
        hidden = self.model(**enc).logits
        two = hidden[:, -1, :][:, self.pair].float()  # expect: SEQ208
        relevance = torch.softmax(two, dim=-1)[:, 0]
        order = relevance.argsort(descending=True)
        return [(passages[i], relevance[i].item()) for i in order.tolist()]
