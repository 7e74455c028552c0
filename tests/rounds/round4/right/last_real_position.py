"""Next-token distributions for right-padded prompts, read at the last real token."""
import torch


@torch.no_grad()
def next_token_logprobs(lm, tok, prompts, word_ids):
    tok.padding_side = "right"
    enc = tok(prompts, padding=True, return_tensors="pt")
    z = lm(**enc).logits
    last = enc.attention_mask.sum(1) - 1
    rows = torch.arange(len(prompts))
    lp = z[rows, last].float().log_softmax(dim=-1)
    return lp[rows, torch.tensor(word_ids)]


@torch.no_grad()
def one_prompt(lm, tok, prompt):
    return lm(**tok(prompt, return_tensors="pt")).logits[:, -1].float().log_softmax(-1)
