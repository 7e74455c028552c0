"""Ending given a story: joint tokenisation, boundary from the character offsets."""
import torch
import torch.nn.functional as F


@torch.inference_mode()
def ending_logprob(tokenizer, lm, story, ending):
    enc = tokenizer(story + ending, return_tensors="pt", return_offsets_mapping=True)
    offsets = enc.pop("offset_mapping")[0]
    in_ending = offsets[:, 1] > len(story)          # a token across the join belongs to the ending
    y = enc["input_ids"][0]
    nll = F.cross_entropy(lm(**enc).logits[0, :-1].float(), y[1:], reduction="none")
    return -nll[in_ending[1:]].sum().item()


def cloze(tokenizer, lm, rows):
    return sum(ending_logprob(tokenizer, lm, r.story, r.right) > ending_logprob(tokenizer, lm, r.story, r.wrong)
               for r in rows)
