"""Log-probability of a single sentence.

# bug: the ids index positions (axis 1 of the table), so whole vocabulary rows are summed
"""
import torch


def sentence_logprob(model, tokenizer, sentence):
    ids = tokenizer(sentence, return_tensors="pt").input_ids
    with torch.no_grad():
        lp = model(ids).logits.log_softmax(-1)
    nxt = ids[0, 1:]
    return lp[0, nxt].sum()  # expect: SEQ205


def acceptability(model, tokenizer, good, bad):
    return bool(sentence_logprob(model, tokenizer, good) > sentence_logprob(model, tokenizer, bad))
