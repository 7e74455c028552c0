"""log pi(y|x) for DPO, batched.

# bug: the padding after a short response is summed along with its tokens
"""
import torch
from torch.nn.functional import logsigmoid


def response_logp(model, ids, attention_mask, prompt_len: int):
    """Prompts all have prompt_len tokens; responses are padded on the right."""
    z = model(input_ids=ids, attention_mask=attention_mask).logits.float()
    lp = z[:, prompt_len - 1 : -1].log_softmax(-1)
    y = ids[:, prompt_len:]
    return lp.gather(-1, y[..., None]).squeeze(-1).sum(-1)  # expect: SEQ302


def dpo_loss(policy, ref, chosen, rejected, prompt_len, beta=0.1):
    pc, pr = (response_logp(policy, *b, prompt_len) for b in (chosen, rejected))
    with torch.no_grad():
        rc, rr = (response_logp(ref, *b, prompt_len) for b in (chosen, rejected))
    return -logsigmoid(beta * ((pc - pr) - (rc - rr))).mean()
