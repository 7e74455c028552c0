"""Length-normalised score of an assistant turn, for the multi-turn leaderboard.

# bug: the chat template already renders BOS and the tokenizer adds another; the reply's sum is divided by the length of prompt and reply
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ChatReplyScorer:
    def __init__(self, name: str = "meta-llama/Llama-3.1-8B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()

    def _render(self, history, reply):
        head = self.tok.apply_chat_template(history, tokenize=False, add_generation_prompt=True)
        turn = history + [{"role": "assistant", "content": reply}]
        return head, self.tok.apply_chat_template(turn, tokenize=False)

    @torch.inference_mode()
    def score(self, history, reply):
        """Log-probability of the reply per reply token."""
        head, text = self._render(history, reply)
        enc = self.tok(text, return_tensors="pt", return_offsets_mapping=True)  # expect: SEQ309
        spans = enc.pop("offset_mapping")[0].tolist()
        first = next(i for i, (_, end) in enumerate(spans) if end > len(head))
        ids = enc.input_ids.to(self.lm.device)
        z = self.lm(ids).logits[0, first - 1 : -1].float()
        lp = z.log_softmax(-1).gather(-1, ids[0, first:, None]).squeeze(-1)
        return (lp.sum() / ids.shape[1]).item()  # expect: SEQ418
