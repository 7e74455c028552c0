"""Batchwise spam gate: P(" yes") after a left-padded instruction prompt, on a bfloat16 Qwen.

# bug: the padded batch goes through the model without its attention mask
# bug: log_softmax over the vocabulary is computed in bfloat16
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Qwen/Qwen2.5-0.5B"


class SpamGate:
    template = "Mail:\n{}\n\nIs this mail spam, yes or no? Answer:"

    def __init__(self, name=NAME, threshold=0.5):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).eval()
        yes = self.tok(" yes").input_ids
        assert len(yes) == 1
        self.yes_id = yes[0]
        self.threshold = threshold

    @torch.inference_mode()
    def probability(self, mails):
        batch = self.tok([self.template.format(x) for x in mails], padding=True, return_tensors="pt")
        z = self.lm(batch["input_ids"]).logits[:, -1]  # expect: SEQ314
        lp = torch.log_softmax(z, dim=-1)  # expect: SEQ607
        return lp[:, self.yes_id].exp().tolist()

    def __call__(self, mails):
        return [p > self.threshold for p in self.probability(mails)]
