"""Serves a local model behind the OpenAI chat format, with logprobs.

The `logprob` fields follow OpenAI's reference: log-probability of the token under the model.

# bug: log_softmax is taken over the k best logits only, so the reported log-probs are normalised over k candidates instead of the vocabulary
"""
import time
import uuid

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class LocalChat:
    def __init__(self, path):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path).eval()

    def _entry(self, row, k):
        best = torch.topk(row, k)
        lps = torch.log_softmax(best.values.float(), dim=-1)  # expect: SEQ108
        alts = [
            {"token": self.tok.decode([i]), "logprob": lp}  # expect-near: SEQ108
            for i, lp in zip(best.indices.tolist(), lps.tolist())
        ]
        return best.indices[0].item(), {**alts[0], "top_logprobs": alts}

    @torch.inference_mode()
    def complete(self, messages, max_tokens=64, top_logprobs=5):
        ids = self.tok.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")
        n_prompt = ids.shape[1]
        content = []
        for _ in range(max_tokens):
            row = self.model(ids).logits[0, -1]
            nxt, entry = self._entry(row, top_logprobs)
            content.append(entry)
            ids = torch.cat([ids, torch.tensor([[nxt]])], dim=1)
            if nxt == self.tok.eos_token_id:
                break
        text = self.tok.decode(ids[0, n_prompt:], skip_special_tokens=True)
        return {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "logprobs": {"content": content}}],
        }
