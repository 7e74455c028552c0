"""Unconditional log-probabilities of names (used as a prior by the linker).

# bug: GPT-2 has absolute positions, but the left-padded batch is run without position_ids
"""
import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer


def build():
    t = GPT2Tokenizer.from_pretrained("gpt2", padding_side="left")
    t.pad_token = t.eos_token
    return t, GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def name_prior(names, t, lm):
    enc = t([t.bos_token + n for n in names], return_tensors="pt", padding=True)
    ids, attn = enc["input_ids"], enc["attention_mask"]
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1]  # expect: SEQ315
    lp = z.log_softmax(-1).gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    inside = (attn[:, 1:] * attn[:, :-1]).bool()
    lp = lp.masked_fill(~inside, 0.0)
    return lp.sum(dim=1)


if __name__ == "__main__":
    tk, net = build()
    people = ["Ada Lovelace", "Bartholomew Featherstonehaugh", "Li Na"]
    for who, v in zip(people, name_prior(people, tk, net)):
        print(f"{v.item():8.2f} {who}")
