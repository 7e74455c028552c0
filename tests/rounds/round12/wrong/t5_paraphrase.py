"""log p(paraphrase | sentence) under a T5 model, written to JSONL.

# bug: the target is truncated at the generation default config.max_length, and minus the mean loss is stored as the sequence log-likelihood.
"""
import json
import sys

import torch
from transformers import T5ForConditionalGeneration, T5TokenizerFast

tok = T5TokenizerFast.from_pretrained("t5-base")
t5 = T5ForConditionalGeneration.from_pretrained("t5-base").eval()


def sequence_log_likelihood(sent, para):
    """log p(para | sent): total over all target tokens, in nats."""
    src = tok("paraphrase: " + sent, return_tensors="pt", truncation=True, max_length=512)
    tgt = tok(para, return_tensors="pt", truncation=True, max_length=t5.config.max_length)  # expect: SEQ313
    with torch.no_grad():
        out = t5(**src, labels=tgt.input_ids)
    return -out.loss.item()  # expect: SEQ402


for line in sys.stdin:
    ex = json.loads(line)
    ex["loglik"] = [sequence_log_likelihood(ex["sentence"], p) for p in ex["paraphrases"]]
    ex["best"] = max(range(len(ex["loglik"])), key=lambda i: ex["loglik"][i])
    print(json.dumps(ex))
