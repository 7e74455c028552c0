"""Next-word probabilities for a batch of prefixes.

# bug: with right padding the last column is a pad position for the shorter prefixes
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("EleutherAI/pythia-160m", padding_side="right")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m")


def next_word(prefixes, word):
    (wid,) = tok(" " + word).input_ids
    enc = tok(prefixes, return_tensors="pt", padding=True)
    with torch.no_grad():
        final = lm(**enc).logits[:, -1]  # expect: SEQ208
    return final.log_softmax(dim=-1)[:, wid].tolist()


print(next_word(["The sky is", "On a clear day in June the sky is"], "blue"))
