"""Emotion of a spoken turn with a chat model; labels are scored as the assistant's reply.

# bug: the rendered template already holds BOS and the tokenizer adds another; and a label is scored by its first token only.
"""
from dataclasses import dataclass
from typing import Dict, Tuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class EmotionConfig:
    checkpoint: str = "meta-llama/Llama-3.2-1B-Instruct"
    labels: Tuple[str, ...] = ("disappointed", "disapproving", "grateful", "neutral")
    system: str = "Name the emotion of the utterance with one word."


class EmotionScorer:
    def __init__(self, cfg: EmotionConfig) -> None:
        self.cfg = cfg
        self.tok = AutoTokenizer.from_pretrained(cfg.checkpoint)
        self.net = AutoModelForCausalLM.from_pretrained(cfg.checkpoint).eval()
        self.label_ids = {
            n: self.tok.encode(n, add_special_tokens=False)[0] for n in cfg.labels  # expect: SEQ209
        }

    def render(self, utterance: str) -> str:
        turns = [{"role": "system", "content": self.cfg.system}, {"role": "user", "content": utterance}]
        return self.tok.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)  # expect-near: SEQ309

    @torch.no_grad()
    def log_probs(self, utterance: str) -> Dict[str, float]:
        enc = self.tok(self.render(utterance), return_tensors="pt")  # expect: SEQ309
        last = self.net(**enc).logits[0, -1].float().log_softmax(-1)
        return {n: last[i].item() for n, i in self.label_ids.items()}  # expect-near: SEQ209
