"""First-token log-probs of yes/no answers, left-padded GPT-2.

# bug: left padding without position_ids shifts the absolute positions of short prompts.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-large")
tok.pad_token, tok.padding_side = tok.eos_token, "left"
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2-large").eval()


@torch.no_grad()
def answer_logprobs(prompts, token_id):
    batch = tok(prompts, padding=True, return_tensors="pt")
    logits = gpt2(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits  # expect: SEQ315
    return logits[:, -1].log_softmax(-1)[:, token_id]
