"""Next-word entropy at the end of prompts, Llama checkpoints, left-padded batches.

# bug: the padded batch goes through the model without its attention mask, so the pads on the left are attended
"""
import numpy as np
import torch
from transformers import LlamaForCausalLM, LlamaTokenizerFast


class EndEntropy:
    def __init__(self, path):
        self.tk = LlamaTokenizerFast.from_pretrained(path)
        self.tk.padding_side = "left"
        self.tk.pad_token = self.tk.unk_token
        self.net = LlamaForCausalLM.from_pretrained(path, torch_dtype=torch.float32).eval()

    @torch.inference_mode()
    def __call__(self, prompts, words):
        enc = self.tk(prompts, padding="longest", return_tensors="pt")
        tail = self.net(enc.input_ids).logits[:, -1, :]  # expect: SEQ314
        lp = torch.log_softmax(tail, dim=-1)
        h = -(lp.exp() * lp).sum(dim=-1)
        w = torch.tensor([self.single(x) for x in words])
        return h.numpy(), lp.gather(1, w[:, None])[:, 0].numpy()

    def single(self, w):
        ids = self.tk.encode(w, add_special_tokens=False)
        assert len(ids) == 1, w
        return ids[0]


def summarise(h):
    return {"mean": float(np.mean(h)), "p95": float(np.quantile(h, 0.95))}
