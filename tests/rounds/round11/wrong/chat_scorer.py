"""Scores assistant turns with a Llama chat model.

# bug: the rendered template already holds BOS and the tokenizer adds another one, and the score is divided by the prompt's tokens too
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "meta-llama/Meta-Llama-3-8B-Instruct"


class TurnScorer:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained(MODEL)
        self.lm = AutoModelForCausalLM.from_pretrained(MODEL, device_map="auto").eval()

    def encode(self, history, turn):
        head = self.tok.apply_chat_template(history, tokenize=False, add_generation_prompt=True)
        enc = self.tok(head + turn + "<|eot_id|>", return_tensors="pt",  # expect: SEQ309
                       return_offsets_mapping=True)
        starts = enc["offset_mapping"][0, :, 0]
        return enc["input_ids"], int((starts < len(head)).sum())

    @torch.no_grad()
    def __call__(self, history, turn):
        """Length-normalised log-likelihood of the turn."""
        ids, n_head = self.encode(history, turn)
        z = self.lm(ids.to(self.lm.device)).logits[0].float().cpu()
        lp = z[n_head - 1:-1].log_softmax(-1)
        own = lp.gather(1, ids[0, n_head:, None]).sum()
        return (own / ids.shape[1]).item()  # expect: SEQ418
