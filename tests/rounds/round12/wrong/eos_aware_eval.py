"""Story-ending eval: how likely is each human ending, end-of-text token included.

# bug: pad_token is eos_token and the mask is made from ids, so the real end-of-text token is never scored.
# bug: the entropy of the top-k distribution multiplies p = 0 with log p = -inf and is NaN.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class EndingScorer:
    def __init__(self, ckpt="gpt2-medium", k=50):
        self.tokenizer = GPT2TokenizerFast.from_pretrained(ckpt)
        self.tokenizer.pad_token = self.tokenizer.eos_token  # expect-near: SEQ304
        self.model = GPT2LMHeadModel.from_pretrained(ckpt)
        self.model.eval()
        self.k = k

    def encode(self, endings):
        eot = self.tokenizer.eos_token
        return self.tokenizer([eot + e + eot for e in endings], padding=True, return_tensors="pt")

    @torch.no_grad()
    def log_likelihood(self, endings):
        enc = self.encode(endings)
        lp = self.model(**enc).logits[:, :-1].log_softmax(-1)
        gold = enc.input_ids[:, 1:]
        each = lp.gather(2, gold.unsqueeze(2)).squeeze(2)
        valid = gold != self.tokenizer.pad_token_id  # expect: SEQ304
        return each.masked_fill(~valid, 0.0).sum(1)

    @torch.no_grad()
    def topk_entropy(self, text):
        """Entropy of the k most likely next tokens, renormalised among themselves."""
        ids = self.tokenizer(text, return_tensors="pt").input_ids
        z = self.model(ids).logits[0, -1]
        floor = z.topk(self.k).values[-1]
        lq = z.masked_fill(z < floor, float("-inf")).log_softmax(dim=-1)
        return -(lq.exp() * lq).sum().item()  # expect: SEQ610


if __name__ == "__main__":
    s = EndingScorer()
    print(s.log_likelihood([" He went home.", " The dragon paid its taxes in advance."]))
    print(s.topk_entropy("Once upon a"))
