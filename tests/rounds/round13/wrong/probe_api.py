"""FastAPI-free core of the 'what comes next' probe used by the demo page.

# bug: the probabilities shown are normalised over the k largest logits only; the surprisal helper takes log of a softmax
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Probe:
    def __init__(self, repo="Qwen/Qwen2.5-0.5B"):
        self.tk = AutoTokenizer.from_pretrained(repo)
        self.m = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.float32)
        self.m.eval()

    @torch.no_grad()
    def _forward(self, text):
        enc = self.tk(text, return_tensors="pt")
        return enc.input_ids[0], self.m(**enc).logits[0]

    def table(self, text, k=10):
        """The k likeliest next tokens with the model's probability of each."""
        _, z = self._forward(text)
        vals, idx = z[-1].topk(k)
        probs = vals.softmax(dim=-1)  # expect: SEQ108
        return [
            {"piece": self.tk.decode([int(i)]), "prob": round(float(q), 5)}
            for i, q in zip(idx, probs)
        ]

    def surprisal(self, text):
        """Surprisal in nats of each token but the first."""
        ids, z = self._forward(text)
        s = -torch.log(torch.softmax(z[:-1], dim=-1))  # expect: SEQ602
        per = s.gather(1, ids[1:, None])[:, 0]
        return list(zip(self.tk.convert_ids_to_tokens(ids[1:].tolist()), per.tolist()))
