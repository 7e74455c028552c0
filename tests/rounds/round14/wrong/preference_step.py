"""DPO step of the small in-house trainer.

# bug: the pad token is the EOS token, so masking by id also drops the real EOS of every response; log pi(y|x) is averaged over tokens where DPO needs the sum
"""
import torch
import torch.nn.functional as F
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("mistralai/Mistral-7B-v0.1")
tokenizer.pad_token = tokenizer.eos_token  # expect-near: SEQ304


def response_mask(ids, prompt_len):
    at = torch.arange(ids.shape[1], device=ids.device)
    real = ids != tokenizer.pad_token_id  # expect: SEQ304
    return real & (at[None] >= prompt_len[:, None])


def logp(model, batch):
    """log pi(y|x), shape (B,)."""
    z = model(input_ids=batch["ids"], attention_mask=batch["attention_mask"]).logits
    lp = F.log_softmax(z[:, :-1].float(), dim=-1)
    tok = lp.gather(2, batch["ids"][:, 1:, None]).squeeze(2)
    m = response_mask(batch["ids"], batch["prompt_len"])[:, 1:]
    return (tok * m).sum(1) / m.sum(1).clamp(min=1)  # expect: SEQ401


def dpo_loss(policy, ref, chosen, rejected, beta=0.1):
    pc, pr = logp(policy, chosen), logp(policy, rejected)
    with torch.no_grad():
        rc, rr = logp(ref, chosen), logp(ref, rejected)
    margin = (pc - rc) - (pr - rr)  # expect-near: SEQ401
    return -F.logsigmoid(beta * margin).mean()
