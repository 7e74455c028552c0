"""Ask a chat model whether a comment is toxic and report P(Yes).

# bug: exp of the Yes logit is returned as a probability without dividing by the sum over the vocabulary
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Comment: {c}\nIs the comment toxic? Answer Yes or No.\nAnswer:"


@dataclass
class Verdict:
    comment: str
    p_yes: float


class ToxicityProbe:
    def __init__(self, name="mistralai/Mistral-7B-v0.1", device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).to(device).eval()
        self.yes = self.tok.convert_tokens_to_ids("▁Yes")

    @torch.inference_mode()
    def __call__(self, comment: str) -> Verdict:
        batch = self.tok(TEMPLATE.format(c=comment), return_tensors="pt").to(self.lm.device)
        last = self.lm(**batch).logits[0, -1]
        p = torch.exp(last[self.yes]).item()  # expect: SEQ103
        return Verdict(comment, p)  # expect-near: SEQ103


if __name__ == "__main__":
    probe = ToxicityProbe()
    for line in open("comments.txt", encoding="utf-8"):
        v = probe(line.strip())
        print(f"{v.p_yes:.4f}\t{v.comment}")
