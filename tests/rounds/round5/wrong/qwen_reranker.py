"""Pointwise passage reranker on Qwen3-Reranker; batched, left padded.

# bug: the padded batch goes through the model without its attention mask
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PREFIX = "<|im_start|>system\nJudge whether the Document answers the Query. Answer yes or no.<|im_end|>\n<|im_start|>user\n"
SUFFIX = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"


class QwenReranker:
    name = "Qwen/Qwen3-Reranker-0.6B"

    def __init__(self, max_len=4096, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(self.name, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(self.name).to(device).eval()
        self.yes, self.no = (self.tok.convert_tokens_to_ids(t) for t in ("yes", "no"))
        self.max_len, self.device = max_len, device

    def _format(self, q, d):
        return f"{PREFIX}<Query>: {q}\n<Document>: {d}{SUFFIX}"

    @torch.no_grad()
    def relevance(self, query, docs):
        """P(yes) relative to {yes, no} for every document."""
        texts = [self._format(query, d[: 3 * self.max_len]) for d in docs]
        enc = self.tok(texts, padding=True, return_tensors="pt").to(self.device)
        z = self.lm(enc["input_ids"]).logits[:, -1]  # expect: SEQ314
        return torch.sigmoid(z[:, self.yes] - z[:, self.no]).tolist()

    def rerank(self, query, docs, top_n=10, bs=16):
        scores = []
        for i in range(0, len(docs), bs):
            scores += self.relevance(query, docs[i:i + bs])
        order = sorted(range(len(docs)), key=scores.__getitem__, reverse=True)
        return [(docs[i], scores[i]) for i in order[:top_n]]
