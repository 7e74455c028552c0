"""COPA with a T5 model, plus the search for its prompt.

# bug: minus the mean loss is returned as the log-likelihood of an alternative; the template is picked by its greatest perplexity.
"""
import math

import torch


class T5Copa:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer

    def log_likelihood(self, premise, alternative):
        """Total log p(alternative | premise) under the decoder."""
        src = self.tokenizer(premise, return_tensors="pt")
        tgt = self.tokenizer(text_target=alternative, return_tensors="pt").input_ids
        with torch.no_grad():
            out = self.model(**src, labels=tgt)
        return -out.loss.item()  # expect: SEQ402

    def answer(self, row):
        lls = [self.log_likelihood(row["premise"], row[k]) for k in ("choice1", "choice2")]
        return int(lls[1] > lls[0])  # expect-near: SEQ402


def template_perplexity(model, tokenizer, template, sources, targets):
    nats, n = 0.0, 0
    for s, t in zip(sources, targets):
        src = tokenizer(template.format(s), return_tensors="pt")
        lab = tokenizer(text_target=t, return_tensors="pt").input_ids
        with torch.no_grad():
            nats += model(**src, labels=lab).loss.item() * lab.numel()
        n += lab.numel()
    mean = nats / n
    return math.exp(mean) if mean < 700 else math.inf


def pick_template(model, tokenizer, templates, sources, targets):
    """The template under which the targets are most expected."""
    model.eval()
    ppl = {t: template_perplexity(model, tokenizer, t, sources, targets) for t in templates}
    return max(ppl, key=ppl.get)  # expect: SEQ501
