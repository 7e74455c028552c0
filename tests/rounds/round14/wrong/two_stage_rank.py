"""Passage ranking: a cross-encoder filters, a T5 query-likelihood model decides.

# bug: softmax over the one relevance logit of the cross-encoder always gives 1.0; the passage with the largest loss of the query is returned
"""
import torch
from transformers import (AutoModelForSeq2SeqLM, AutoModelForSequenceClassification,
                          AutoTokenizer)


class TwoStageRanker:
    def __init__(self, ce_name, qg_name):
        self.ce_tok = AutoTokenizer.from_pretrained(ce_name)
        self.ce = AutoModelForSequenceClassification.from_pretrained(ce_name, num_labels=1).eval()
        self.qg_tok = AutoTokenizer.from_pretrained(qg_name)
        self.qg = AutoModelForSeq2SeqLM.from_pretrained(qg_name).eval()

    @torch.inference_mode()
    def relevance(self, query, passages):
        enc = self.ce_tok([query] * len(passages), passages,
                          padding=True, truncation=True, return_tensors="pt")
        raw = self.ce(**enc).logits
        return raw.softmax(dim=-1).squeeze(-1)  # expect: SEQ115

    @torch.inference_mode()
    def query_loss(self, query, passage):
        src = self.qg_tok(passage, truncation=True, max_length=512, return_tensors="pt")
        tgt = self.qg_tok(text_target=query, return_tensors="pt").input_ids
        return self.qg(**src, labels=tgt).loss

    def answer(self, query, passages, floor=0.5):
        """The passage from which the query is most likely to have been asked."""
        rel = self.relevance(query, passages)
        kept = [p for p, r in zip(passages, rel.tolist()) if r >= floor]
        if not kept:
            return None
        costs = torch.stack([self.query_loss(query, p) for p in kept])
        return kept[costs.argmax().item()]  # expect: SEQ501
