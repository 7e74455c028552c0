"""Zero-shot topic classification with a causal LM, with abstention.

# bug: exp(logit) is reported as the label's probability without dividing by the vocabulary sum; a label of several tokens is scored by its first token only
"""
from __future__ import annotations

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TOPICS = ("world politics", "sports", "business and finance", "science and technology")
TEMPLATE = "News: {body}\nThe topic of this article is"


class TopicClassifier:
    def __init__(self, checkpoint: str = "EleutherAI/pythia-410m", abstain_below: float = 0.2):
        self.tok = AutoTokenizer.from_pretrained(checkpoint)
        self.lm = AutoModelForCausalLM.from_pretrained(checkpoint).eval()
        self.abstain_below = abstain_below
        self.topic_ids = torch.tensor(
            [self.tok.encode(" " + topic, add_special_tokens=False)[0] for topic in TOPICS]  # expect: SEQ209
        )

    @torch.inference_mode()
    def topic_probs(self, body: str) -> dict[str, float]:
        enc = self.tok(TEMPLATE.format(body=body), return_tensors="pt")
        row = self.lm(**enc).logits[0, -1].float()
        mass = torch.exp(row[self.topic_ids])  # expect: SEQ103
        return dict(zip(TOPICS, mass.tolist()))

    def __call__(self, body: str) -> str | None:
        probs = self.topic_probs(body)
        best = max(probs, key=probs.get)
        return best if probs[best] >= self.abstain_below else None


if __name__ == "__main__":
    clf = TopicClassifier()
    print(clf("The central bank left rates unchanged on Thursday."))
