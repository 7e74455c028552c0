"""Educational-value filter: p(yes) at the end of each prompt, right-padded batches."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def build(name):
    tok = AutoTokenizer.from_pretrained(name, padding_side="right")
    tok.pad_token = tok.pad_token or tok.unk_token
    return tok, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def yes_logprob(tok, lm, prompts, yes_id):
    enc = tok(prompts, padding=True, return_tensors="pt")
    z = lm(**enc).logits
    end = enc.attention_mask.sum(dim=1) - 1
    last = z[torch.arange(z.size(0)), end].float()
    return last.log_softmax(dim=-1)[:, yes_id]


def keep_best(tok, lm, pages, template, yes_id, frac=0.1, bs=16):
    vals = []
    for i in range(0, len(pages), bs):
        chunk = [template.format(page=p) for p in pages[i:i + bs]]
        vals.append(yes_logprob(tok, lm, chunk, yes_id))
    vals = torch.cat(vals)
    k = max(1, int(frac * len(pages)))
    return [pages[j] for j in vals.topk(k).indices.tolist()]
