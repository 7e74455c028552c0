"""Word-level perplexity of subtitles in nine languages.

Perplexity per white-space word, from the summed token NLL.

# bug: math.exp is applied to a number that gets huge for languages without spaces, which raises OverflowError
"""
import math
from collections import Counter

import torch
from torch.nn import CrossEntropyLoss
from transformers import AutoTokenizer, XGLMForCausalLM

ce = CrossEntropyLoss(reduction="sum")


def load(name="facebook/xglm-564M"):
    return AutoTokenizer.from_pretrained(name), XGLMForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def text_nll(lm, tk, text):
    ids = tk(text, return_tensors="pt").input_ids
    return ce(lm(ids).logits[0, :-1], ids[0, 1:]).item()


def main(langs=("de", "fr", "th", "ja", "zh", "lo", "my", "ru", "tr")):
    tk, lm = load()
    nats, words = Counter(), Counter()
    for lang in langs:
        for line in open(f"subs/{lang}.txt", encoding="utf-8"):
            text = line.strip()
            if text:
                nats[lang] += text_nll(lm, tk, text)
                words[lang] += len(text.split())
    for lang in langs:
        if words[lang]:
            print(lang, words[lang], math.exp(nats[lang] / words[lang]))  # expect: SEQ609


main()
