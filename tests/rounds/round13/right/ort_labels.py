"""Zero-shot labels with an exported decoder; probabilities are over the full vocabulary."""
import json
import pathlib

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def vocab_probs(row):
    shifted = row - row.max()
    e = np.exp(shifted)
    return e / e.sum()


class LabelModel:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.run = onnxruntime.InferenceSession(str(folder / "decoder.onnx")).run
        self.enc = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.names = json.loads((folder / "labels.json").read_text())
        if len(set(self.names.values())) != len(self.names):
            raise ValueError("labels share a token id")

    def predict(self, prompt, min_mass=0.05):
        e = self.enc.encode(prompt)
        logits = self.run(
            ["logits"],
            {"input_ids": np.array([e.ids]), "attention_mask": np.array([e.attention_mask])},
        )[0]
        p = vocab_probs(logits[0, -1].astype(np.float64))
        by_label = {k: float(p[v]) for k, v in self.names.items()}
        mass = sum(by_label.values())
        if mass < min_mass:
            return None, by_label
        return max(by_label, key=by_label.get), by_label
