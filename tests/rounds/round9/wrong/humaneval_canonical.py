"""log p(canonical solution) for the contamination check; whole file scored, no prompt.

# bug: log-softmax and gathering run in bfloat16; and the pad positions are summed as well
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name="bigcode/starcoder2-3b"):
    tok = AutoTokenizer.from_pretrained(name)
    if tok.pad_token_id is None:
        tok.pad_token = tok.eos_token
    tok.padding_side = "right"
    net = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).cuda()
    return tok, net.eval()


@torch.no_grad()
def file_logprobs(tok, net, sources):
    enc = tok(sources, padding=True, truncation=True, max_length=2048, return_tensors="pt").to("cuda")
    z = net(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits
    lp = torch.log_softmax(z[:, :-1], dim=-1)  # expect: SEQ607
    nxt = enc["input_ids"][:, 1:, None]
    return lp.gather(-1, nxt)[..., 0].sum(dim=-1, dtype=torch.float32)  # expect: SEQ302


def main(problems):
    tok, net = load()
    rows = []
    for k in range(0, len(problems), 8):
        part = problems[k:k + 8]
        vals = file_logprobs(tok, net, [p["canonical_solution"] for p in part])
        rows += [(p["task_id"], v) for p, v in zip(part, vals.tolist())]
    return rows
