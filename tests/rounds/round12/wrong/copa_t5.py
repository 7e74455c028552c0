"""COPA with an instruction-tuned T5: the continuation the decoder likes best is the answer.

# bug: the choice with the highest cross-entropy is returned.
"""
import torch
from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

NAME = "google/flan-t5-base"
CONNECT = {"cause": "because", "effect": "so"}


class Copa:
    def __init__(self, device="cpu"):
        self.tk = AutoTokenizer.from_pretrained(NAME)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(NAME).to(device).eval()
        self.device = device

    @torch.inference_mode()
    def fit_of(self, premise, alt):
        """Cross-entropy per target token of `alt` after `premise`."""
        src = self.tk(premise, return_tensors="pt").to(self.device)
        tgt = self.tk(text_target=alt, return_tensors="pt").input_ids.to(self.device)
        return self.net(**src, labels=tgt).loss.item()

    def answer(self, ex):
        premise = ex["premise"].rstrip(".") + " " + CONNECT[ex["question"]]
        vals = [self.fit_of(premise, ex[c]) for c in ("choice1", "choice2")]
        return max(range(2), key=vals.__getitem__)  # expect: SEQ501


if __name__ == "__main__":
    task = Copa()
    rows = load_dataset("super_glue", "copa", split="validation")
    hits = sum(task.answer(r) == r["label"] for r in rows)
    print(f"accuracy {hits / len(rows):.3f}")
