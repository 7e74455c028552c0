"""Batch scoring of generated stories with GPT-2, left-padded to share the cache layout.

# bug: left padding without position_ids on GPT-2, and banned tokens (-inf) are masked by a multiplication with 0.
"""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

tok = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
tok.pad_token = tok.eos_token
model = GPT2LMHeadModel.from_pretrained("gpt2").eval()


def story_logprobs(stories, banned):
    """Summed log-prob of every story under GPT-2 with `banned` ids removed from the vocabulary.

    Banned tokens occurring in a story are left out of its score.
    """
    enc = tok([tok.bos_token + s for s in stories], padding=True, return_tensors="pt")
    ids, am = enc["input_ids"], enc["attention_mask"]
    with torch.no_grad():
        z = model(input_ids=ids, attention_mask=am).logits[:, :-1]  # expect: SEQ315
    ban = torch.zeros(z.size(-1), dtype=torch.bool)
    ban[banned] = True
    z = z.masked_fill(ban, float("-inf"))
    y = ids[:, 1:]
    lp = z.log_softmax(-1).gather(-1, y[..., None])[..., 0]
    both = am[:, 1:] * am[:, :-1] * (~ban[y]).long()
    return (lp * both).sum(-1)  # expect: SEQ606
