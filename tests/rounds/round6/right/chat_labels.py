"""Emotion labels as assistant replies; each label's full log-prob."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ReplyScorer:
    def __init__(self, ckpt="meta-llama/Llama-3.2-1B-Instruct", labels=("disappointed", "disapproving")):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.labels = list(labels)

    def _ids(self, text):
        return self.tok(text, add_special_tokens=False).input_ids

    @torch.no_grad()
    def __call__(self, utterance):
        chat = [{"role": "user", "content": f"Name the emotion: {utterance}"}]
        head = self.tok.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        n = len(self._ids(head))
        out = {}
        for label in self.labels:
            ids = self._ids(head + label)
            assert ids[:n] == self._ids(head)
            row = torch.tensor([ids])
            lp = self.net(row).logits[0, n - 1 : -1].float().log_softmax(-1)
            out[label] = lp[torch.arange(len(ids) - n), row[0, n:]].sum().item()
        return out
