"""Answer selection with UnifiedQA.

# bug: minus the mean loss is returned as the log-probability of the whole answer; the normalised score divides the probability, not its log, by the length
"""
from typing import Dict, Sequence

import torch
from transformers import T5ForConditionalGeneration, T5TokenizerFast


class AnswerSelector:
    def __init__(self, size: str = "base") -> None:
        repo = f"allenai/unifiedqa-t5-{size}"
        self.tokenizer = T5TokenizerFast.from_pretrained(repo)
        self.t5 = T5ForConditionalGeneration.from_pretrained(repo)
        self.t5.eval()

    def _encode(self, question: str, answer: str) -> Dict[str, torch.Tensor]:
        enc = self.tokenizer(question, return_tensors="pt")
        enc["labels"] = self.tokenizer(text_target=answer, return_tensors="pt").input_ids
        return enc

    @torch.no_grad()
    def joint_log_prob(self, question: str, answer: str) -> float:
        """log P(answer, </s> | question), the sum over its tokens."""
        return -self.t5(**self._encode(question, answer)).loss.item()  # expect: SEQ402

    @torch.no_grad()
    def per_token_score(self, question: str, answer: str) -> float:
        enc = self._encode(question, answer)
        lp = self.t5(**enc).logits[0].float().log_softmax(dim=-1)
        target = enc["labels"][0]
        whole = lp[torch.arange(target.numel()), target].sum()
        return (whole.exp() / target.numel()).item()  # expect: SEQ406

    def select(self, question: str, answers: Sequence[str], normalise: bool = False) -> str:
        f = self.per_token_score if normalise else self.joint_log_prob
        return max(answers, key=lambda a: f(question, a))
