"""GPT-2 sentence log-probs in left-padded batches, conditioned on <|endoftext|>."""
import math

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class Gpt2:
    def __init__(self, repo="gpt2"):
        self.tk = GPT2TokenizerFast.from_pretrained(repo, padding_side="left")
        self.tk.pad_token = self.tk.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained(repo)
        self.lm.eval()

    @torch.no_grad()
    def __call__(self, sentences):
        b = self.tk([self.tk.eos_token + s for s in sentences], padding=True, return_tensors="pt")
        am = b["attention_mask"]
        pos = (am.cumsum(1) - 1).clamp_min(0)
        z = self.lm(b["input_ids"], attention_mask=am, position_ids=pos).logits[:, :-1]
        lp = torch.log_softmax(z.float(), -1)
        lp = torch.gather(lp, 2, b["input_ids"][:, 1:, None]).squeeze(2)
        scored = (am[:, 1:] * am[:, :-1]).bool()
        return lp.masked_fill(~scored, 0.0).sum(1), scored.sum(1)

    def bits(self, sentences):
        """Total surprisal of each sentence in bits."""
        lp, _ = self(sentences)
        return (-lp / math.log(2)).tolist()
