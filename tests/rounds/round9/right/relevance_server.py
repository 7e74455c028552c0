"""gRPC-side relevance model: P(true) for a batch of (query, passage) prompts."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


class RelevanceServer:
    def __init__(self, name="Qwen/Qwen2.5-1.5B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.padding_side = "right"
        self.net = AutoModelForCausalLM.from_pretrained(name)
        ids = self.tok.encode(" true", add_special_tokens=False)
        if len(ids) != 1:
            raise ValueError("label is split")
        self.true_id = ids[0]

    def _prompts(self, query, passages):
        for p in passages:
            yield f"{p}\n\nThe passage above answers the question '{query}'. True or false? It is"

    @torch.inference_mode()
    def __call__(self, query, passages):
        enc = self.tok(list(self._prompts(query, passages)), return_tensors="pt", padding=True)
        z = self.net(**enc).logits
        last = enc["attention_mask"].sum(dim=1) - 1
        z = z[torch.arange(z.shape[0]), last].float()
        return F.softmax(z, dim=1)[:, self.true_id].tolist()
