"""Intent detection by next-token likelihood with Pythia, batched.

# bug: the batch is padded on the right, yet the last column is read; a constant is added inside the log
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

INTENTS = {"refund": " refund", "delivery": " delivery", "other": " other"}


class IntentScorer:
    def __init__(self, name="EleutherAI/pythia-410m"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tok.add_special_tokens({"pad_token": "<|padding|>"})
        self.lm = AutoModelForCausalLM.from_pretrained(name).float().eval()
        self.cand = {}
        for k, w in INTENTS.items():
            ids = self.tok(w, add_special_tokens=False).input_ids
            assert len(ids) == 1, (k, ids)
            self.cand[k] = ids[0]

    @torch.no_grad()
    def score(self, utterances):
        enc = self.tok([f"Customer: {u}\nTopic:" for u in utterances], padding=True, return_tensors="pt")
        z = self.lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits
        p = F.softmax(z[:, -1, :], dim=-1)  # expect: SEQ208
        logp = torch.log(p + 1e-9)  # expect: SEQ604
        cols = torch.tensor(list(self.cand.values()))
        return logp[:, cols]

    def predict(self, utterances):
        names = list(self.cand)
        return [names[i] for i in self.score(utterances).argmax(1).tolist()]
