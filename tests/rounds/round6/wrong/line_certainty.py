"""How certain is the code model about the line the developer actually typed?

# bug: the network's outputs for the typed tokens are multiplied although they are no probabilities
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "Salesforce/codegen-350M-mono"


class LineProbe:
    def __init__(self, ckpt=CKPT, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).to(device)
        self.lm.eval()
        self.device = device

    @torch.inference_mode()
    def certainty(self, before: str, line: str) -> float:
        """Probability of ``line`` given the lines above it (``before`` ends with a newline)."""
        whole = self.tok(before + line, return_offsets_mapping=True)
        ids = torch.tensor([whole["input_ids"]], device=self.device)
        start = next(i for i, (a, b) in enumerate(whole["offset_mapping"]) if b > len(before))
        out = self.lm(ids).logits[0]
        acc = 1.0
        for pos in range(start, ids.shape[1]):
            acc *= out[pos - 1, ids[0, pos]].item()  # expect: SEQ102
        return acc

    def annotate(self, source: str):
        lines = source.splitlines(keepends=True)
        for i in range(1, len(lines)):
            if lines[i].strip():
                yield i + 1, self.certainty("".join(lines[:i]), lines[i])


if __name__ == "__main__":
    import pathlib
    import sys

    probe = LineProbe()
    for no, c in probe.annotate(pathlib.Path(sys.argv[1]).read_text()):
        print(f"{no:5d} {c:.3g}")
