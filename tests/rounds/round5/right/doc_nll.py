"""Total NLL of held-out documents, each closed by the end-of-text token, which is scored as well."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DocumentNLL:
    def __init__(self, ckpt):
        self.t = AutoTokenizer.from_pretrained(ckpt, padding_side="right")
        self.t.pad_token = self.t.eos_token
        self.m = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16).eval()

    @torch.no_grad()
    def batch(self, docs):
        enc = self.t([d + self.t.eos_token for d in docs], padding=True, return_tensors="pt")
        z = self.m(**enc).logits[:, :-1].to(torch.float32)
        y = enc.input_ids[:, 1:]
        live = enc.attention_mask[:, 1:].bool()
        nll = -z.log_softmax(-1).gather(-1, y[..., None])[..., 0]
        return nll.masked_fill(~live, 0).sum(-1), live.sum(-1)

    def corpus(self, docs, size=8):
        nll = torch.zeros((), dtype=torch.float64)
        count = 0
        for k in range(0, len(docs), size):
            a, b = self.batch(docs[k:k + size])
            nll += a.double().sum()
            count += int(b.sum())
        return {"nats_per_token": (nll / count).item(), "tokens": count}
