"""Corpus perplexity per language with a Llama checkpoint, left-padded batches.

# bug: the forward pass on a left-padded batch gets no attention_mask, so padding is attended; the corpus value is the arithmetic mean of document perplexities
"""
from collections import defaultdict

import torch
from datasets import load_dataset
from torch.nn import CrossEntropyLoss
from transformers import AutoModelForCausalLM, AutoTokenizer


class CorpusPerplexity:
    def __init__(self, path):
        self.tok = AutoTokenizer.from_pretrained(path, padding_side="left")
        self.tok.pad_token = self.tok.unk_token
        self.model = AutoModelForCausalLM.from_pretrained(path).eval()
        self.ce = CrossEntropyLoss(reduction="none")

    @torch.no_grad()
    def documents(self, texts):
        enc = self.tok(texts, padding=True, truncation=True, max_length=2048, return_tensors="pt")
        out = self.model(enc.input_ids)  # expect: SEQ314
        per_tok = self.ce(out.logits[:, :-1].float().transpose(1, 2), enc.input_ids[:, 1:])
        both = enc.attention_mask[:, 1:] * enc.attention_mask[:, :-1]
        return (per_tok * both).sum(1), both.sum(1)

    def corpus(self, texts, bs=8):
        """Corpus-level perplexity of a language."""
        ppls = []
        for i in range(0, len(texts), bs):
            nll, n = self.documents(texts[i:i + bs])
            ppls.append(torch.exp(nll / n))  # expect-near: SEQ410
        return torch.cat(ppls).mean().item()  # expect: SEQ410


if __name__ == "__main__":
    scorer = CorpusPerplexity("meta-llama/Llama-2-7b-hf")
    by_lang = defaultdict(list)
    for ex in load_dataset("our/langid", split="test"):
        if ex["text"].strip():
            by_lang[ex["lang"]].append(ex["text"])
    for lang, texts in by_lang.items():
        print(lang, scorer.corpus(texts))
