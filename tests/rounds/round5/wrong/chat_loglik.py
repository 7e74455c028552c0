"""log p(reply | conversation) for chat models, and whether greedy decoding would give the reply.

# bug: the rendered template already holds BOS and is tokenised with special tokens again; the greedy test is true when every token differs
"""
from typing import NamedTuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Reply(NamedTuple):
    logprob: float
    is_greedy: bool


class ChatLoglik:
    def __init__(self, ckpt="meta-llama/Llama-3.1-8B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(ckpt, use_fast=True)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype="auto", device_map="auto").eval()

    def _encode(self, turns, reply):
        head = self.tok.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        enc = self.tok(head + reply, return_offsets_mapping=True)  # expect: SEQ309
        first = next(i for i, (lo, hi) in enumerate(enc.offset_mapping) if hi > len(head))
        return torch.tensor(enc.input_ids, device=self.net.device), first

    @torch.inference_mode()
    def __call__(self, turns, reply):
        ids, k = self._encode(turns, reply)
        rows = self.net(ids[None]).logits[0, k - 1:-1].float()
        want = ids[k:]
        lp = rows.log_softmax(-1).gather(-1, want[:, None]).sum()
        greedy = rows.argmax(-1).ne(want).all()  # expect: SEQ505
        return Reply(lp.item(), bool(greedy))


def compare(model, turns, replies):
    scored = {r: model(turns, r) for r in replies}
    for text, s in sorted(scored.items(), key=lambda kv: -kv[1].logprob):
        print(f"{s.logprob:9.3f} {'*' if s.is_greedy else ' '} {text}")
    return scored
