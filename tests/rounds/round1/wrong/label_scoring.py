"""Zero-shot labels: verbalizers and generated paths.

# bug: only the first token of a label such as " not at all positive" is scored; labels are scored under the distribution of the model's own continuation.
"""
import torch


LABELS = {"pos": " very positive", "neg": " not at all positive", "neu": " neither good nor bad"}


class VerbalizerClassifier:
    def __init__(self, lm, tokenizer):
        self.lm = lm
        self.tokenizer = tokenizer
        self.ids = {k: tokenizer.encode(v, add_special_tokens=False)[0] for k, v in LABELS.items()}  # expect: SEQ209

    @torch.inference_mode()
    def predict(self, review):
        enc = self.tokenizer(f"{review}\nOverall this is", return_tensors="pt").to(self.lm.device)
        nxt = self.lm(**enc).logits[0, -1].float().log_softmax(0)
        return max(self.ids, key=lambda k: nxt[self.ids[k]].item())  # expect-near: SEQ209


@torch.no_grad()
def classify(model, tok, prompt, label_ids):
    """label_ids: {label: list of token ids}. Returns the label with the highest log-probability."""
    enc = tok(prompt, return_tensors="pt").to(model.device)
    width = max(len(v) for v in label_ids.values())
    gen = model.generate(**enc, do_sample=False, min_new_tokens=width, max_new_tokens=width,
                         output_logits=True, return_dict_in_generate=True)
    steps = [s[0].float().log_softmax(-1) for s in gen.logits]
    table = {}
    for label, ids in label_ids.items():
        table[label] = sum(steps[k][t].item() for k, t in enumerate(ids))  # expect: SEQ207
    return max(table, key=table.get)
