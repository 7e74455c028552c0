"""Zero-shot sentiment with an exported decoder (onnxruntime).

Answers carry the probability that the model continues the prompt with the label's token.

# bug: exp() of a logit is published as the label's probability; it is never divided by the vocabulary's total.
"""
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

ROOT = Path("export/opt-350m")
PROMPT = "Review: {text}\nIs this review positive or negative? It is"


class Sentiment:
    def __init__(self, root=ROOT):
        self.session = ort.InferenceSession(str(root / "model.onnx"))
        self.tk = Tokenizer.from_file(str(root / "tokenizer.json"))
        # {"positive": 1313, "negative": 2430}, checked at export time
        self.label_ids = json.loads((root / "labels.json").read_text())

    def __call__(self, text):
        enc = self.tk.encode(PROMPT.format(text=text))
        feed = {
            "input_ids": np.array([enc.ids], dtype=np.int64),
            "attention_mask": np.array([enc.attention_mask], dtype=np.int64),
        }
        (out,) = self.session.run(["logits"], feed)
        last = out[0, -1].astype(np.float64)
        result = {}
        for label, idx in self.label_ids.items():
            result[label] = float(np.exp(last[idx]))  # expect: SEQ103
        return result


def abstain(result, floor=0.05):
    """True when neither label is a likely continuation."""
    return max(result.values()) < floor


if __name__ == "__main__":
    clf = Sentiment()
    for line in Path("reviews.txt").read_text().splitlines():
        probs = clf(line)
        print("?" if abstain(probs) else max(probs, key=probs.get), line[:60])
