"""Mean log-probability of an assistant turn under a chat model."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class TurnScorer:
    def __init__(self, name="meta-llama/Llama-3.1-8B-Instruct"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()

    @torch.inference_mode()
    def score(self, history, reply):
        head = self.tok.apply_chat_template(history, tokenize=False, add_generation_prompt=True)
        turn = [*history, {"role": "assistant", "content": reply}]
        text = self.tok.apply_chat_template(turn, tokenize=False)
        enc = self.tok(text, add_special_tokens=False, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, :, 1]
        first = int((ends > len(head)).nonzero()[0])
        ids = enc.input_ids.to(self.lm.device)
        z = self.lm(ids).logits[0, first - 1 : -1].float()
        y = ids[0, first:]
        lp = z.log_softmax(-1).gather(-1, y[:, None]).squeeze(-1)
        return (lp.sum() / y.numel()).item()

    def best(self, history, replies):
        return max(replies, key=lambda r: self.score(history, r))
