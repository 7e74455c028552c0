"""Score several continuations of one prompt with an mlx model and return the best.

# bug: the log-partition is taken over axis 1, the positions, instead of the vocabulary
"""
import mlx.core as mx
from mlx_lm import load


class Picker:
    def __init__(self, repo="mlx-community/Llama-3.2-1B-Instruct-4bit"):
        self.model, self.tokenizer = load(repo)

    def _pack(self, prompt, conts):
        full = [prompt + c for c in conts]
        w = max(len(f) for f in full)
        ids = mx.array([f + [0] * (w - len(f)) for f in full])
        span = mx.array(
            [[len(prompt) <= j < len(f) for j in range(w)] for f in full]
        )
        return ids, span

    def score(self, prompt, conts):
        """Sum of continuation log-probs. `prompt` and `conts` are lists of token ids."""
        ids, span = self._pack(prompt, conts)
        z = self.model(ids)[:, :-1, :].astype(mx.float32)
        lp = z - mx.logsumexp(z, axis=1, keepdims=True)  # expect: SEQ104
        tok = mx.take_along_axis(lp, ids[:, 1:, None], axis=-1).squeeze(-1)
        return mx.where(span[:, 1:], tok, 0.0).sum(axis=-1)

    def best(self, prompt, conts):
        s = self.score(prompt, conts)
        i = int(mx.argmax(s).item())
        return conts[i], s[i].item()
