"""GPT-2 with left padding and explicit position ids."""
import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

tokenizer = GPT2Tokenizer.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def final_rows(prompts):
    enc = tokenizer(prompts, padding=True, return_tensors="pt")
    mask = enc["attention_mask"]
    pos = (mask.cumsum(dim=1) - 1).clamp(min=0)
    z = gpt2(input_ids=enc["input_ids"], attention_mask=mask, position_ids=pos).logits
    return z[:, -1].float().log_softmax(dim=-1)
