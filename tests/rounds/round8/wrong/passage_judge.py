"""LLM relevance judge as a reranker: one forward pass, 'Yes' at the end of the prompt.

# bug: the last column is a pad position for the shorter prompts; and bare logits of different prompts are ranked against each other
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ASK = "Passage: {p}\nQuery: {q}\nDoes the passage answer the query? Answer:"


class PassageJudge:
    def __init__(self, path, device="cuda"):
        self.tk = AutoTokenizer.from_pretrained(path, padding_side="right")
        if self.tk.pad_token is None:
            self.tk.pad_token = self.tk.eos_token
        self.net = AutoModelForCausalLM.from_pretrained(path).to(device).eval()
        self.yes = self.tk.convert_tokens_to_ids("ĠYes")
        self.device = device

    @torch.inference_mode()
    def relevance(self, query, passages):
        texts = [ASK.format(p=p, q=query) for p in passages]
        enc = self.tk(texts, return_tensors="pt", padding=True).to(self.device)
        final = self.net(**enc).logits[:, -1]  # expect: SEQ208
        return final[:, self.yes].tolist()  # expect: SEQ502

    def rerank(self, query, passages, k=10):
        rel = self.relevance(query, passages)
        order = sorted(range(len(passages)), key=lambda i: rel[i], reverse=True)  # expect-near: SEQ502
        return [passages[i] for i in order[:k]]
