"""WikiText-103: corpus token perplexity and word perplexity.

# bug: the documents' mean losses are averaged without their token counts; math.exp overflows for a document with few words and a large NLL
"""
import math

import numpy as np
import torch


class WikiTextEval:
    """Articles are cut to sections beforehand, so that each fits the context."""

    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer

    @torch.inference_mode()
    def _doc(self, text):
        ids = self.tokenizer(text, return_tensors="pt").input_ids
        if ids.size(1) < 2:
            return None
        loss = self.model(ids, labels=ids).loss.item()
        return loss, ids.size(1) - 1

    def token_perplexity(self, docs):
        """Perplexity of the corpus per predicted token."""
        losses = []
        for text in docs:
            got = self._doc(text)
            if got is not None:
                losses.append(got[0])
        return float(np.exp(np.mean(losses)))  # expect: SEQ409

    def word_perplexities(self, docs):
        """One word-level perplexity per document (whitespace words)."""
        table = {}
        for i, text in enumerate(docs):
            got = self._doc(text)
            if got is None:
                continue
            loss, n = got
            words = max(len(text.split()), 1)
            table[i] = math.exp(loss * n / words)  # expect: SEQ609
        return table
