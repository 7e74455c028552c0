"""Log P(answer | question) for a list of pairs with a T5 checkpoint.

# bug: answers are padded to the longest one and the pad tokens' log-probabilities are added to the score
"""
from typing import List, Sequence, Tuple

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

CKPT = "google/flan-t5-base"


class AnswerScorer:
    def __init__(self, ckpt: str = CKPT, batch: int = 16):
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForSeq2SeqLM.from_pretrained(ckpt)
        self.model.eval()
        self.batch = batch

    def _chunk(self, qs: Sequence[str], ans: Sequence[str]) -> torch.Tensor:
        src = self.tokenizer(list(qs), padding=True, truncation=True, return_tensors="pt")
        tgt = self.tokenizer(text_target=list(ans), padding=True, return_tensors="pt").input_ids
        with torch.no_grad():
            z = self.model(**src, labels=tgt).logits
        lp = torch.log_softmax(z.float(), dim=-1)
        picked = lp.gather(2, tgt.unsqueeze(2)).squeeze(2)
        return picked.sum(dim=1)  # expect: SEQ302

    def score(self, pairs: List[Tuple[str, str]]) -> List[float]:
        res: List[float] = []
        for lo in range(0, len(pairs), self.batch):
            qs, ans = zip(*pairs[lo : lo + self.batch])
            res.extend(self._chunk(qs, ans).tolist())
        return res
