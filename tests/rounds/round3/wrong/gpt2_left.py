"""Score choices with GPT-2, padded on the left so that rows end together.

# bug: GPT-2 has absolute positions, and the pads in front push them without position_ids
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium", padding_side="left")
tok.pad_token = tok.eos_token
gpt = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def sentence_logprobs(sentences):
    enc = tok(sentences, padding=True, return_tensors="pt")
    ids, am = enc.input_ids, enc.attention_mask
    z = gpt(ids, attention_mask=am).logits  # expect: SEQ315
    lp = z[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    both = am[:, 1:] * am[:, :-1]
    return lp.masked_fill(both == 0, 0.0).sum(-1)


print(sentence_logprobs(["A dog barks.", "The old dog next door barks all night."]))
