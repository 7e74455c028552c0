"""Zero-shot topic classification with verbalizers.

# bug: every label word is judged by a sigmoid of its own vocabulary entry, and only the first
sub-token of a label word is looked at
"""
import torch

LABELS = {
    0: "world politics",
    1: "sports",
    2: "business and finance",
    3: "science and technology",
}
PROMPT = 'Article: "{a}"\nThis article is about'


def first_ids(tok):
    out = []
    for k in sorted(LABELS):
        out.append(tok.encode(" " + LABELS[k], add_special_tokens=False)[0])  # expect: SEQ209
    return torch.tensor(out)


@torch.no_grad()
def probs_for(model, tok, article, verb):
    enc = tok(PROMPT.format(a=article.strip()), return_tensors="pt").to(model.device)
    h = model(**enc).logits[0, -1, :].float()
    return torch.sigmoid(h)[verb.to(h.device)]  # expect: SEQ107


def classify(model, tok, articles):
    verb = first_ids(tok)  # expect-near: SEQ209
    table = torch.stack([probs_for(model, tok, a, verb) for a in articles])
    return table.argmax(1).tolist(), table


def accuracy(pred, gold):
    return sum(int(p == g) for p, g in zip(pred, gold)) / len(gold)
