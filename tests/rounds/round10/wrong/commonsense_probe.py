"""COPA / HellaSwag probes on small causal LMs.

# bug: minus the mean loss is returned as the log-probability of the ending; and the Winograd probe picks the candidate of the largest loss.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Probe:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.lm.eval()

    def _encode(self, stem, ending):
        enc = self.tok(stem + ending, return_offsets_mapping=True, return_tensors="pt")
        spans = enc.pop("offset_mapping")[0]
        labels = enc["input_ids"].clone()
        labels[0, spans[:, 1] <= len(stem)] = -100
        return enc, labels

    @torch.no_grad()
    def ending_logprob(self, stem, ending):
        """log P(ending | stem): the log-probability of the whole ending."""
        enc, labels = self._encode(stem, ending)
        return -self.lm(**enc, labels=labels).loss.item()  # expect: SEQ402

    def copa(self, rows):
        hits = 0
        for r in rows:
            marks = [self.ending_logprob(r["premise"], " " + r[k]) for k in ("choice1", "choice2")]  # expect-near: SEQ402
            hits += int(np.argmax(marks) == r["label"])
        return hits / max(len(rows), 1)

    @torch.no_grad()
    def winograd(self, rows):
        """Full-sentence scoring, per-token normalised: which substitution reads better?"""
        hits = 0
        for r in rows:
            fits = []
            for cand in r["candidates"]:
                ids = self.tok(r["template"].replace("_", cand), return_tensors="pt").input_ids
                fits.append(self.lm(ids, labels=ids).loss.item())
            hits += int(np.argmax(fits) == r["answer"])  # expect: SEQ501
        return hits / max(len(rows), 1)
