"""Pointwise reranking with P(yes) / (P(yes) + P(no)); prompts are left padded."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Reranker:
    def __init__(self, path="Qwen/Qwen2.5-1.5B-Instruct"):
        self.tk = AutoTokenizer.from_pretrained(path, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(path).eval()
        self.yes, self.no = (self.tk.convert_tokens_to_ids(w) for w in ("ĠYes", "ĠNo"))

    @torch.inference_mode()
    def p_yes(self, query, passages):
        texts = [f"Passage: {p}\nQuery: {query}\nDoes the passage answer the query? Answer:" for p in passages]
        enc = self.tk(texts, padding=True, return_tensors="pt")
        last = self.lm(**enc).logits[:, -1].float()
        return torch.sigmoid(last[:, self.yes] - last[:, self.no])

    def __call__(self, query, passages, k=10):
        p = self.p_yes(query, passages)
        top = p.topk(min(k, len(passages)))
        return [passages[i] for i in top.indices.tolist()]
