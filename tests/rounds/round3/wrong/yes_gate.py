"""A yes/no gate in front of a tool call.

# bug: exp of one logit is returned as the probability of "yes"; the partition sum is missing
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CHECKPOINT = "Qwen/Qwen2.5-0.5B"
PROMPT = "Should the assistant call the tool '{tool}' for: {request}\nAnswer:"


class Gate:
    threshold = 0.5

    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained(CHECKPOINT)
        self.lm = AutoModelForCausalLM.from_pretrained(CHECKPOINT)
        pieces = self.tok(" yes", add_special_tokens=False).input_ids
        assert len(pieces) == 1
        self.yes = pieces[0]

    @torch.no_grad()
    def probability(self, tool: str, request: str) -> float:
        enc = self.tok(PROMPT.format(tool=tool, request=request), return_tensors="pt")
        final = self.lm(**enc).logits[0, -1]
        return torch.exp(final[self.yes]).item()  # expect: SEQ103

    def allow(self, tool: str, request: str) -> bool:
        return self.probability(tool, request) > self.threshold
