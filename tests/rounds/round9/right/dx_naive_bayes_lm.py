"""Posterior over discharge diagnoses: LM likelihood of the diagnosis text times site prevalence."""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DiagnosisRanker:
    def __init__(self, checkpoint, prevalence, device="cpu"):
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint)
        self.net = AutoModelForCausalLM.from_pretrained(checkpoint).to(device).eval()
        self.log_prior = {k: math.log(v) for k, v in prevalence.items() if v > 0}

    def _encode(self, stem, answer):
        e = self.tokenizer(stem + answer, return_offsets_mapping=True, return_tensors="pt")
        last_char = e.pop("offset_mapping")[0, :, 1]
        y = e["input_ids"].masked_fill(last_char[None] <= len(stem), -100)
        return e, y

    @torch.no_grad()
    def log_p(self, note, dx):
        e, y = self._encode(note.rstrip() + "\nPrimary diagnosis:", " " + dx)
        mean_nll = self.net(**e.to(self.net.device), labels=y.to(self.net.device)).loss.item()
        n_scored = int((y[:, 1:] != -100).sum())
        return -mean_nll * n_scored

    def posterior(self, note):
        names = list(self.log_prior)
        joint = torch.tensor([self.log_p(note, d) + self.log_prior[d] for d in names], dtype=torch.float64)
        return dict(zip(names, torch.softmax(joint, dim=0).tolist()))
