"""CTC acoustic log-likelihood fused with a KenLM word model (log10 turned into nats)."""
import math

import kenlm
import torch
import torch.nn.functional as F

LN10 = math.log(10.0)


class Fusion:
    def __init__(self, arpa: str, alpha: float, beta: float, blank: int = 0):
        self.lm = kenlm.Model(arpa)
        self.alpha, self.beta, self.blank = alpha, beta, blank

    def acoustic(self, emissions: torch.Tensor, ids: list) -> float:
        """emissions (T, V) logits of one utterance; log p(ids | audio)."""
        lp = emissions.float().log_softmax(-1).unsqueeze(1)
        nll = F.ctc_loss(
            lp,
            torch.tensor([ids]),
            torch.tensor([lp.shape[0]]),
            torch.tensor([len(ids)]),
            blank=self.blank,
            reduction="sum",
        )
        return -nll.item()

    def total(self, emissions, ids, words: str) -> float:
        lm_nats = self.lm.score(words, bos=True, eos=True) * LN10
        return self.acoustic(emissions, ids) + self.alpha * lm_nats + self.beta * len(words.split())

    def best(self, emissions, nbest):
        return max(nbest, key=lambda h: self.total(emissions, h["ids"], h["words"]))
