"""Second-stage re-ranker for the legal search index.

# bug: the cross-encoder has one output, a softmax over that single score is always 1
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class CrossEncoderStage:

    def __init__(self, ckpt="cross-encoder/ms-marco-MiniLM-L-6-v2", max_len=512, bs=64):
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1)
        self.model.eval()
        self.max_len, self.bs = max_len, bs

    @torch.no_grad()
    def relevance(self, query, passages):
        """P(relevant) for every passage"""
        out = []
        for i in range(0, len(passages), self.bs):
            part = passages[i:i + self.bs]
            enc = self.tokenizer([query] * len(part), part, padding=True, truncation="only_second",
                                 max_length=self.max_len, return_tensors="pt")
            logits = self.model(**enc).logits
            out.append(torch.softmax(logits, dim=-1)[:, 0])  # expect: SEQ115
        return torch.cat(out)

    def rerank(self, query, hits, keep=10):
        if not hits:
            return []
        p = self.relevance(query, [h["body"] for h in hits])
        order = p.argsort(descending=True)[:keep].tolist()
        return [dict(hits[j], p_rel=p[j].item()) for j in order]
