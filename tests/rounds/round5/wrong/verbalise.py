"""Five-way sentiment with a verbaliser, zero-shot.

# bug: only the first token of each label phrase is scored ("very negative" and "very positive" share it)
"""
import numpy as np
import torch
from sklearn.metrics import accuracy_score, f1_score

PHRASES = ["very negative", "negative", "neutral", "positive", "very positive"]


def build_label_ids(tokenizer):
    ids = []
    for phrase in PHRASES:
        pieces = tokenizer(" " + phrase, add_special_tokens=False)["input_ids"]
        ids.append(pieces[0])  # expect: SEQ209
    return torch.tensor(ids)


@torch.no_grad()
def label_logprobs(model, tokenizer, review, label_ids):
    text = f"Review: {review.strip()}\nThe sentiment of this review is"
    enc = tokenizer(text, return_tensors="pt")
    last = model(**enc).logits[0, -1]
    return last.log_softmax(-1)[label_ids].numpy()  # expect-near: SEQ209


def evaluate(model, tokenizer, reviews, gold):
    model.eval()
    label_ids = build_label_ids(tokenizer)
    scores = np.stack([label_logprobs(model, tokenizer, r, label_ids) for r in reviews])
    pred = scores.argmax(axis=1)
    return {
        "accuracy": accuracy_score(gold, pred),
        "macro_f1": f1_score(gold, pred, average="macro"),
    }
