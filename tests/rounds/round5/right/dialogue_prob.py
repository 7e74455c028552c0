"""log p(reply | dialogue) for a chat model and a greedy check."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DialogueProb:
    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt, use_fast=True)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    def _ids(self, turns, reply):
        head = self.tk.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        enc = self.tk(head + reply, add_special_tokens=False, return_offsets_mapping=True)
        start = next(i for i, (_, hi) in enumerate(enc["offset_mapping"]) if hi > len(head))
        return torch.tensor([enc["input_ids"]]), start

    @torch.inference_mode()
    def score(self, turns, reply):
        ids, start = self._ids(turns, reply)
        z = self.lm(ids).logits[0, start - 1:-1].float()
        y = ids[0, start:]
        logp = -torch.nn.functional.cross_entropy(z, y, reduction="sum")
        return logp.item(), torch.equal(z.argmax(-1), y)
