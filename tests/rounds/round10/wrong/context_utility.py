"""Score of an answer given retrieved context, for picking the most useful chunk.

# bug: the summed log-prob also runs over the context and question tokens, not the answer alone.
"""
import torch
import torch.nn.functional as F


def encode_pair(tokenizer, ctx, question, answer):
    head = f"{ctx}\n\nQ: {question}\nA:"
    enc = tokenizer(head + " " + answer, return_tensors="pt", return_offsets_mapping=True)
    offsets = enc.pop("offset_mapping")[0].tolist()
    first = next(i for i, (_, end) in enumerate(offsets) if end > len(head))
    return enc, first


@torch.no_grad()
def answer_loglik(model, tokenizer, ctx, question, answer):
    """log p(answer | ctx, question)"""
    enc, first = encode_pair(tokenizer, ctx, question, answer)
    ids = enc["input_ids"].to(model.device)
    pred = model(ids).logits[0, :-1].float()
    nll = F.cross_entropy(pred, ids[0, 1:], reduction="none")
    return -nll.sum().item()  # expect: SEQ301


def most_useful(model, tokenizer, chunks, question, answer):
    model.eval()
    return max(chunks, key=lambda c: answer_loglik(model, tokenizer, c, question, answer))
