"""log p(y|x) and log p(x|y) of translation candidates as sums over target tokens."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class Channel:
    def __init__(self, name="facebook/m2m100_418M"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()

    @torch.inference_mode()
    def logprob(self, source, targets, lang_in, lang_out):
        self.tok.src_lang, self.tok.tgt_lang = lang_in, lang_out
        enc = self.tok([source] * len(targets), text_target=targets, padding=True, return_tensors="pt")
        y = enc.pop("labels")
        y = y.masked_fill(y == self.tok.pad_token_id, -100)
        z = self.net(**enc, labels=y).logits.float()
        nll = torch.nn.functional.cross_entropy(
            z.flatten(0, 1), y.flatten(), ignore_index=-100, reduction="none"
        )
        return -nll.view(y.shape).sum(dim=1)

    def rerank(self, source, nbest, pair=("en", "fr"), weight=0.4):
        a, b = pair
        direct = self.logprob(source, nbest, a, b)
        back = torch.stack([self.logprob(h, [source], b, a)[0] for h in nbest])
        total = direct + weight * back
        order = total.argsort(descending=True)
        return [(nbest[i], total[i].item()) for i in order.tolist()]
