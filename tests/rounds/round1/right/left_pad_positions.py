"""Left-padded GPT-2 with explicit positions."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class NextToken:
    def __init__(self, name="gpt2"):
        self.tok = GPT2TokenizerFast.from_pretrained(name, padding_side="left")
        self.tok.pad_token = self.tok.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained(name).eval()

    @torch.no_grad()
    def logprobs(self, prompts):
        enc = self.tok(prompts, padding=True, return_tensors="pt")
        pos = (enc.attention_mask.cumsum(-1) - 1).clamp(min=0)
        out = self.lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask, position_ids=pos)
        return torch.log_softmax(out.logits[:, -1], dim=-1)
