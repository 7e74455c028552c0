"""Log-probabilities of names under GPT-2, left-padded with positions taken from the mask."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class NamePrior:
    def __init__(self):
        self.t = GPT2TokenizerFast.from_pretrained("gpt2", padding_side="left")
        self.t.pad_token = self.t.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()

    @torch.no_grad()
    def __call__(self, names):
        enc = self.t([self.t.bos_token + n for n in names], return_tensors="pt", padding=True)
        ids, attn = enc["input_ids"], enc["attention_mask"]
        pos = (attn.cumsum(1) - 1).clamp(min=0)
        z = self.lm(input_ids=ids, attention_mask=attn, position_ids=pos).logits[:, :-1]
        tok = z.log_softmax(-1).gather(2, ids[:, 1:, None])[..., 0]
        real = (attn[:, 1:] & attn[:, :-1]).bool()
        return tok.masked_fill(~real, 0.0).sum(1)


if __name__ == "__main__":
    print(NamePrior()(["Ada Lovelace", "Li Na"]))
