"""Zero-shot intent detection by label words, plus choice of the best few-shot header.

# bug: only the first piece of each label is scored; the headers are then ranked by a raw logit
# although each one is another context
"""
import torch

INTENTS = ["cancel subscription", "change address", "billing question", "technical problem"]


@torch.no_grad()
def tail_logits(lm, tok, text):
    return lm(**tok(text, return_tensors="pt")).logits[0, -1]


def first_ids(tok):
    return [tok.encode(" " + name, add_special_tokens=False)[0] for name in INTENTS]  # expect: SEQ209


def classify(lm, tok, utterance, header=""):
    lp = tail_logits(lm, tok, f"{header}User: {utterance}\nIntent:").log_softmax(-1)
    cand = [lp[i].item() for i in first_ids(tok)]  # expect-near: SEQ209
    return INTENTS[max(range(len(cand)), key=cand.__getitem__)]


def best_header(lm, tok, headers, utterance, yes_id):
    """Header under which the model is surest of 'yes'."""
    vals = []
    for h in headers:
        z = tail_logits(lm, tok, h + utterance + "\nUnderstood?")
        vals.append(z[yes_id].item())  # expect-near: SEQ502
    return headers[vals.index(max(vals))]  # expect: SEQ502
