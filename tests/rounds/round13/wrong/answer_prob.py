"""Filter generated question/answer pairs by log p(answer | question).

# bug: the question's tokens are part of the sum.
# bug: texts are truncated at config.max_length, which is the default of generate() (20).
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class PairFilter:
    def __init__(self, ckpt="gpt2-large", threshold=-40.0):
        self.tok = GPT2TokenizerFast.from_pretrained(ckpt)
        self.model = GPT2LMHeadModel.from_pretrained(ckpt).eval()
        self.threshold = threshold

    @torch.no_grad()
    def answer_logprob(self, question, answer):
        """log p(answer | question)"""
        text = f"{self.tok.bos_token}Question: {question}\nAnswer: {answer}"
        enc = self.tok(
            text,
            truncation=True,
            max_length=self.model.config.max_length,  # expect: SEQ313
            return_tensors="pt",
        )
        ids = enc["input_ids"]
        lp = self.model(ids).logits[0, :-1].float().log_softmax(dim=-1)
        each = lp.gather(1, ids[0, 1:].unsqueeze(1)).squeeze(1)
        return each.sum().item()  # expect: SEQ301

    def accept(self, pair):
        return self.answer_logprob(pair["question"], pair["answer"]) > self.threshold

    def __call__(self, pairs):
        kept = [p for p in pairs if self.accept(p)]
        print(f"kept {len(kept)} of {len(pairs)}")
        return kept
