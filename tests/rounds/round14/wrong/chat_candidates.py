"""Rescore chat candidates with a judge LM by their length-normalised log-prob.

# bug: the rendered template already holds BOS and the tokenizer adds a second one; the normaliser is the length of prompt plus answer
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ChatRescorer:
    def __init__(self, repo="meta-llama/Llama-3.1-8B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(repo)
        self.lm = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.bfloat16,
                                                       device_map="auto").eval()

    def _render(self, dialogue, reply=None):
        if reply is None:
            text = self.tok.apply_chat_template(dialogue, tokenize=False, add_generation_prompt=True)
        else:
            turn = {"role": "assistant", "content": reply}
            text = self.tok.apply_chat_template(dialogue + [turn], tokenize=False)
        return self.tok(text, return_tensors="pt").input_ids.to(self.lm.device)  # expect: SEQ309

    @torch.no_grad()
    def score(self, dialogue, reply, alpha=1.0):
        """Reply log-prob over reply length to the power alpha."""
        start = self._render(dialogue).shape[1]
        ids = self._render(dialogue, reply)
        z = self.lm(ids).logits[0, start - 1:-1].float()
        tok = z.log_softmax(-1).gather(1, ids[0, start:, None]).squeeze(1)
        return (tok.sum() / ids.shape[1] ** alpha).item()  # expect: SEQ418

    def order(self, dialogue, replies):
        return sorted(replies, key=lambda r: self.score(dialogue, r), reverse=True)
