"""Winograd by substitution: fill in each referent, keep the likelier sentence.

# bug: the mean loss is multiplied by the number of tokens, though the first token is not scored
"""
from datasets import load_dataset
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sentence_logprob(lm, tk, sentence):
    """Log-probability of the sentence after its first token."""
    t = tk(sentence, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        ce = lm(t, labels=t).loss
    return -(ce * t.numel()).item()  # expect: SEQ403


def variants(ex):
    head, tail = ex["text"][: ex["pronoun_loc"]], ex["text"][ex["pronoun_loc"] + len(ex["pronoun"]):]
    return [head + o + tail for o in ex["options"]]


if __name__ == "__main__":
    tk = AutoTokenizer.from_pretrained("gpt2-xl")
    lm = AutoModelForCausalLM.from_pretrained("gpt2-xl").eval()
    good = 0
    data = load_dataset("winograd_wsc", "wsc273", split="test")
    for ex in data:
        s = [sentence_logprob(lm, tk, v) for v in variants(ex)]
        good += int(max(range(len(s)), key=s.__getitem__) == ex["label"])
    print(good / len(data))
