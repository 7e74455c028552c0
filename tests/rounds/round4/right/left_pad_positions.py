"""Batched cloze with GPT-2, left padding, and position ids from the mask."""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

tok = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
tok.pad_token = tok.eos_token
model = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def cloze(prompts, word_ids):
    enc = tok(prompts, return_tensors="pt", padding=True)
    mask = enc["attention_mask"]
    pos = (mask.cumsum(dim=-1) - 1).clamp(min=0)
    out = model(enc["input_ids"], attention_mask=mask, position_ids=pos)
    lp = out.logits[:, -1].log_softmax(-1)
    return lp[torch.arange(len(prompts)), torch.tensor(word_ids)].tolist()
