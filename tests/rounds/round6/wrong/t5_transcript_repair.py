"""Confidence of a T5 transcript-repair model for a given correction.

# bug: every vocabulary logit goes through logsigmoid on its own instead of a log_softmax.
"""
import abc

import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, T5ForConditionalGeneration


class RepairScorer(abc.ABC):
    @abc.abstractmethod
    def logp(self, noisy: str, repaired: str) -> float:
        """log p(repaired | noisy)"""


class T5RepairScorer(RepairScorer):
    prefix = "repair: "

    def __init__(self, path: str, device: str = "cpu"):
        self.device = torch.device(device)
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = T5ForConditionalGeneration.from_pretrained(path).to(self.device)
        self.model.eval()

    def logp(self, noisy: str, repaired: str) -> float:
        src = self.tokenizer(self.prefix + noisy, return_tensors="pt").to(self.device)
        tgt = self.tokenizer(repaired, return_tensors="pt").input_ids.to(self.device)
        with torch.no_grad():
            out = self.model(**src, labels=tgt)
        steps = F.logsigmoid(out.logits)  # expect: SEQ107
        chosen = steps.gather(2, tgt[:, :, None])[..., 0]  # expect-near: SEQ107
        return float(chosen.sum(dim=1)[0])  # expect-near: SEQ107


def rank_repairs(scorer: RepairScorer, noisy: str, options: list) -> list:
    return sorted(options, key=lambda o: scorer.logp(noisy, o), reverse=True)
