"""Logit lens: surprisal of the next token after every layer.

# bug: -log2(softmax(.)) instead of log_softmax.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2", output_hidden_states=True).eval()
soft = torch.nn.Softmax(dim=-1)


@torch.no_grad()
def lens(text):
    ids = tok(text, return_tensors="pt").input_ids
    states = gpt2(ids).hidden_states
    table = []
    for h in states[:-1]:
        p = soft(gpt2.lm_head(gpt2.transformer.ln_f(h)))[0, :-1]
        bits = -torch.log2(p[torch.arange(p.shape[0]), ids[0, 1:]])  # expect: SEQ602
        table.append(bits.tolist())
    return table
