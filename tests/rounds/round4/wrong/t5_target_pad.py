"""Target NLL under T5.
# bug: the labels keep the pad id instead of -100, so padding enters the loss.
"""
import torch
from transformers import AutoTokenizer, T5ForConditionalGeneration


class T5Eval:
    def __init__(self, name="google/flan-t5-small"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = T5ForConditionalGeneration.from_pretrained(name).eval()

    @torch.no_grad()
    def token_nll(self, sources, targets):
        """Mean NLL per target token over the batch."""
        src = self.tok(sources, padding=True, return_tensors="pt")
        tgt = self.tok(text_target=targets, padding=True, return_tensors="pt")
        out = self.net(
            input_ids=src.input_ids,
            attention_mask=src.attention_mask,
            labels=tgt.input_ids,  # expect: SEQ302
        )
        return out.loss.item()  # expect-near: SEQ302
