"""Intent detection with FLAN-T5 by forced decoding of every intent name."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class IntentScorer:
    prompt = "Customer: {u}\nWhich intent is it?"

    def __init__(self, repo, intents):
        self.tok = AutoTokenizer.from_pretrained(repo)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(repo).eval()
        self.intents = list(intents)
        y = self.tok(text_target=self.intents, padding=True, return_tensors="pt")
        self.targets = y.input_ids.masked_fill(y.attention_mask == 0, -100)

    @torch.no_grad()
    def __call__(self, utterance):
        enc = self.tok(self.prompt.format(u=utterance), return_tensors="pt")
        n = len(self.intents)
        out = self.net(input_ids=enc.input_ids.expand(n, -1),
                       attention_mask=enc.attention_mask.expand(n, -1),
                       labels=self.targets)
        lp = out.logits.float().log_softmax(-1)
        keep = self.targets != -100
        tok = lp.gather(-1, self.targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        total = tok.masked_fill(~keep, 0.0).sum(-1)
        return dict(zip(self.intents, total.tolist()))

    def best(self, utterance):
        s = self(utterance)
        return max(s, key=s.get)
