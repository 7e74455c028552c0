"""Winogrande by partial evaluation: which filler makes the rest of the sentence likelier?

# bug: the filler with the highest loss is chosen
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def suffix_loss(lm, tok, prefix, suffix):
    enc = tok(prefix + suffix, return_tensors="pt", return_offsets_mapping=True)
    inside = enc.offset_mapping[0, :, 0] >= len(prefix)
    gold = enc.input_ids.masked_fill(~inside[None], -100)
    with torch.no_grad():
        return lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask, labels=gold).loss


def solve(lm, tok, sentence, fillers):
    left, right = sentence.split("_")
    losses = torch.stack([suffix_loss(lm, tok, left + f, right) for f in fillers])
    return int(torch.argmax(losses))  # expect: SEQ501


if __name__ == "__main__":
    tok = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-1.3B")
    lm = AutoModelForCausalLM.from_pretrained("EleutherAI/gpt-neo-1.3B").eval()
    s = "The trophy did not fit in the case because the _ was too big."
    print(solve(lm, tok, s, ["trophy", "case"]))
