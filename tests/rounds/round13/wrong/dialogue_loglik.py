"""Score dialogues and candidate replies with a Llama chat model.

# bug: the rendered template already begins with BOS and the tokenizer adds another one.
# bug: minus the mean loss is returned as the reply's log-probability.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class DialogueScorer:
    def __init__(self, ckpt="meta-llama/Llama-3.1-8B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16).eval()

    def _render(self, turns):
        return self.tok.apply_chat_template(turns, tokenize=False)

    @torch.no_grad()
    def dialogue(self, turns):
        """Log-likelihood of the rendered dialogue."""
        ids = self.tok(self._render(turns), return_tensors="pt").input_ids  # expect: SEQ309
        z = self.lm(ids).logits[0, :-1].float()
        y = ids[0, 1:]
        return (z.gather(1, y[:, None])[:, 0] - z.logsumexp(1)).sum().item()

    @torch.no_grad()
    def reply(self, turns, text):
        """log P(text | turns)."""
        full = self.tok.apply_chat_template(turns + [{"role": "assistant", "content": text}], return_tensors="pt")
        head = self.tok.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt")
        labels = full.clone()
        labels[:, : head.size(1)] = -100
        out = self.lm(input_ids=full, labels=labels)
        return -out.loss.item()  # expect: SEQ402

    def best(self, turns, replies):
        return max(replies, key=lambda r: self.reply(turns, r))
