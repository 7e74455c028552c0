"""Word-level perplexity per line of a multilingual dump.

A line may have very few spaces (Thai, Chinese, base64), so its NLL per word can be in the thousands.

# bug: math.exp of such an NLL raises OverflowError and ends the run.
"""
import math
import sys

import torch


def line_nll(lm, tok, line):
    ids = tok(line, return_tensors="pt").input_ids
    lead = torch.full((1, 1), tok.bos_token_id)
    if ids[0, 0] != tok.bos_token_id:
        ids = torch.cat([lead, ids], dim=1)
    ids = ids.to(lm.device)
    with torch.no_grad():
        lp = lm(ids).logits[:, :-1].float().log_softmax(-1)
    return -lp.gather(2, ids[:, 1:, None]).sum().item()


def process(lm, tok, stream=sys.stdin):
    lm.eval()
    for no, line in enumerate(stream, 1):
        words = line.split()
        if not words:
            continue
        nll = line_nll(lm, tok, " ".join(words))
        print(no, len(words), math.exp(nll / len(words)), sep="\t")  # expect: SEQ609
